"""What reading a course writes: where a learner is, and what she has done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import ProgressRow
from app.operations.library import Loaded


def note_opened(session: Session, user_id: int, lesson: Loaded, now: datetime) -> None:
    """Remember that the learner opened this version of the lesson."""
    _store(session, user_id, lesson, now, {})


def save_place(session: Session, user_id: int, lesson: Loaded, anchor: str, now: datetime) -> None:
    """Remember the section where the learner stopped; '' is the beginning."""
    _store(session, user_id, lesson, now, {"anchor": anchor})


def mark_done(session: Session, user_id: int, lesson: Loaded, now: datetime) -> None:
    """Mark the lesson as done; a second time keeps the first date."""
    _store(
        session,
        user_id,
        lesson,
        now,
        {"completed_at": now, "anchor": ""},
        {"completed_at": func.coalesce(ProgressRow.completed_at, now), "anchor": ""},
    )


def mark_not_done(session: Session, user_id: int, lesson: Loaded, now: datetime) -> None:
    _store(session, user_id, lesson, now, {"completed_at": None})


def _store(
    session: Session,
    user_id: int,
    lesson: Loaded,
    now: datetime,
    new: dict[str, Any],
    changed: dict[str, Any] | None = None,
) -> None:
    """Make or change the row of progress; ``changed`` are the values where there is one."""
    seen = {"version_seen": lesson.version_id, "seen_at": now}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(ProgressRow).values(
        user_id=user_id, document_id=lesson.document_id, created_at=now, **seen, **new
    )
    with writing(session):
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["user_id", "document_id"],
                set_={**seen, **(new if changed is None else changed)},
            )
        )
