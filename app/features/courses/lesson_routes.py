"""The page of a lesson and the acts on it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.content.lesson_body import CheckPart
from app.domain.content.values import Lesson
from app.extensions import db
from app.features.courses import checks, pages, queries, service
from app.features.courses.pages import READERS, bp, stands
from app.operations.course import read_course
from app.operations.library import Loaded
from app.reference import SqliteCodeBook, open_book
from app.reference.errors import CodeBookMissing
from app.web.clock import now
from app.web.lesson_view import LessonView, surroundings, view_of
from app.web.limits import saves
from app.web.permissions import allow, viewer

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Open:
    """A lesson that may be read."""

    loaded: Loaded
    lesson: Lesson
    view: LessonView

    @property
    def ref(self) -> str:
        return self.loaded.ref


class GoneError(Exception):
    """The lesson was taken out of the course; ``title`` is its last one."""

    def __init__(self, module: str, title: str) -> None:
        super().__init__(title)
        self.module, self.title = module, title


@bp.app_errorhandler(GoneError)
def gone(error: GoneError) -> Page:
    """Says so to whoever had the lesson open, and where to go on."""
    course = read_course(db.session())
    standings = stands(course)
    module = course.by_ref.get(error.module)
    after = (pages.next_in(module, standings) if module else None) or standings.next
    return (
        render_template(
            "courses/gone.html",
            title=error.title,
            module=module,
            after=after,
            go=pages,
            fragment=_is_fragment(),
        ),
        410,
    )


def _open(module: str, lesson: str) -> Open:
    """The lesson of this address; 404 when there is none, GoneError when it was taken out."""
    found = queries.find_lesson(db.session(), f"{module}/{lesson}")
    if found is None:
        abort(404, "There is no lesson with this address.")
    if found.retired:
        raise GoneError(module, found.title)
    value = found.loaded.content.value
    if not isinstance(value, Lesson):
        raise TypeError(f"{found.loaded.ref} is no lesson")
    around = surroundings(db.session(), value, _book())
    return Open(found.loaded, value, view_of(found.loaded, around))


def _book() -> SqliteCodeBook | None:
    """The code book; a lesson can be read without it, codes are then no links."""
    try:
        return open_book(current_app.config["CHARTROOM"].data_dir)
    except CodeBookMissing:
        return None


def _is_fragment() -> bool:
    return bool(request.headers.get("HX-Request"))


@bp.get("/<module>/<lesson>")
@allow(*READERS)
def lesson(module: str, lesson: str) -> Page:
    found = _open(module, lesson)
    return _page(found, {}, opened=True)


def _page(found: Open, given: dict[str, checks.CheckView], opened: bool = False) -> str:
    """The whole page; ``given`` are the questions that were answered, by id."""
    course = read_course(db.session())
    standings = stands(course)
    reading = standings.readings.get(found.ref)
    if opened and viewer().has("student"):
        service.note_opened(db.session(), viewer().id, found.loaded, now())
    place = course.lessons.get(found.ref)

    def check_view(part: CheckPart) -> checks.CheckView:
        return given.get(part.id) or checks.asked(part, found.lesson)

    return render_template(
        "courses/lesson.html",
        view=found.view,
        lesson=place,
        address={"module": found.ref.partition("/")[0], "lesson": found.ref.partition("/")[2]},
        module=course.by_ref.get(found.ref.partition("/")[0]),
        standings=standings,
        done=found.ref in standings.done,
        stopped=reading.anchor if reading and not reading.completed_at else "",
        advised=pages.advised(course, place, standings) if place else [],
        around=pages.around(course, found.ref),
        check_view=check_view,
        go=pages,
    )


@bp.get("/<module>/<lesson>/check/<check_id>")
@allow(*READERS)
def check(module: str, lesson: str, check_id: str) -> Page:
    """The question to try again: in place by htmx, else on the lesson's page."""
    found = _open(module, lesson)
    part = _part(found, check_id)
    if not _is_fragment():
        return redirect(url_for("courses.lesson", module=module, lesson=lesson, _anchor=check_id))
    return _fragment(checks.asked(part, found.lesson), module, lesson, again=True)


@bp.post("/<module>/<lesson>/check/<check_id>")
@allow(*READERS)
def check_submit(module: str, lesson: str, check_id: str) -> Page:
    """Feedback on an answer; nothing is stored."""
    found = _open(module, lesson)
    part = _part(found, check_id)
    shown = checks.answered(part, found.lesson, request.form.getlist(check_id))
    status = 422 if shown.problem else 200
    if _is_fragment():
        return _fragment(shown, module, lesson), status
    return _page(found, {check_id: shown}), status


def _part(found: Open, check_id: str) -> CheckPart:
    part = checks.find_check(found.view, check_id)
    if part is None:
        abort(404, "The lesson has changed since you opened it. Load it again.")
    return part


def _fragment(shown: checks.CheckView, module: str, lesson: str, again: bool = False) -> str:
    address = {"module": module, "lesson": lesson}
    return render_template("courses/_check.html", check=shown, address=address, again=again)


@bp.post("/<module>/<lesson>/place")
@allow("student")
def place(module: str, lesson: str) -> Page:
    """The section where the learner stopped, sent by the page when she leaves it."""
    found = _open(module, lesson)
    if not saves.take(viewer().id):
        abort(429, "Too many requests at once. Wait a moment.")
    anchor = request.form.get("anchor", "")
    if anchor and not found.view.section_title(anchor):
        abort(400, "This lesson has no such section.")
    service.save_place(db.session(), viewer().id, found.loaded, anchor, now())
    return Response(status=204)


@bp.post("/<module>/<lesson>/done")
@allow("student")
def done(module: str, lesson: str) -> Page:
    """Marks the lesson as done and goes on to the next one."""
    found = _open(module, lesson)
    service.mark_done(db.session(), viewer().id, found.loaded, now())
    after = pages.around(read_course(db.session()), found.ref).after
    return redirect(pages.lesson_url(after) if after else url_for("courses.index"))


@bp.post("/<module>/<lesson>/not-done")
@allow("student")
def not_done(module: str, lesson: str) -> Page:
    found = _open(module, lesson)
    service.mark_not_done(db.session(), viewer().id, found.loaded, now())
    return redirect(url_for("courses.lesson", module=module, lesson=lesson))
