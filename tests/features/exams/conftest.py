"""A made-up bank, and Ana's exam on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.features.exams import service
from app.models import AnswerRow, SittingRow
from app.web.limits import saves
from tests import exam_bank
from tests.pages import Pages
from tests.personas import NOW, School

JSON = {"Accept": "application/json"}


@dataclass
class Sitting:
    """An open exam of Ana, and her browser."""

    id: int
    pages: Pages
    session: Session

    def row(self, position: int) -> Any:
        """What is stored of a question."""
        self.session.commit()
        return self.session.execute(
            select(
                AnswerRow.response,
                AnswerRow.revision,
                AnswerRow.flagged,
                AnswerRow.struck_mask,
                AnswerRow.saved_at,
                AnswerRow.version_id,
                AnswerRow.seconds,
            ).where(AnswerRow.sitting_id == self.id, AnswerRow.position == position)
        ).one()

    def state(self) -> Any:
        self.session.commit()
        return self.session.execute(
            select(
                SittingRow.state,
                SittingRow.closed_at,
                SittingRow.close_reason,
                SittingRow.deadline_at,
                SittingRow.current_grading_id,
            ).where(SittingRow.id == self.id)
        ).one()

    def send(
        self,
        position: int,
        values: list[str],
        revision: int = 0,
        save_id: str = "",
        status: int = 200,
        pages: Pages | None = None,
        **more: Any,
    ) -> TestResponse:
        """A save as the page's script sends it."""
        return (pages or self.pages).post(
            "exams.save",
            {"choice": values, "revision": revision, "save_id": save_id, **more},
            status=status,
            headers=JSON,
            sitting_id=self.id,
            n=position,
        )


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saves of earlier tests are not counted."""
    monkeypatch.setattr(saves, "_level", {})


@pytest.fixture
def bank(app: Flask, session: Session) -> None:
    """The made-up bank in place of the shipped one."""
    exam_bank.install(session, NOW)


@pytest.fixture
def ana(pages: Pages) -> Pages:
    return pages.as_("ana")


@pytest.fixture
def sitting(bank: None, session: Session, school: School, ana: Pages) -> Sitting:
    """Ana's open exam: questions 1 to 8, thirty minutes from now."""
    sitting_id = service.start(session, "tiny", school.users["ana"], 7, NOW)
    return Sitting(sitting_id, ana, session)
