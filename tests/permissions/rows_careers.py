"""Rows of the routes of the career office and of consent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import CareerNoteRow
from tests.permissions.rows import STUDENTS, row
from tests.personas import NOW, School

OFFICERS = "carla conrad"
NO_STUDENTS = "ivan irma carla ada sven conrad"


def _ana(_app: Flask, _session: Session, school: School) -> Mapping[str, Any]:
    return {"user_id": school.users["ana"]}


def _office(_app: Flask, _session: Session, school: School) -> Mapping[str, Any]:
    return {"office_id": school.organisations["careers"]}


def _note(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    note = CareerNoteRow(
        user_id=school.users["ana"],
        organisation_id=school.organisations["careers"],
        author_id=school.users["carla"],
        body="Called",
        created_at=NOW,
    )
    with writing(session):
        session.add(note)
    return {"user_id": school.users["ana"], "note_id": note.id}


ROWS = {
    "careers.index": row(OFFICERS),
    "careers.cohort_file": row(OFFICERS),
    "careers.learner": row("carla", hidden="conrad", make=_ana),
    "careers.enter_outcome": row("carla", hidden="conrad", make=_ana, fine=(422,)),
    "careers.add_note": row("carla", hidden="conrad", make=_ana, fine=(422,)),
    "careers.remove_note": row("carla", hidden="conrad", make=_note),
    "careers.restore_note": row("carla", hidden="conrad", make=_note),
    "careers.consent": row(STUDENTS, hidden=NO_STUDENTS),
    "careers.grant": row("ana ben", hidden=f"stella {NO_STUDENTS}", make=_office, fine=(422,)),
    "careers.withdraw": row("ana ben", hidden=f"stella {NO_STUDENTS}", make=_office),
}
