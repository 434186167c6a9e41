"""The blueprint of the course, and what its templates get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for

from app.domain.curriculum.progress import advice, neighbours
from app.extensions import db
from app.operations.course import Course, CourseLesson, CourseModule, Standings, standings
from app.web.permissions import viewer

bp = Blueprint("courses", __name__, url_prefix="/courses", template_folder="templates")

READERS = ("student", "instructor", "administrator")

STATES = {"not_started": "todo", "under_way": "started", "done": "done"}


@dataclass(frozen=True, slots=True)
class Advised:
    """Something that is best done first."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The lessons before and after one, in teaching order across modules."""

    before: CourseLesson | None
    after: CourseLesson | None


def stands(course: Course) -> Standings:
    """How far the person who looks is in the course."""
    return standings(db.session(), course, viewer().id)


def lesson_url(lesson: CourseLesson, **more: Any) -> str:
    return url_for("courses.lesson", module=lesson.module, lesson=lesson.slug, **more)


def module_url(module: CourseModule) -> str:
    return url_for("courses.module", module=module.ref)


def lesson_tasks(
    module: CourseModule, standings: Standings, current: str = ""
) -> list[dict[str, Any]]:
    """The lessons of a module as items of ``task_list``; ``current`` is the one that is open."""
    return [
        {
            "title": lesson.title,
            "href": lesson_url(lesson),
            "state": STATES[standings.of(lesson.ref)],
            "meta": f"{lesson.minutes} min",
            "current": lesson.ref == current,
        }
        for lesson in module.lessons
    ]


def next_in(module: CourseModule, standings: Standings) -> CourseLesson | None:
    """The lesson of this module to go on with; None when all are done."""
    left = [lesson for lesson in module.lessons if lesson.ref not in standings.done]
    begun = [lesson for lesson in left if lesson.ref in standings.opened]
    return max(begun, key=lambda one: standings.readings[one.ref].seen_at, default=None) or (
        left[0] if left else None
    )


def advised(course: Course, lesson: CourseLesson, standings: Standings) -> list[Advised]:
    """What is best done before a lesson and is not done yet."""
    outlines = {module.ref: module.outline for module in course.modules}
    found = advice(outlines, lesson.module, lesson.ref, standings.done)
    modules = [course.by_ref[ref] for ref in found.modules]
    lessons = [course.lessons[ref] for ref in found.lessons]
    return [Advised(one.title, module_url(one)) for one in modules] + [
        Advised(one.title, lesson_url(one)) for one in lessons
    ]


def advised_for_module(course: Course, module: CourseModule, standings: Standings) -> list[Advised]:
    """Modules that are best done before a module and are not done yet."""
    needed = [course.by_ref[ref] for ref in module.requires if ref in course.by_ref]
    return [
        Advised(one.title, module_url(one)) for one in needed if not standings.share(one).complete
    ]


def around(course: Course, ref: str) -> Neighbours:
    """The neighbours of a lesson; a lesson outside the course has none."""
    if ref not in course.lessons:
        return Neighbours(None, None)
    before, after = neighbours(course.outlines, ref)
    return Neighbours(
        course.lessons[before] if before else None, course.lessons[after] if after else None
    )
