"""Learning data for the career office; each statement lets through only whom consent opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.features.careers.cohort import consents
from app.models import (
    AnswerRow,
    ChartAttemptRow,
    ChartGradingRow,
    DocumentRow,
    ItemFactsRow,
    ProgressRow,
    SittingRow,
)

Ids = Select[int] | list[int]


@dataclass(frozen=True, slots=True)
class ChartsDone:
    """Charts submitted, and the mean of the best score on each (0 to 100)."""

    n: int
    mean: float


@dataclass(frozen=True, slots=True)
class Practice:
    """Practice questions answered, and how many of them fully right."""

    n: int
    right: int


@dataclass(frozen=True, slots=True)
class Learning:
    """Each by learner; who is missing has done nothing, or does not share it."""

    lessons: dict[int, int]
    charts: dict[int, ChartsDone]
    practice: dict[int, Practice]


def learning(session: Session, office_id: int, ids: Ids, at: datetime) -> Learning:
    """What these learners share with the office now; three SELECTs."""
    return Learning(
        _lessons(session, office_id, ids, at),
        _charts(session, office_id, ids, at),
        _practice(session, office_id, ids, at),
    )


def lesson_count(session: Session) -> int:
    """How many lessons learners can do now."""
    return int(
        session.scalar(
            select(func.count())
            .select_from(DocumentRow)
            .where(DocumentRow.kind == "lesson", DocumentRow.state == "live")
        )
        or 0
    )


def _lessons(session: Session, office_id: int, ids: Ids, at: datetime) -> dict[int, int]:
    rows = session.execute(
        select(ProgressRow.user_id, func.count())
        .join(DocumentRow, DocumentRow.id == ProgressRow.document_id)
        .where(
            ProgressRow.user_id.in_(ids),
            ProgressRow.completed_at.is_not(None),
            DocumentRow.kind == "lesson",
            DocumentRow.state == "live",
            consents(office_id, "lessons", ProgressRow.user_id, at),
        )
        .group_by(ProgressRow.user_id)
    )
    return dict(rows.all())


_newest_grading = (
    select(func.max(ChartGradingRow.id))
    .where(ChartGradingRow.attempt_id == ChartAttemptRow.id)
    .correlate(ChartAttemptRow)
    .scalar_subquery()
)


def _best_scores(office_id: int, ids: Ids, at: datetime) -> Any:
    """(learner, chart, her best score on it, when she last handed it in)."""
    return (
        select(
            ChartAttemptRow.user_id,
            ChartAttemptRow.document_id,
            func.max(ChartGradingRow.total).label("best"),
            func.max(ChartAttemptRow.submitted_at).label("last"),
        )
        .join(ChartGradingRow, ChartGradingRow.id == _newest_grading)
        .where(
            ChartAttemptRow.user_id.in_(ids),
            ChartAttemptRow.state == "submitted",
            consents(office_id, "charts", ChartAttemptRow.user_id, at),
        )
        .group_by(ChartAttemptRow.user_id, ChartAttemptRow.document_id)
        .subquery()
    )


def _charts(session: Session, office_id: int, ids: Ids, at: datetime) -> dict[int, ChartsDone]:
    best = _best_scores(office_id, ids, at)
    rows = session.execute(
        select(best.c.user_id, func.count(), func.avg(best.c.best)).group_by(best.c.user_id)
    )
    return {user: ChartsDone(n, float(mean)) for user, n, mean in rows}


def _answered(office_id: int, ids: Ids, at: datetime) -> tuple[Any, ...]:
    return (
        SittingRow.user_id.in_(ids),
        SittingRow.kind == "practice",
        AnswerRow.points.is_not(None),
        AnswerRow.response.is_not(None),
        consents(office_id, "practice", SittingRow.user_id, at),
    )


_right = func.count().filter(AnswerRow.points >= 1)


def _practice(session: Session, office_id: int, ids: Ids, at: datetime) -> dict[int, Practice]:
    rows = session.execute(
        select(SittingRow.user_id, func.count(), _right)
        .join(AnswerRow, AnswerRow.sitting_id == SittingRow.id)
        .where(*_answered(office_id, ids, at))
        .group_by(SittingRow.user_id)
    )
    return {user: Practice(n, right) for user, n, right in rows}


@dataclass(frozen=True, slots=True)
class ChartScore:
    title: str
    best: float
    last: datetime


def charts_of(session: Session, office_id: int, user_id: int, at: datetime) -> list[ChartScore]:
    """The twenty charts that she handed in last, with her best score on each."""
    best = _best_scores(office_id, [user_id], at)
    rows = session.execute(
        select(DocumentRow.title, best.c.best, best.c.last)
        .join(DocumentRow, DocumentRow.id == best.c.document_id)
        .order_by(best.c.last.desc())
        .limit(20)
    )
    return [ChartScore(*row) for row in rows]


def practice_by_domain(
    session: Session, office_id: int, user_id: int, at: datetime
) -> dict[str, Practice]:
    """Her practice answers by the number of their domain."""
    rows = session.execute(
        select(ItemFactsRow.domain, func.count(), _right)
        .select_from(SittingRow)
        .join(AnswerRow, AnswerRow.sitting_id == SittingRow.id)
        .join(
            ItemFactsRow,
            (ItemFactsRow.version_id == AnswerRow.version_id)
            & (ItemFactsRow.position_in_set == AnswerRow.position_in_set),
        )
        .where(*_answered(office_id, [user_id], at))
        .group_by(ItemFactsRow.domain)
        .order_by(ItemFactsRow.domain)
    )
    return {domain: Practice(n, right) for domain, n, right in rows}
