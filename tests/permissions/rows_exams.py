"""Rows of the routes of exams; the sitting is Ana's, on a made-up bank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from app.features.exams import service
from app.features.exams.closing import close
from tests import exam_bank
from tests.permissions.rows import STUDENTS, row
from tests.personas import NOW, School


def _bank(_app: Flask, session: Session, _school: School) -> Mapping[str, Any]:
    exam_bank.install(session, NOW)
    return {"slug": "tiny"}


def _open(app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    _bank(app, session, school)
    return {"sitting_id": service.start(session, "tiny", school.users["ana"], 7, NOW)}


def _question(app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    return {**_open(app, session, school), "n": 1}


def _closed(app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    values = _open(app, session, school)
    close(session, values["sitting_id"], NOW)
    return values


_OTHERS = "ben stella"
ROWS = {
    "exams.index": row(STUDENTS, make=_bank),
    "exams.exam": row(STUDENTS, make=_bank),
    "exams.start": row(STUDENTS, make=_bank),
    "exams.sitting": row("ana", hidden=_OTHERS, make=_open),
    "exams.question": row("ana", hidden=_OTHERS, make=_question),
    "exams.save": row("ana", hidden=_OTHERS, make=_question, data={"choice": "0"}),
    "exams.review": row("ana", hidden=_OTHERS, make=_open),
    "exams.submit": row("ana", hidden=_OTHERS, make=_open),
    "exams.result": row("ana", hidden=_OTHERS, make=_closed),
    "exams.answers": row("ana", hidden=_OTHERS, make=_closed),
}
