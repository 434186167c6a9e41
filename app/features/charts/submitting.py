"""Handing in an attempt: grading, findings and review cards in one commit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.domain.charts.drg import drg_details
from app.domain.charts.grading import Grading, grade
from app.domain.charts.values import Chart
from app.domain.codesets.values import CodeBook
from app.domain.payment.case import Grouper
from app.extensions import writing
from app.features.charts.queries import Attempt
from app.features.charts.service import RefusedError
from app.models import ChartAttemptRow, ChartGradingRow, FindingRow
from app.operations.cards import add_cards
from app.operations.charts import chart_of, rates_on
from app.operations.library import load_version


def submit(
    session: Session,
    found: Attempt,
    revision: int,
    book: CodeBook,
    grouper: Grouper,
    now: datetime,
) -> None:
    """Grade the worksheet and close the attempt; a second submission changes nothing.

    ``revision`` is the one that the learner confirmed. Raises RefusedError when the worksheet
    changed since, and ValueError for a discharge outside every edition of the code sets.
    """
    loaded = load_version(session, found.version_id)
    chart = chart_of(loaded)
    rates = rates_on(session, chart.discharge_date)
    grading = grade(chart, found.sheet.submission, book, grouper, rates)
    with writing(session):
        closed = session.execute(
            update(ChartAttemptRow)
            .where(
                ChartAttemptRow.id == found.id,
                ChartAttemptRow.state == "open",
                ChartAttemptRow.revision == revision,
            )
            .values(state="submitted", submitted_at=now)
            .returning(ChartAttemptRow.id)
        ).all()
        if closed:
            _store(session, found, loaded.key_id, chart, grading, now)
            return
        state = session.get(ChartAttemptRow, found.id, populate_existing=True)
    if state is None or state.state == "open":
        raise RefusedError(
            "The worksheet was changed after you opened this page, in another tab or on another "
            "device. Look through it and submit again."
        )


def _store(
    session: Session,
    found: Attempt,
    key_id: int | None,
    chart: Chart,
    grading: Grading,
    now: datetime,
) -> None:
    row = ChartGradingRow(
        attempt_id=found.id,
        number=1,
        key_id=key_id,
        grader_version=int(grading.version),
        total=grading.score.total,
        scores=_scores(grading),
        drg=drg_details(grading.drg),
        created_at=now,
    )
    session.add(row)
    session.flush()
    if grading.findings:
        session.execute(insert(FindingRow), _findings(row.id, grading))
    missed = [
        (found.document_id, f"rule:{finding.rule}")
        for finding in grading.findings
        if finding.cost and finding.rule
    ]
    add_cards(session, found.user_id, missed, now)


def _scores(grading: Grading) -> dict[str, Any]:
    return {
        **grading.score.as_json(),
        "groups": [finding.group for finding in grading.findings],
    }


def _findings(grading_id: int, grading: Grading) -> list[dict[str, Any]]:
    return [
        {
            "grading_id": grading_id,
            "seq": seq,
            "kind": finding.kind,
            "rule": finding.rule[:30],
            "code": finding.code[:12],
            "key_code": finding.expected[:12],
            "message": finding.message,
            "evidence": [
                {"document": passage.document, "quote": passage.quote}
                for passage in finding.evidence
            ],
            "cost": finding.cost,
        }
        for seq, finding in enumerate(grading.findings, 1)
    ]
