"""Attempts at the shipped charts for tests."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.charts.solution import key_submission
from app.domain.charts.values import Chart
from app.domain.charts.worksheet import Sheet, sheet_of
from app.features.charts import queries, service, submitting
from app.features.charts.queries import Attempt
from app.models import DocumentRow
from app.operations.charts import chart_of
from app.operations.library import load_version
from app.reference import open_book, open_grouper
from tests.personas import NOW

ULCER = "duodenal-ulcer-bleed-nsaid"
CLINIC = "diabetes-follow-up-ckd-retinopathy"


def chart(session: Session, slug: str = ULCER) -> tuple[int, int, Chart]:
    """Document, version and value of a shipped chart."""
    document, version = session.execute(
        select(DocumentRow.id, DocumentRow.current_version_id).where(
            DocumentRow.kind == "chart", DocumentRow.ref == slug
        )
    ).one()
    return document, version, chart_of(load_version(session, version))


def begun(session: Session, user_id: int, slug: str = ULCER) -> int:
    """An attempt under way with an empty worksheet."""
    document, version, _ = chart(session, slug)
    return service.begin(session, user_id, document, version, "FY2026, April update", None, NOW)


def write(session: Session, attempt_id: int, sheet: Sheet, save_id: str = "test") -> Attempt:
    """Save a worksheet on the attempt as it stands."""
    found = queries.attempt(session, attempt_id)
    return service.save(session, found, found.revision, save_id, sheet, NOW)


def key_sheet(found: Chart) -> Sheet:
    """The worksheet that is right in every respect."""
    return sheet_of(key_submission(found))


def submitted(
    app: Flask, session: Session, user_id: int, slug: str = ULCER, sheet: Sheet | None = None
) -> int:
    """An attempt that was handed in, by default with the key's coding."""
    attempt_id = begun(session, user_id, slug)
    found = write(session, attempt_id, sheet or key_sheet(chart(session, slug)[2]))
    data_dir = app.config["CHARTROOM"].data_dir
    submitting.submit(
        session, found, found.revision, open_book(data_dir), open_grouper(data_dir), NOW
    )
    return attempt_id
