"""Rows of the routes of classes and assignments: Ana's class is Ivan's; Ada administers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from tests.features.work import assign, practice_done
from tests.permissions.rows import row
from tests.personas import NOW, School


def _class(_app: Flask, _session: Session, school: School) -> Mapping[str, Any]:
    return {"class_id": school.classes["Spring"]}


def _learner(_app: Flask, _session: Session, school: School) -> Mapping[str, Any]:
    return {"class_id": school.classes["Spring"], "user_id": school.users["ana"]}


def _assignment(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    by = school.users["ivan"]
    made = assign(session, school.classes["Spring"], "practice", None, NOW, by)
    return {"assignment_id": made}


def _work(app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    made = _assignment(app, session, school)["assignment_id"]
    practice_done(session, school.users["ana"], NOW, [1.0, 0.0], made)
    return {"assignment_id": made, "user_id": school.users["ana"]}


MAY, OTHERS = "ivan ada", "irma sven"
INVALID = (422,)
ROWS = {
    "classes.index": row("ivan irma sven ada"),
    "classes.create": row("ivan irma sven ada", fine=INVALID),
    **{
        f"classes.{name}": row(MAY, OTHERS, make=_class, fine=INVALID)
        for name in (
            "room", "joining", "new_code", "archive", "unarchive", "add_instructor",
            "upload_list", "upload_list_submit", "new_assignment", "assign",
        )
    },
    **{
        f"classes.{name}": row(MAY, OTHERS, make=_learner)
        for name in ("learner", "remove_learner", "restore_learner", "reset_link")
    },
    **{
        f"classes.{name}": row(MAY, OTHERS, make=_assignment, fine=INVALID)
        for name in (
            "assignment", "assignment_csv", "questions_csv", "edit_assignment",
            "edit_assignment_submit", "withdraw", "put_back",
        )
    },
    **{
        f"classes.{name}": row(MAY, OTHERS, make=_work, fine=INVALID)
        for name in ("override", "override_submit", "revoke_override")
    },
}  # fmt: skip
