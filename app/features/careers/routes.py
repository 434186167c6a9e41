"""Pages of the career office: the cohort, its file, and one learner."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any, cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.careers.outcomes import FACTS, Fact, Outcome
from app.extensions import db
from app.features.careers import learner_queries, queries, service
from app.features.careers.cohort import Filters, Office
from app.features.careers.files import cohort_csv
from app.features.careers.forms import FACT_NAMES, SCOPE_NAMES, EmptyForm, NoteForm, OutcomeForm
from app.features.careers.learning import lesson_count
from app.operations.organisations import load_tree, student_homes
from app.web import judges
from app.web.clock import now
from app.web.numbers import row_number
from app.web.permissions import allow, viewer

bp = Blueprint("careers", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]

OUTCOMES = (*((fact, FACT_NAMES[fact]) for fact in FACTS), ("none", "Nothing entered"))
FILTERS = frozenset({"office", "q", "class", "outcome", "consent", "order"})
CONSENTS = (("shared", "Shares with the office"), ("not_shared", "Does not share"))


def today() -> date:
    """The day it is where the person is."""
    return now().astimezone(viewer().zone).date()


def filters_of(args: Any) -> Filters:
    """What the address asks for; what it cannot mean is left out."""
    return Filters(
        q=args.get("q", "").strip()[:100],
        class_id=args.get("class", type=row_number),
        outcome=args.get("outcome", "") if args.get("outcome") in dict(OUTCOMES) else "",
        consent=args.get("consent", "") if args.get("consent") in dict(CONSENTS) else "",
        descending=args.get("order") == "desc",
    )


def _office() -> tuple[Office | None, list[Office]]:
    """The office of the address, else the first one of this officer; and all of hers."""
    offices = queries.offices(db.session(), viewer().organisations("career_officer"))
    wanted = request.args.get("office", type=row_number)
    if wanted is None:
        return (offices[0] if offices else None), offices
    found = next((one for one in offices if one.id == wanted), None)
    if found is None:
        abort(404)
    return found, offices


def _address(endpoint: str, **changes: Any) -> str:
    """An address with this page's filters; changes replace them, the page begins anew."""
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k in FILTERS and v}
    return url_for(endpoint, **{**kept, **changes})


def _looks(rows: list[queries.LearnerView], where: str) -> dict[int, str]:
    return {row.id: f"{where}+learning" if row.sharing else where for row in rows}


