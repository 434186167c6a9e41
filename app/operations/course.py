"""The course as its pages need it: modules with their lessons, and how far a learner is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.content.formats.course import Module
from app.domain.content.values import Lesson
from app.domain.curriculum.progress import (
    LessonOutline,
    ModuleOutline,
    Share,
    Standing,
    module_share,
    next_lesson,
    standing,
)
from app.models import DocumentRow, ProgressRow
from app.operations.library import Loaded, load_versions


@dataclass(frozen=True, slots=True)
class CourseLesson:
    """A lesson in its module; ``minutes`` is the reading time that its writer gives."""

    document_id: int
    version_id: int
    ref: str
    title: str
    minutes: int
    requires: tuple[str, ...]

    @property
    def module(self) -> str:
        return self.ref.partition("/")[0]

    @property
    def slug(self) -> str:
        return self.ref.partition("/")[2]


@dataclass(frozen=True, slots=True)
class CourseModule:
    """A module with its live lessons in teaching order."""

    document_id: int
    ref: str
    number: str
    title: str
    summary: str
    requires: tuple[str, ...]
    lessons: tuple[CourseLesson, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def outline(self) -> ModuleOutline:
        lessons = tuple(LessonOutline(one.ref, one.requires) for one in self.lessons)
        return ModuleOutline(self.ref, lessons, self.requires)


@dataclass(frozen=True)
class Course:
    """All live modules in teaching order."""

    modules: tuple[CourseModule, ...]

    @cached_property
    def by_ref(self) -> Mapping[str, CourseModule]:
        return {module.ref: module for module in self.modules}

    @cached_property
    def lessons(self) -> Mapping[str, CourseLesson]:
        """Lessons by ref, in teaching order."""
        return {lesson.ref: lesson for module in self.modules for lesson in module.lessons}

    @cached_property
    def outlines(self) -> Sequence[ModuleOutline]:
        return [module.outline for module in self.modules]


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a learner is in a lesson; ``anchor`` is the section where she stopped, or ''."""

    document_id: int
    version_seen: int
    anchor: str
    seen_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True)
class Standings:
    """A learner's readings of the lessons of a course, by the lesson's ref."""

    course: Course
    readings: Mapping[str, Reading]

    @cached_property
    def done(self) -> frozenset[str]:
        return frozenset(ref for ref, one in self.readings.items() if one.completed_at)

    @cached_property
    def opened(self) -> frozenset[str]:
        return frozenset(self.readings)

    def of(self, lesson: str) -> Standing:
        return standing(lesson, self.done, self.opened)

    def share(self, module: CourseModule) -> Share:
        return module_share(module.outline, self.done)

    @cached_property
    def last(self) -> str | None:
        """The lesson that was opened last."""
        return max(self.readings, key=lambda ref: self.readings[ref].seen_at, default=None)

    @cached_property
    def next(self) -> CourseLesson | None:
        """The lesson to go on with; None when all are done."""
        ref = next_lesson(self.course.outlines, self.done, self.last)
        return self.course.lessons[ref] if ref else None


def read_course(session: Session) -> Course:
    """Every live module with its live lessons."""
    rows = session.scalars(
        select(DocumentRow.current_version_id).where(
            DocumentRow.kind.in_(("module", "lesson")),
            DocumentRow.state == "live",
            DocumentRow.current_version_id.is_not(None),
        )
    ).all()
    loaded = load_versions(session, [row for row in rows if row is not None]).values()
    lessons = {
        one.ref: _lesson(one, one.content.value)
        for one in loaded
        if isinstance(one.content.value, Lesson)
    }
    modules = [
        _module(one, one.content.value, lessons)
        for one in loaded
        if isinstance(one.content.value, Module)
    ]
    return Course(tuple(sorted(modules, key=lambda module: (module.number, module.ref))))


def _lesson(loaded: Loaded, lesson: Lesson) -> CourseLesson:
    front = lesson.front
    return CourseLesson(
        loaded.document_id, loaded.version_id, front.ref, front.title, front.minutes, front.requires
    )


def _module(loaded: Loaded, module: Module, lessons: Mapping[str, CourseLesson]) -> CourseModule:
    return CourseModule(
        loaded.document_id,
        module.ref,
        module.number,
        module.title,
        module.summary,
        module.requires,
        tuple(lessons[ref] for ref in module.lessons if ref in lessons),
    )


def standings(session: Session, course: Course, user_id: int) -> Standings:
    """How far a learner is in the course."""
    refs = {lesson.document_id: lesson.ref for lesson in course.lessons.values()}
    rows = session.execute(
        select(
            ProgressRow.document_id,
            ProgressRow.version_seen,
            ProgressRow.anchor,
            ProgressRow.seen_at,
            ProgressRow.completed_at,
        ).where(ProgressRow.user_id == user_id)
    )
    readings = {refs[row.document_id]: Reading(*row) for row in rows if row.document_id in refs}
    return Standings(course, readings)
