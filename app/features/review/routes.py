"""Pages of review."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.recall.memory import Grade, preview
from app.domain.recall.queue import AHEAD, NEW_A_DAY
from app.extensions import db
from app.features.review import faces, queries, service
from app.features.review.errors import UnknownError
from app.web import judges
from app.web.clock import now
from app.web.formatters import day, local
from app.web.limits import saves
from app.web.permissions import allow, viewer

bp = Blueprint("review", __name__, url_prefix="/review", template_folder="templates")

Page = str | Response | tuple[str, int]
MINE = allow("student", judge=judges.own_card)
GRADE_NAMES = {
    Grade.AGAIN: "Again",
    Grade.HARD: "Hard",
    Grade.GOOD: "Good",
    Grade.EASY: "Easy",
}


def _since() -> datetime:
    """When the learner's day began."""
    return local(now()).replace(hour=0, minute=0, second=0, microsecond=0)


def when(due: datetime) -> str:
    """``in 10 min``, ``tomorrow``, ``27 Nov 2026``: how a grade's next date is said."""
    wait = due - now()
    if wait < timedelta(hours=1):
        return f"in {max(1, round(wait.total_seconds() / 60))} min"
    apart = (local(due).date() - local(now()).date()).days
    return {0: "later today", 1: "tomorrow"}.get(apart) or day(due)


@bp.get("")
@allow("student")
def index() -> Page:
    session, person = db.session(), viewer()
    left = queries.left_today(session, person.id, now(), _since())
    if not left:
        coming, left_out = queries.coming(session, person.id)
        return render_template(
            "review/empty.html",
            coming=coming,
            left_out=left_out,
            when=when,
            now=now(),
            ration=NEW_A_DAY,
        )
    card = queries.stored_card(session, left[0].id)
    face = faces.front(session, card)
    return render_template("review/front.html", card=card, face=face, left=len(left))


@bp.get("/<int:card_id>")
@MINE
def card(card_id: int) -> Page:
    session = db.session()
    found = queries.stored_card(session, card_id)
    face = faces.back(session, found, request.args.getlist("choice"))
    dates = preview(found.memory, now(), card_id)
    return render_template(
        "review/back.html",
        card=found,
        face=face,
        early=found.due > now() + AHEAD,
        when=when,
        save_id=f"{found.due:%Y%m%dT%H%M%S%f}",
        grades=[(int(one), name, when(dates[one])) for one, name in GRADE_NAMES.items()],
    )


@bp.post("/<int:card_id>")
@MINE
def grade(card_id: int) -> Page:
    if not saves.take(viewer().id):
        abort(429)
    rating, save_id = request.form.get("rating", ""), request.form.get("save_id", "")
    if rating not in ("1", "2", "3", "4") or not 0 < len(save_id) <= 40:
        abort(400, "Choose one of the four grades.")
    service.grade(db.session(), card_id, Grade(int(rating)), save_id, now())
    return redirect(url_for("review.index"))


@bp.post("/<int:card_id>/suspend")
@MINE
def suspend(card_id: int) -> Page:
    on = request.args.get("on") != "0"
    service.suspend(db.session(), card_id, on, now())
    if on:
        undo = url_for("review.suspend", card_id=card_id, on=0)
        flash({"text": "Card left out", "undo": undo}, "undo")  # type: ignore[arg-type]
    return redirect(url_for("review.index"))


@bp.get("/decks")
@allow("student")
def decks() -> Page:
    groups = queries.groups(db.session(), viewer().id, now())
    return render_template("review/decks.html", groups=groups, ration=NEW_A_DAY)


@bp.post("/decks")
@allow("student")
def change_deck() -> Page:
    key, act = request.form.get("group", ""), request.form.get("act", "")
    session, person = db.session(), viewer()
    try:
        if act == "add" and key.startswith("deck:"):
            service.add_deck(session, person.id, key.removeprefix("deck:"), now())
        elif act in ("suspend", "resume"):
            service.suspend_group(session, person.id, key, act == "suspend", now())
        else:
            raise UnknownError
    except UnknownError:
        abort(404, "There are no such cards.")
    return redirect(url_for("review.decks"))
