"""What the pages of charts read, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.charts.values import Chart
from app.domain.charts.worksheet import Sheet, read_sheet
from app.models import (
    AssignmentRow,
    ChartAttemptRow,
    ChartEventRow,
    ChartGradingRow,
    DocumentRow,
    FindingRow,
)
from app.operations.charts import chart_of
from app.operations.library import all_current, load_version
from app.web.chart_views import GradedFinding


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of a learner; ``coding`` is what was stored, ``revision`` its number."""

    id: int
    document_id: int
    version_id: int
    user_id: int
    assignment_id: int | None
    number: int
    state: str
    edition: str
    coding: dict[str, Any]
    revision: int
    saved_at: datetime | None
    started_at: datetime
    submitted_at: datetime | None

    @property
    def open(self) -> bool:
        return self.state == "open"

    @property
    def sheet(self) -> Sheet:
        return read_sheet(self.coding)


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """An attempt in a list; ``total`` is None while it is open."""

    id: int
    document_id: int
    number: int
    state: str
    started_at: datetime
    submitted_at: datetime | None
    total: float | None


@dataclass(frozen=True, slots=True)
class StoredGrading:
    """The grading of an attempt: scores and groups as JSON, and its findings in order."""

    total: float
    scores: dict[str, Any]
    drg: dict[str, Any] | None
    graded_at: datetime
    findings: tuple[GradedFinding, ...]


@dataclass(frozen=True, slots=True)
class ClassWork:
    """A chart that was assigned to a class."""

    id: int
    document_id: int | None
    title: str
    instructions: str
    attempts: int
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A chart of the library with its ids."""

    document_id: int
    version_id: int
    chart: Chart


_columns = [getattr(ChartAttemptRow, name) for name in Attempt.__dataclass_fields__]


def attempt(session: Session, attempt_id: int) -> Attempt:
    """The attempt; raises NoResultFound for an unknown id."""
    found = session.execute(select(*_columns).where(ChartAttemptRow.id == attempt_id)).one()
    return Attempt(*found)


def open_attempt(session: Session, document_id: int, user_id: int) -> Attempt | None:
    """The attempt of a chart that the learner has under way."""
    found = session.execute(
        select(*_columns).where(
            ChartAttemptRow.document_id == document_id,
            ChartAttemptRow.user_id == user_id,
            ChartAttemptRow.state == "open",
        )
    ).one_or_none()
    return Attempt(*found) if found else None


def chart_of_attempt(session: Session, found: Attempt) -> Chart:
    """The version of the chart that the attempt was begun with."""
    return chart_of(load_version(session, found.version_id))


def charts(session: Session) -> list[Listed]:
    """Every live chart but the visitors' sample, by ref."""
    listed = [
        Listed(loaded.document_id, loaded.version_id, chart_of(loaded))
        for loaded in all_current(session, "chart")
    ]
    return [row for row in listed if not row.chart.sample]


def attempts_of(
    session: Session, user_id: int, document_id: int | None = None
) -> list[PastAttempt]:
    """The learner's attempts, newest first; of one chart or of all."""
    newest = (
        select(func.max(ChartGradingRow.id))
        .where(ChartGradingRow.attempt_id == ChartAttemptRow.id)
        .correlate(ChartAttemptRow)
        .scalar_subquery()
    )
    query = (
        select(
            ChartAttemptRow.id,
            ChartAttemptRow.document_id,
            ChartAttemptRow.number,
            ChartAttemptRow.state,
            ChartAttemptRow.started_at,
            ChartAttemptRow.submitted_at,
            ChartGradingRow.total,
        )
        .outerjoin(ChartGradingRow, ChartGradingRow.id == newest)
        .where(ChartAttemptRow.user_id == user_id)
        .order_by(ChartAttemptRow.id.desc())
    )
    if document_id is not None:
        query = query.where(ChartAttemptRow.document_id == document_id)
    return [PastAttempt(*found) for found in session.execute(query)]


def chart_document(session: Session, slug: str) -> tuple[int, str, int | None] | None:
    """Id, state and current version of the chart with this ref."""
    found = session.execute(
        select(DocumentRow.id, DocumentRow.state, DocumentRow.current_version_id).where(
            DocumentRow.kind == "chart", DocumentRow.ref == slug
        )
    ).one_or_none()
    return (found[0], found[1], found[2]) if found else None


def coding_at(session: Session, attempt_id: int, revision: int) -> dict[str, Any] | None:
    """The coding as it was saved with that revision; empty at 0, None where there is none."""
    if revision == 0:
        return {}
    return session.scalar(
        select(ChartEventRow.coding).where(
            ChartEventRow.attempt_id == attempt_id, ChartEventRow.revision == revision
        )
    )


def saved_as(session: Session, attempt_id: int, save_id: str) -> int | None:
    """The revision that a save with this id made; None when it has not arrived before."""
    return session.scalar(
        select(ChartEventRow.revision).where(
            ChartEventRow.attempt_id == attempt_id, ChartEventRow.save_id == save_id
        )
    )


def grading(session: Session, attempt_id: int) -> StoredGrading:
    """The newest grading of a submitted attempt; raises NoResultFound."""
    head = session.execute(
        select(
            ChartGradingRow.id,
            ChartGradingRow.total,
            ChartGradingRow.scores,
            ChartGradingRow.drg,
            ChartGradingRow.created_at,
        )
        .where(ChartGradingRow.attempt_id == attempt_id)
        .order_by(ChartGradingRow.number.desc())
        .limit(1)
    ).one()
    rows = session.scalars(
        select(FindingRow).where(FindingRow.grading_id == head.id).order_by(FindingRow.seq)
    )
    groups = head.scores.get("groups", [])
    findings = tuple(
        GradedFinding(
            row.seq,
            row.kind,
            groups[row.seq - 1] if row.seq <= len(groups) else "wrong",
            row.rule,
            row.code,
            row.key_code,
            row.message,
            tuple((passage["document"], passage["quote"]) for passage in row.evidence),
            row.cost,
        )
        for row in rows
    )
    return StoredGrading(head.total, head.scores, head.drg, head.created_at, findings)


def class_work(session: Session, assignment_id: int) -> ClassWork | None:
    """The assignment of a chart with this id."""
    found = session.execute(
        select(
            AssignmentRow.id,
            AssignmentRow.document_id,
            AssignmentRow.title,
            AssignmentRow.instructions,
            AssignmentRow.attempts,
            AssignmentRow.opens_at,
            AssignmentRow.closes_at,
        ).where(AssignmentRow.id == assignment_id, AssignmentRow.kind == "chart")
    ).one_or_none()
    return ClassWork(*found) if found else None


def attempts_for_work(session: Session, assignment_id: int, user_id: int) -> int:
    """How many attempts the learner began for an assignment."""
    count = session.scalar(
        select(func.count())
        .select_from(ChartAttemptRow)
        .where(ChartAttemptRow.assignment_id == assignment_id, ChartAttemptRow.user_id == user_id)
    )
    return int(count or 0)
