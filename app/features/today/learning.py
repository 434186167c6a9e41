"""A learner's day: what is due, what she left open and where, and what comes next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.content.lesson_body import lesson_body
from app.domain.content.values import Lesson
from app.models import (
    AssignmentRow,
    ChartAttemptRow,
    ClassMemberRow,
    ClassRow,
    DocumentRow,
    ExamRow,
    SittingRow,
)
from app.operations.course import Course, CourseLesson, Standings, read_course, standings
from app.operations.library import load_version

MOST_OPEN = 5


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment that is open now.

    ``state`` is todo, started or done; ``count`` says how much of it is done where it has parts.
    ``href`` is empty for a practice set that has to be started first.
    """

    id: int
    kind: str
    title: str
    class_name: str
    closes_at: datetime
    state: str
    href: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Something that was begun: what it is, where it stopped, and the address to go on at.

    ``ends_at`` is the deadline of a clock that runs.
    """

    kind: str
    title: str
    where: str
    href: str
    at: datetime | None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What a learner finds on her page.

    ``next`` is the lesson to go on with; ``next_anchor`` is the id of the section where she
    stopped and ``next_place`` its title, both '' at the beginning.
    """

    due: tuple[Task, ...]
    open: tuple[LeftOpen, ...]
    next: CourseLesson | None
    next_begun: bool
    next_anchor: str
    next_place: str


def day_of(session: Session, user_id: int, now: datetime) -> Day:
    """The day of a learner; the number of queries does not grow with what she has."""
    course = read_course(session)
    stands = standings(session, course, user_id)
    assigned = _assigned(session, user_id, now)
    sittings = _sittings(session, user_id, [row.id for row in assigned])
    attempts = _attempts(session, user_id, [row.id for row in assigned])
    following = stands.next
    anchor, place = _place(session, stands, following) if following else ("", "")
    return Day(
        due=tuple(_task(row, course, stands, sittings, attempts) for row in assigned),
        open=tuple(_left_open(sittings, attempts, now))[:MOST_OPEN],
        next=following,
        next_begun=following is not None and following.ref in stands.opened,
        next_anchor=anchor,
        next_place=place,
    )


def _assigned(session: Session, user_id: int, now: datetime) -> Sequence[Any]:
    """Open assignments of the learner's classes, the first to close first."""
    return session.execute(
        select(
            AssignmentRow.id,
            AssignmentRow.kind,
            AssignmentRow.title,
            AssignmentRow.attempts,
            AssignmentRow.closes_at,
            ClassRow.name.label("class_name"),
            DocumentRow.ref,
        )
        .join(ClassRow, ClassRow.id == AssignmentRow.class_id)
        .join(ClassMemberRow, ClassMemberRow.class_id == AssignmentRow.class_id)
        .outerjoin(DocumentRow, DocumentRow.id == AssignmentRow.document_id)
        .where(
            ClassMemberRow.user_id == user_id,
            ClassMemberRow.role == "student",
            ClassMemberRow.left_at.is_(None),
            ClassRow.archived_at.is_(None),
            AssignmentRow.withdrawn_at.is_(None),
            AssignmentRow.opens_at <= now,
            AssignmentRow.closes_at > now,
        )
        .order_by(AssignmentRow.closes_at, AssignmentRow.id)
    ).all()


def _sittings(session: Session, user_id: int, tasks: Collection[int]) -> Sequence[Any]:
    """Her sittings that are open or belong to these assignments, newest first."""
    return session.execute(
        select(
            SittingRow.id,
            SittingRow.kind,
            SittingRow.assignment_id,
            SittingRow.state,
            SittingRow.spec,
            SittingRow.position,
            SittingRow.item_count,
            SittingRow.started_at,
            SittingRow.deadline_at,
            ExamRow.title,
        )
        .outerjoin(ExamRow, ExamRow.id == SittingRow.exam_id)
        .where(
            SittingRow.user_id == user_id,
            or_(SittingRow.state == "open", SittingRow.assignment_id.in_(tasks)),
        )
        .order_by(SittingRow.started_at.desc(), SittingRow.id.desc())
    ).all()


