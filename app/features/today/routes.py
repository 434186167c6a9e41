"""The page on which students and instructors begin."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from app.extensions import db
from app.features.today.learning import day_of
from app.features.today.steps import steps_of
from app.features.today.teaching import teaching_day
from app.operations.organisations import load_tree
from app.web.clock import now
from app.web.formatters import local
from app.web.navigation import review_due, role_in_use
from app.web.permissions import signed_in, viewer

bp = Blueprint("today", __name__, template_folder="templates")

ELSEWHERE = {"career_officer": "/careers", "administrator": "/admin"}


@bp.get("/today")
@signed_in
def index() -> str | Response:
    """The page of the role in use; career officers and administrators begin elsewhere."""
    role = role_in_use()
    if role in ELSEWHERE:
        return redirect(ELSEWHERE[role])
    today = local(now())
    if role == "instructor":
        held = viewer().organisations("instructor")
        below = [one.id for one in load_tree(db.session()).under(held)]
        day = teaching_day(db.session(), viewer().id, below, now())
        return render_template("today/instructor.html", day=day, today=today)
    learning = day_of(db.session(), viewer().id, now())
    return render_template(
        "today/student.html",
        day=learning,
        steps=steps_of(learning, review_due()),
        today=today,
    )
