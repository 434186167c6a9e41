"""What the pages of classes read: the list, and one class with its members and assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.features.classes.completion import finished, lessons_done
from app.features.classes.rooms import Member, Room, members_of, room_of
from app.models import (
    AnswerRow,
    AssignmentRow,
    ChartAttemptRow,
    ClassMemberRow,
    ClassRow,
    GradingRow,
    OrganisationRow,
    SittingRow,
)
from app.operations.course import Course


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class in the list; ``open`` counts its assignments that are open now."""

    id: int
    name: str
    organisation: str
    archived_at: datetime | None
    learners: int
    open: int


@dataclass(frozen=True, slots=True)
class Learner:
    """A row of the roster: lessons done, practice answers and their points, exams and charts.

    ``scaled`` is the practice score of the last mock exam of ``exams``.
    """

    member: Member
    lessons: int
    answers: int
    points: float
    exams: int
    scaled: float | None
    passed: bool | None
    charts: int


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """An assignment of the class; ``done`` of its learners have finished it."""

    id: int
    kind: str
    title: str
    opens_at: datetime
    closes_at: datetime
    withdrawn_at: datetime | None
    done: int


@dataclass(frozen=True, slots=True)
class ClassPage:
    """A class as its instructor sees it."""

    room: Room
    instructors: tuple[Member, ...]
    learners: tuple[Learner, ...]
    gone: tuple[Member, ...]
    assignments: tuple[AssignmentLine, ...]
    withdrawn: tuple[AssignmentLine, ...]


def my_classes(
    session: Session, user_id: int, administered: Collection[int], now: datetime
) -> list[ClassLine]:
    """The classes that this person teaches or administers; those in the archive come last."""
    learners = (
        select(func.count())
        .where(
            ClassMemberRow.class_id == ClassRow.id,
            ClassMemberRow.role == "student",
            ClassMemberRow.left_at.is_(None),
        )
        .scalar_subquery()
    )
    under_way = (
        select(func.count())
        .where(
            AssignmentRow.class_id == ClassRow.id,
            AssignmentRow.withdrawn_at.is_(None),
            AssignmentRow.opens_at <= now,
            AssignmentRow.closes_at > now,
        )
        .scalar_subquery()
    )
    taught = exists().where(
        ClassMemberRow.class_id == ClassRow.id,
        ClassMemberRow.user_id == user_id,
        ClassMemberRow.role == "instructor",
        ClassMemberRow.left_at.is_(None),
    )
    rows = session.execute(
        select(
            ClassRow.id,
            ClassRow.name,
            OrganisationRow.name,
            ClassRow.archived_at,
            learners,
            under_way,
        )
        .join(OrganisationRow, OrganisationRow.id == ClassRow.organisation_id)
        .where(or_(taught, ClassRow.organisation_id.in_(administered)))
        .order_by(ClassRow.archived_at.is_not(None), ClassRow.name, ClassRow.id)
    )
    return [ClassLine(*row) for row in rows]


def class_page(session: Session, class_id: int, course: Course) -> ClassPage:
    """A class whole; the number of queries does not grow with learners or assignments."""
    members = members_of(session, class_id)
    present = [m for m in members if m.left_at is None]
    students = [m for m in present if m.role == "student"]
    ids = [m.id for m in students]
    lessons = lessons_done(session, ids, course)
    lines = _assignments(session, class_id, ids, course, lessons)
    return ClassPage(
        room=room_of(session, class_id),
        instructors=tuple(m for m in present if m.role == "instructor"),
        learners=tuple(_learners(session, students, lessons)),
        gone=tuple(m for m in members if m.left_at is not None and m.role == "student"),
        assignments=tuple(one for one in lines if one.withdrawn_at is None),
        withdrawn=tuple(one for one in lines if one.withdrawn_at is not None),
    )


def _assignments(
    session: Session,
    class_id: int,
    learner_ids: Sequence[int],
    course: Course,
    lessons: Mapping[int, Collection[int]],
) -> list[AssignmentLine]:
    rows = session.execute(
        select(
            AssignmentRow.id,
            AssignmentRow.kind,
            AssignmentRow.title,
            AssignmentRow.opens_at,
            AssignmentRow.closes_at,
            AssignmentRow.withdrawn_at,
            AssignmentRow.document_id,
        )
        .where(AssignmentRow.class_id == class_id)
        .order_by(AssignmentRow.closes_at.desc(), AssignmentRow.id.desc())
    ).all()
    done = finished(session, rows, learner_ids, course, lessons)
    return [AssignmentLine(*row[:6], done=len(done[row.id])) for row in rows]


def _learners(
    session: Session, students: Sequence[Member], lessons: Mapping[int, Collection[int]]
) -> list[Learner]:
    ids = [m.id for m in students]
    practice = _practice(session, ids)
    exams = _exams(session, ids)
    charts = dict(
        session.execute(
            select(ChartAttemptRow.user_id, func.count(func.distinct(ChartAttemptRow.document_id)))
            .where(ChartAttemptRow.user_id.in_(ids), ChartAttemptRow.state == "submitted")
            .group_by(ChartAttemptRow.user_id)
        ).all()
    )
    return [
        _learner(m, len(lessons[m.id]), practice.get(m.id, (0, 0.0)), exams[m.id], charts)
        for m in students
    ]


def _learner(
    member: Member,
    lessons: int,
    practice: tuple[int, float],
    exams: Sequence[Any],
    charts: Mapping[int, int],
) -> Learner:
    return Learner(
        member=member,
        lessons=lessons,
        answers=practice[0],
        points=practice[1],
        exams=len(exams),
        scaled=exams[0].scaled if exams else None,
        passed=exams[0].passed if exams else None,
        charts=charts.get(member.id, 0),
    )


def _practice(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, float]]:
    """Answers with a result and their points, by learner."""
    rows = session.execute(
        select(SittingRow.user_id, func.count(), func.sum(AnswerRow.points))
        .join(
            AnswerRow,
            and_(AnswerRow.sitting_id == SittingRow.id, AnswerRow.points.is_not(None)),
        )
        .where(SittingRow.user_id.in_(ids), SittingRow.kind == "practice")
        .group_by(SittingRow.user_id)
    )
    return {user: (n, points or 0.0) for user, n, points in rows}


def _exams(session: Session, ids: Sequence[int]) -> dict[int, list[Any]]:
    """Closed mock exams by learner, the last one first."""
    rows = session.execute(
        select(SittingRow.user_id, GradingRow.scaled, GradingRow.passed)
        .join(GradingRow, GradingRow.id == SittingRow.current_grading_id)
        .where(SittingRow.user_id.in_(ids), SittingRow.kind == "exam", SittingRow.state == "closed")
        .order_by(SittingRow.closed_at.desc(), SittingRow.id.desc())
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.user_id].append(row)
    return found