def _attempts(session: Session, user_id: int, tasks: Collection[int]) -> Sequence[Any]:
    """Her chart attempts that are open or belong to these assignments, newest first."""
    return session.execute(
        select(
            ChartAttemptRow.id,
            ChartAttemptRow.assignment_id,
            ChartAttemptRow.state,
            ChartAttemptRow.coding,
            ChartAttemptRow.started_at,
            ChartAttemptRow.saved_at,
            DocumentRow.title,
        )
        .join(DocumentRow, DocumentRow.id == ChartAttemptRow.document_id)
        .where(
            ChartAttemptRow.user_id == user_id,
            or_(ChartAttemptRow.state == "open", ChartAttemptRow.assignment_id.in_(tasks)),
        )
        .order_by(ChartAttemptRow.started_at.desc(), ChartAttemptRow.id.desc())
    ).all()


def _task(
    row: Any, course: Course, stands: Standings, sittings: Sequence[Any], attempts: Sequence[Any]
) -> Task:
    if row.kind == "module":
        state, href, count = _module_work(row, course, stands)
    elif row.kind == "chart":
        own = [one for one in attempts if one.assignment_id == row.id]
        state, count = _tries(row.attempts, [one.state == "open" for one in own])
        href = f"/charts/{row.ref}?assignment={row.id}"
    else:
        own = [one for one in sittings if one.assignment_id == row.id]
        state, count = _tries(row.attempts, [one.state == "open" for one in own])
        href = f"/exams/{row.ref}?assignment={row.id}" if row.kind == "form" else _resume(own)
    return Task(row.id, row.kind, row.title, row.class_name, row.closes_at, state, href, count)


def _module_work(row: Any, course: Course, stands: Standings) -> tuple[str, str, str]:
    module = course.by_ref.get(row.ref)
    if module is None:
        return "todo", "/courses", ""
    share = stands.share(module)
    begun = any(lesson.ref in stands.opened for lesson in module.lessons)
    state = "done" if share.complete else "started" if begun else "todo"
    href = f"/courses/{row.ref}?assignment={row.id}"
    return state, href, f"{share.done} of {share.total} lessons"


def _tries(allowed: int, tries: Sequence[bool]) -> tuple[str, str]:
    """State and count of an assignment that is handed in; ``tries`` says which are open."""
    if any(tries):
        return "started", ""
    if not tries:
        return "todo", f"{allowed} attempts" if allowed > 1 else ""
    return "done", f"attempt {len(tries)} of {allowed}" if allowed > 1 else ""


def _resume(own: Sequence[Any]) -> str:
    """Where an open practice set goes on, or where the last one is summed up."""
    opened = next((one for one in own if one.state == "open"), None)
    if opened is not None:
        return f"/practice/{opened.id}/{opened.position}"
    return f"/practice/{own[0].id}/summary" if own else ""


def _left_open(sittings: Sequence[Any], attempts: Sequence[Any], now: datetime) -> list[LeftOpen]:
    """Exams whose clock runs first, then the newest."""
    found = [_sitting(row, now) for row in sittings if row.state == "open"]
    found += [
        LeftOpen(
            "chart",
            row.title,
            _codes_so_far(row.coding),
            f"/attempts/{row.id}",
            row.saved_at or row.started_at,
        )
        for row in attempts
        if row.state == "open"
    ]
    newest = sorted(found, key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True)
    return sorted(newest, key=lambda one: one.kind != "exam")


def _sitting(row: Any, now: datetime) -> LeftOpen:
    where = f"question {row.position} of {row.item_count}"
    if row.kind == "practice":
        title = str(row.spec.get("title", ""))
        return LeftOpen(
            "practice", title, where, f"/practice/{row.id}/{row.position}", row.started_at
        )
    if row.deadline_at is not None and row.deadline_at <= now:
        result = f"/sittings/{row.id}/result"
        return LeftOpen("over", row.title, "its time is over", result, row.started_at)
    href = f"/sittings/{row.id}/{row.position}"
    return LeftOpen("exam", row.title, where, href, row.started_at, row.deadline_at)


def _codes_so_far(coding: Mapping[str, Any]) -> str:
    n = sum(len(coding.get(name) or ()) for name in ("diagnoses", "procedures"))
    return f"{n} {'code' if n == 1 else 'codes'} so far" if n else "no code yet"


def _place(session: Session, stands: Standings, lesson: CourseLesson) -> tuple[str, str]:
    """Id and title of the section where the learner stopped."""
    reading = stands.readings.get(lesson.ref)
    if reading is None or not reading.anchor:
        return "", ""
    value = load_version(session, lesson.version_id).content.value
    sections = lesson_body(value).sections if isinstance(value, Lesson) else ()
    titles = {section.id: section.title for section in sections}
    return (reading.anchor, titles[reading.anchor]) if reading.anchor in titles else ("", "")
