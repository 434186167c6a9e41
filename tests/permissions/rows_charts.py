"""Rows of the routes of charts: learners alone, and each her own attempts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from tests.features.charts.samples import ULCER, begun, submitted
from tests.permissions.rows import STUDENTS, row
from tests.personas import School


def _chart(*_: Any) -> Mapping[str, Any]:
    return {"slug": ULCER}


def _open(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    return {"attempt_id": begun(session, school.users["ana"])}


def _document(app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    return {**_open(app, session, school), "name": "01-face-sheet"}


def _closed(app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    return {"attempt_id": submitted(app, session, school.users["ana"])}


OTHERS = "ben stella"
ROWS = {
    "charts.index": row(STUDENTS),
    "charts.chart": row(STUDENTS, make=_chart),
    "charts.begin": row(STUDENTS, make=_chart),
    "charts.attempt": row("ana", OTHERS, make=_open),
    "charts.codes": row("ana", OTHERS, make=_open),
    "charts.sheet": row("ana", OTHERS, make=_open),
    "charts.document": row("ana", OTHERS, make=_document),
    "charts.review": row("ana", OTHERS, make=_open),
    "charts.submit": row("ana", OTHERS, make=_open, fine=(409,)),
    "charts.feedback": row("ana", OTHERS, make=_closed),
}
