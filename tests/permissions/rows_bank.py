"""Rows of the bank: the library is for every author, a document of a programme for its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import DocumentRow, ReportRow
from tests.permissions.rows import row
from tests.personas import NOW, School


def _of_programme(session: Session, school: School, kind: str) -> DocumentRow:
    """A document of the shipped library, given to Ana's programme."""
    found = session.scalars(
        select(DocumentRow).where(DocumentRow.kind == kind).order_by(DocumentRow.ref).limit(1)
    ).one()
    with writing(session):
        found.organisation_id = school.organisations["him"]
    return found


def _item(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    return {"document_id": _of_programme(session, school, "item").id}


def _lesson(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    return {"document_id": _of_programme(session, school, "lesson").id}


def _report(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    item = _of_programme(session, school, "item")
    with writing(session):
        made = ReportRow(
            user_id=school.users["ana"],
            document_id=item.id,
            version_id=item.current_version_id,
            text="B could be right too.",
            created_at=NOW,
        )
        session.add(made)
        session.flush()
    return {"report_id": made.id}


AUTHORS, MINE, OTHERS = "ivan irma sven ada", "ivan irma ada", "sven"
INVALID = (409, 422)
ROWS = {
    "bank.index": row(AUTHORS),
    "bank.reports": row(AUTHORS),
    "bank.new_item": row(AUTHORS),
    "bank.create_item": row(AUTHORS, fine=INVALID),
    "bank.new_lesson": row(AUTHORS),
    "bank.create_lesson": row(AUTHORS, fine=INVALID),
    "bank.item": row(MINE, hidden=OTHERS, make=_item),
    "bank.edit_item": row(MINE, hidden=OTHERS, make=_item),
    "bank.save_item": row(MINE, hidden=OTHERS, make=_item, fine=INVALID),
    "bank.edit_lesson": row(MINE, hidden=OTHERS, make=_lesson),
    "bank.save_lesson": row(MINE, hidden=OTHERS, make=_lesson, fine=INVALID),
    "bank.history": row(MINE, hidden=OTHERS, make=_item),
    "bank.retire": row(MINE, hidden=OTHERS, make=_item),
    "bank.bring_back": row(MINE, hidden=OTHERS, make=_item),
    "bank.close_report": row(MINE, hidden=OTHERS, make=_report),
}
