"""A class that was put away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import ClassRow
from tests.features.work import assign, document
from tests.pages import Pages
from tests.personas import NOW, School


@pytest.mark.parametrize("archived", [False, True])
def test_nobody_starts_an_assignment_of_a_class_that_is_put_away(
    pages: Pages, session: Session, school: School, archived: bool
) -> None:
    exam, _ = document(session, "blueprint", "rhit-short")
    room, ivan = school.classes["Spring"], school.users["ivan"]
    work = assign(session, room, "form", exam, NOW, ivan)
    with writing(session):
        session.execute(
            update(ClassRow)
            .where(ClassRow.id == room)
            .values(archived_at=NOW - timedelta(days=1) if archived else None)
        )
    status = 404 if archived else 200
    pages.as_("ana").get("exams.exam", slug="rhit-short", assignment=work, status=status)
