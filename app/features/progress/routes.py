"""A learner's own page of progress."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.extensions import db
from app.operations import learner_record as queries
from app.operations.course import read_course, standings
from app.web.permissions import allow, viewer

bp = Blueprint("progress", __name__, template_folder="templates")


@bp.get("/progress")
@allow("student")
def index() -> str:
    session, person = db.session(), viewer().id
    course = read_course(session)
    names = queries.domain_names(session)
    return render_template(
        "progress/index.html",
        course=course,
        standings=standings(session, course, person),
        practice=queries.practice_bars(session, person, names),
        mock=queries.exam_bars(session, person, names),
        exams=queries.exams(session, person),
        charts=queries.charts(session, person),
        history=queries.history(session, person),
        total=queries.total,
    )
