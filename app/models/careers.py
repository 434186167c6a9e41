"""The career office: consents, records of outcome, notes, and who looked at what."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Stamped


class ConsentRow(Stamped, Base):
    """A learner's consent that a career office sees her learning data, until an end date."""

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_in_force",
            "user_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    scopes: Mapped[str] = mapped_column(String(100))
    text_version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class OutcomeRow(Stamped, Base):
    """One fact of a learner's outcome; a correction is a new row that supersedes the old."""

    __tablename__ = "outcomes"
    __table_args__ = (
        CheckConstraint(
            "fact IN ('graduated','exam_sat','exam_passed','employed_in_field')", name="fact"
        ),
        Index("ix_outcomes_user_id_organisation_id", "user_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    fact: Mapped[str] = mapped_column(String(20))
    value: Mapped[bool]
    on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("outcomes.id"))


class CareerNoteRow(Stamped, Base):
    """An officer's note on a learner; removing sets the time and keeps the row for the log."""

    __tablename__ = "career_notes"
    __table_args__ = (Index("ix_career_notes_user_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(Text)
    removed_at: Mapped[datetime | None]


class AccessLogRow(Base):
    """Append-only: who looked at a learner's data, and at what."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_learner_id_at", "learner_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    viewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    what: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
