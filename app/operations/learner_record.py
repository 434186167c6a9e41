"""What a learner did so far: practice, mock exams and charts, for her and who teaches her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.content.formats.library import Framework
from app.domain.measurement.bars import Bar, bar
from app.models import (
    AnswerRow,
    ChartAttemptRow,
    ChartGradingRow,
    DocumentRow,
    ExamRow,
    GradingRow,
    ItemFactsRow,
    SittingRow,
)
from app.operations.library import all_current
from app.operations.practice_pool import practice_pool

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Exam:
    """A closed mock exam; ``scaled`` is its practice score."""

    sitting_id: int
    title: str
    number: int
    closed_at: datetime | None
    raw: float
    maximum: float
    scaled: float | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class CodedChart:
    """A chart that was handed in: attempts so far, the last one and its score, the best score."""

    title: str
    attempts: int
    attempt_id: int
    submitted_at: datetime
    last: float
    best: float


@dataclass(frozen=True, slots=True)
class History:
    """Questions for practice by what the learner did with them."""

    seen: int
    missed: int
    starred: int
    total: int


def domain_names(session: Session) -> dict[str, str]:
    """Titles of the domains of every live outline, by id."""
    return {
        node.id: node.title
        for loaded in all_current(session, "framework")
        if isinstance(loaded.content.value, Framework)
        for node in loaded.content.value.nodes
        if not node.parent
    }


def practice_bars(session: Session, user_id: int, names: Mapping[str, str]) -> list[Bar]:
    """Answers that were checked in practice, repeats too, by domain."""
    rows = session.execute(
        select(ItemFactsRow.domain, func.count(), func.sum(AnswerRow.points))
        .select_from(SittingRow)
        .join(AnswerRow, AnswerRow.sitting_id == SittingRow.id)
        .join(
            ItemFactsRow,
            (ItemFactsRow.version_id == AnswerRow.version_id)
            & (ItemFactsRow.position_in_set == AnswerRow.position_in_set),
        )
        .where(
            SittingRow.user_id == user_id,
            SittingRow.kind == "practice",
            AnswerRow.points.is_not(None),
        )
        .group_by(ItemFactsRow.domain)
    )
    return _bars({domain: (points or 0.0, n) for domain, n, points in rows}, names)


def exam_bars(session: Session, user_id: int, names: Mapping[str, str]) -> list[Bar]:
    """Scored answers of closed mock exams, all attempts together, by domain."""
    totals: dict[str, tuple[float, int]] = {}
    for per_domain in session.scalars(
        select(GradingRow.per_domain)
        .join(SittingRow, SittingRow.current_grading_id == GradingRow.id)
        .where(
            SittingRow.user_id == user_id,
            SittingRow.kind == "exam",
            SittingRow.state == "closed",
        )
    ):
        for domain, counts in per_domain.items():
            points, n = totals.get(domain, (0.0, 0))
            totals[domain] = (points + counts["points"], n + counts["n"])
    return _bars(totals, names)


def _bars(totals: Mapping[str, tuple[float, int]], names: Mapping[str, str]) -> list[Bar]:
    return [
        bar(names.get(domain, f"Domain {domain}"), *totals[domain]) for domain in sorted(totals)
    ]


def total(bars: Iterable[Bar]) -> tuple[float, int]:
    """Points and answers of all domains."""
    listed = list(bars)
    return sum(bar.right for bar in listed), sum(bar.n for bar in listed)


def exams(session: Session, user_id: int) -> list[Exam]:
    """The newest closed mock exams."""
    rows = session.execute(
        select(
            SittingRow.id,
            ExamRow.title,
            SittingRow.number,
            SittingRow.closed_at,
            GradingRow.raw,
            GradingRow.max,
            GradingRow.scaled,
            GradingRow.passed,
        )
        .join(ExamRow, ExamRow.id == SittingRow.exam_id)
        .join(GradingRow, GradingRow.id == SittingRow.current_grading_id)
        .where(
            SittingRow.user_id == user_id,
            SittingRow.kind == "exam",
            SittingRow.state == "closed",
        )
        .order_by(SittingRow.closed_at.desc(), SittingRow.id.desc())
        .limit(MOST_LISTED)
    )
    return [Exam(*row) for row in rows]


def charts(session: Session, user_id: int) -> list[CodedChart]:
    """Charts that the learner handed in, the last one first."""
    current = (
        select(func.max(ChartGradingRow.id))
        .where(ChartGradingRow.attempt_id == ChartAttemptRow.id)
        .correlate(ChartAttemptRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            ChartAttemptRow.document_id,
            DocumentRow.title,
            ChartAttemptRow.id,
            ChartAttemptRow.submitted_at,
            ChartGradingRow.total,
        )
        .join(DocumentRow, DocumentRow.id == ChartAttemptRow.document_id)
        .join(ChartGradingRow, ChartGradingRow.id == current)
        .where(ChartAttemptRow.user_id == user_id, ChartAttemptRow.state == "submitted")
        .order_by(ChartAttemptRow.submitted_at.desc(), ChartAttemptRow.id.desc())
    )
    by_chart: dict[int, list[Any]] = {}
    for row in rows:
        by_chart.setdefault(row.document_id, []).append(row)
    return [
        CodedChart(
            title=of[0].title,
            attempts=len(of),
            attempt_id=of[0].id,
            submitted_at=of[0].submitted_at,
            last=of[0].total,
            best=max(row.total for row in of),
        )
        for of in by_chart.values()
    ]


def history(session: Session, user_id: int) -> History:
    """Questions for practice that she has seen, missed at the last answer, and starred."""
    pool = [entry.item for entry in practice_pool(session, user_id)]
    return History(
        seen=sum(item.seen for item in pool),
        missed=sum(item.missed for item in pool),
        starred=sum(item.starred for item in pool),
        total=len(pool),
    )
