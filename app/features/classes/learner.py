"""One learner's work as her instructor sees it; review cards are hers alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.measurement.bars import Bar
from app.features.classes.rooms import Member, members_of
from app.models import ChartAttemptRow, ChartGradingRow, DocumentRow, FindingRow
from app.operations import learner_record
from app.operations.course import Course, Standings, standings
from app.operations.learner_record import Exam

MOST_LISTED = 50
GROUPS = {"correct": "correct", "missed": "missed", "optional": ""}
"""Kinds of findings that the summary names; every other one is an error of the coding."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A chart that she handed in, with its findings counted."""

    attempt_id: int
    title: str
    number: int
    submitted_at: datetime | None
    total: float
    correct: int
    missed: int
    wrong: int


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """Lessons, practice, mock exams and charts of one learner."""

    member: Member
    standings: Standings
    practice: tuple[Bar, ...]
    answers: int
    points: float
    exams: tuple[Exam, ...]
    charts: tuple[Coded, ...]


def learner_page(session: Session, class_id: int, user_id: int, course: Course) -> LearnerPage:
    """The page; raises StopIteration for someone who never was in the class."""
    names = learner_record.domain_names(session)
    bars = learner_record.practice_bars(session, user_id, names)
    points, answers = learner_record.total(bars)
    return LearnerPage(
        member=next(m for m in members_of(session, class_id) if m.id == user_id),
        standings=standings(session, course, user_id),
        practice=tuple(bars),
        answers=answers,
        points=points,
        exams=tuple(learner_record.exams(session, user_id)),
        charts=tuple(_charts(session, user_id)),
    )


def _charts(session: Session, user_id: int) -> list[Coded]:
    newest = (
        select(func.max(ChartGradingRow.id))
        .where(ChartGradingRow.attempt_id == ChartAttemptRow.id)
        .correlate(ChartAttemptRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            ChartAttemptRow.id,
            DocumentRow.title,
            ChartAttemptRow.number,
            ChartAttemptRow.submitted_at,
            ChartGradingRow.total,
            ChartGradingRow.id.label("grading_id"),
        )
        .join(DocumentRow, DocumentRow.id == ChartAttemptRow.document_id)
        .join(ChartGradingRow, ChartGradingRow.id == newest)
        .where(ChartAttemptRow.user_id == user_id, ChartAttemptRow.state == "submitted")
        .order_by(ChartAttemptRow.submitted_at.desc(), ChartAttemptRow.id.desc())
        .limit(MOST_LISTED)
    ).all()
    counts = _findings(session, [row.grading_id for row in rows])
    return [
        Coded(
            attempt_id=row.id,
            title=row.title,
            number=row.number,
            submitted_at=row.submitted_at,
            total=row.total,
            correct=counts[row.grading_id]["correct"],
            missed=counts[row.grading_id]["missed"],
            wrong=counts[row.grading_id]["wrong"],
        )
        for row in rows
    ]


def _findings(session: Session, grading_ids: list[int]) -> dict[int, Counter[str]]:
    """How many findings of each group every grading has."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for grading, kind, n in session.execute(
        select(FindingRow.grading_id, FindingRow.kind, func.count())
        .where(FindingRow.grading_id.in_(grading_ids))
        .group_by(FindingRow.grading_id, FindingRow.kind)
    ):
        counts[grading][GROUPS.get(kind, "wrong")] += n
    return counts
