"""Pages of modules, of the glossary and of figures."""

from __future__ import annotations

from flask import abort, render_template, request

from app.extensions import db
from app.features.courses import lesson_routes, pages, queries
from app.features.courses.pages import READERS, bp, stands
from app.operations.course import read_course
from app.web.numbers import row_number
from app.web.permissions import allow, viewer

__all__ = ["bp", "lesson_routes"]


@bp.get("")
@allow(*READERS)
def index() -> str:
    course = read_course(db.session())
    return render_template("courses/index.html", course=course, standings=stands(course), go=pages)


@bp.get("/terms")
@allow(*READERS)
def terms() -> str:
    """The glossary, by words and by first letter."""
    every = queries.glossary(db.session())
    words = request.args.get("q", "").strip()[:100]
    letter = request.args.get("letter", "")[:1]
    return render_template(
        "courses/terms.html",
        terms=queries.matching(every, words, letter),
        letters=sorted({term.term[:1].upper() for term in every}),
        total=len(every),
        words=words,
        letter=letter.upper(),
        lessons=read_course(db.session()).lessons,
        go=pages,
    )


@bp.get("/figures/<slug>")
@allow(*READERS)
def figure(slug: str) -> str:
    """One figure as large as the window lets it be."""
    found = queries.find_figure(db.session(), slug)
    if found is None:
        abort(404, "There is no figure with this address.")
    origin = read_course(db.session()).lessons.get(request.args.get("from", ""))
    return render_template("courses/figure.html", figure=found, origin=origin, go=pages)


@bp.get("/<module>")
@allow(*READERS)
def module(module: str) -> str:
    """The lessons of a module, what is best done before, and what was assigned of it."""
    course = read_course(db.session())
    found = course.by_ref.get(module)
    if found is None:
        abort(404, "There is no module with this address.")
    work = None
    if (number := request.args.get("assignment", type=row_number)) is not None:
        work = queries.module_work(db.session(), number, found.document_id, viewer().id)
    return render_template(
        "courses/module.html",
        module=found,
        course=course,
        standings=stands(course),
        work=work,
        go=pages,
    )