@bp.get("/careers")
@allow("career_officer")
def index() -> Page:
    session = db.session()
    office, offices = _office()
    if office is None:
        return render_template("careers/no_office.html")
    filters, page = filters_of(request.args), max(1, request.args.get("page", 1, type=row_number))
    classes = queries.classes(session, office)
    if filters.class_id is not None and filters.class_id not in dict(classes):
        abort(404)
    found = queries.cohort_page(session, office, filters, page, now())
    service.log_looks(session, viewer().id, _looks(found.rows, "list"), now())

    return render_template(
        "careers/cohort.html",
        office=office,
        offices=offices,
        filters=filters,
        classes=classes,
        cohort=found,
        page=page,
        pages=-(-found.matches // queries.PAGE),
        address=partial(_address, "careers.index"),
        file=_address("careers.cohort_file"),
        outcomes=OUTCOMES,
        consents=CONSENTS,
        fact_names=FACT_NAMES,
    )


@bp.get("/careers/cohort.csv")
@allow("career_officer")
def cohort_file() -> Page:
    session = db.session()
    office, _ = _office()
    if office is None:
        abort(404)
    rows = queries.cohort_file(session, office, filters_of(request.args), now())
    service.log_looks(session, viewer().id, _looks(rows, "file"), now())
    return cohort_csv(rows, viewer().zone)


def _office_of(user_id: int) -> Office:
    """The officer's office that serves this learner: the first, should there be several."""
    session = db.session()
    serving = load_tree(session).offices_serving(student_homes(session, user_id))
    mine = queries.offices(session, viewer().organisations("career_officer"))
    return next(one for one in mine if one.office in serving)


def _learner_page(user_id: int, outcome: OutcomeForm, note: NoteForm, status: int = 200) -> Page:
    session = db.session()
    office = _office_of(user_id)
    found = learner_queries.learner_page(session, office, user_id, now())
    service.log_looks(session, viewer().id, _looks([found.learner], "page"), now())
    may_record = judges.recorder_of_learner(session, viewer(), {"user_id": user_id})
    outcome.seen.data = ",".join(f"{one.fact}:{one.id}" for one in found.learner.outcomes)
    return (
        render_template(
            "careers/learner.html",
            office=office,
            page=found,
            learner=found.learner,
            outcome=outcome,
            note=note,
            may_record=may_record,
            empty=EmptyForm(),
            lessons=lesson_count(session),
            fact_names=FACT_NAMES,
            scope_names=SCOPE_NAMES,
        ),
        status,
    )


@bp.get("/careers/learners/<int:user_id>")
@allow("career_officer", judge=judges.officer_of_learner)
def learner(user_id: int) -> Page:
    return _learner_page(user_id, OutcomeForm(formdata=None), NoteForm(formdata=None))


def _seen(text: str, fact: str) -> int | None:
    """The id of the entry of this fact that stood on the form's page."""
    pairs = dict(part.split(":", 1) for part in text.split(",") if ":" in part)
    found = pairs.get(fact, "")
    return int(found) if found.isdecimal() else None


@bp.post("/careers/learners/<int:user_id>/outcomes")
@allow("career_officer", judge=judges.recorder_of_learner)
def enter_outcome(user_id: int) -> Page:
    form = OutcomeForm()
    if not form.validate():
        return _learner_page(user_id, form, NoteForm(formdata=None), 422)
    new = Outcome(
        cast(Fact, form.fact.data), form.value.data == "yes", form.on.data, form.source.data
    )
    try:
        service.enter_outcome(
            db.session(),
            user_id,
            _office_of(user_id).programme_id,
            new,
            _seen(form.seen.data or "", new.fact),
            viewer().id,
            now(),
            today(),
        )
    except service.StaleError as error:
        form.fact.errors = [str(error)]
        return _learner_page(user_id, form, NoteForm(formdata=None), 409)
    except service.RefusedError as error:
        form.on.errors = [str(error)]
        return _learner_page(user_id, form, NoteForm(formdata=None), 422)
    return redirect(url_for("careers.learner", user_id=user_id, entered=new.fact))


@bp.post("/careers/learners/<int:user_id>/notes")
@allow("career_officer", judge=judges.officer_of_learner)
def add_note(user_id: int) -> Page:
    form = NoteForm()
    if not form.validate():
        return _learner_page(user_id, OutcomeForm(formdata=None), form, 422)
    office = _office_of(user_id)
    service.add_note(db.session(), user_id, office.id, form.body.data, viewer().id, now())
    return redirect(url_for("careers.learner", user_id=user_id, _anchor="notes"))


def _set_note(user_id: int, note_id: int, removed_at: datetime | None) -> Page:
    service.set_note_removed(db.session(), note_id, removed_at, viewer().id, now())
    return redirect(url_for("careers.learner", user_id=user_id, _anchor="notes"))


@bp.post("/careers/learners/<int:user_id>/notes/<int:note_id>/remove")
@allow("career_officer", judge=judges.officer_of_note)
def remove_note(user_id: int, note_id: int) -> Page:
    undo = url_for("careers.restore_note", user_id=user_id, note_id=note_id)
    flash({"text": "Note removed", "undo": undo}, "undo")  # type: ignore[arg-type]
    return _set_note(user_id, note_id, now())


@bp.post("/careers/learners/<int:user_id>/notes/<int:note_id>/restore")
@allow("career_officer", judge=judges.officer_of_note)
def restore_note(user_id: int, note_id: int) -> Page:
    return _set_note(user_id, note_id, None)


from app.features.careers import consent_routes  # noqa: E402, F401  (adds the learner's own page)
