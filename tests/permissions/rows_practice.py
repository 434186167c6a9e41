"""Rows of the routes of practice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from app.features.practice import service
from app.operations.practice_pool import PracticeSpec
from tests.permissions.rows import STUDENTS, row
from tests.personas import NOW, School


def _set(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    sitting = service.start(session, school.users["ana"], PracticeSpec(count=2), NOW, 1)
    return {"sitting_id": sitting}


def _place(app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    return {**_set(app, session, school), "position": 1}


HIDDEN = "ben stella"

ROWS = {
    "practice.index": row(STUDENTS),
    "practice.count": row(STUDENTS),
    "practice.start": row(STUDENTS),
    "practice.question": row("ana", HIDDEN, _place),
    "practice.answer": row("ana", HIDDEN, _place, {"choice": "0"}, fine=(422,)),
    "practice.star": row("ana", HIDDEN, _place),
    "practice.report": row("ana", HIDDEN, _place),
    "practice.report_submit": row("ana", HIDDEN, _place, {"text": "Two are right."}),
    "practice.summed_up": row("ana", HIDDEN, _set),
    "practice.finish": row("ana", HIDDEN, _set),
}
