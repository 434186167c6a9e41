"""Exams and practice: forms, sittings, answers with their events, and gradings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Stamped


class ExamRow(Stamped, Base):
    """An exam that learners can sit, made from one blueprint document."""

    __tablename__ = "exams"
    __table_args__ = (UniqueConstraint("slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    blueprint_version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"))


class FormRow(Stamped, Base):
    """One assembled form: the items are frozen, the cut is in items."""

    __tablename__ = "forms"
    __table_args__ = (UniqueConstraint("exam_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exams.id"))
    number: Mapped[int]
    blueprint_version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"))
    seed: Mapped[int]
    cut: Mapped[float]
    frozen_at: Mapped[datetime]


class FormItemRow(Base):
    __tablename__ = "form_items"
    __table_args__ = (Index("ix_form_items_version_id", "version_id"),)

    form_id: Mapped[int] = mapped_column(ForeignKey("forms.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"))
    position_in_set: Mapped[int] = mapped_column(default=0, server_default="0")
    scored: Mapped[bool]


class SittingRow(Stamped, Base):
    """One run of a learner through an exam's form or a practice set."""

    __tablename__ = "sittings"
    __table_args__ = (
        UniqueConstraint("exam_id", "user_id", "number"),
        CheckConstraint("kind IN ('exam','practice')", name="kind"),
        CheckConstraint("state IN ('open','closed')", name="state"),
        Index(
            "uq_sittings_open_exam",
            "exam_id",
            "user_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_sittings_user_id_kind_started_at", "user_id", "kind", "started_at"),
        Index("ix_sittings_state_deadline_at", "state", "deadline_at"),
        Index("ix_sittings_assignment_id_user_id", "assignment_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    exam_id: Mapped[int | None] = mapped_column(ForeignKey("exams.id"))
    form_id: Mapped[int | None] = mapped_column(ForeignKey("forms.id"))
    spec: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    seed: Mapped[int]
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(default=1, server_default="1")
    item_count: Mapped[int]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str | None] = mapped_column(String(20))
    current_grading_id: Mapped[int | None] = mapped_column(
        ForeignKey("gradings.id", use_alter=True)
    )


class AnswerRow(Base):
    """The answer in one place of a sitting; the row is made when the sitting starts.

    ``checked_at`` is set in practice when feedback was given: the answer is then final. Only
    those rows are found by version, for the shares of first answers; exams have their packs.
    """

    __tablename__ = "answers"
    __table_args__ = (
        Index(
            "ix_answers_version_id_checked",
            "version_id",
            sqlite_where=text("checked_at IS NOT NULL"),
            postgresql_where=text("checked_at IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"))
    position_in_set: Mapped[int] = mapped_column(default=0, server_default="0")
    scored: Mapped[bool] = mapped_column(default=True, server_default="1")
    option_order: Mapped[str] = mapped_column(String(20))
    response: Mapped[str | None] = mapped_column(Text)
    choice_mask: Mapped[int] = mapped_column(default=0, server_default="0")
    struck_mask: Mapped[int] = mapped_column(default=0, server_default="0")
    flagged: Mapped[bool] = mapped_column(default=False, server_default="0")
    confidence: Mapped[str | None] = mapped_column(String(10))
    seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    saved_at: Mapped[datetime | None]
    points: Mapped[float | None]
    checked_at: Mapped[datetime | None]


class AnswerEventRow(Base):
    """Append-only: each accepted save with the client's own id for it.

    An answer that arrived after the close is kept too, marked ``late``; it never counts.
    """

    __tablename__ = "answer_events"
    __table_args__ = {"sqlite_with_rowid": False}

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"), primary_key=True)
    save_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    revision: Mapped[int]
    response: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False, server_default="0")


class GradingRow(Stamped, Base):
    """The result of a closed sitting; never updated, a later one gets the next number."""

    __tablename__ = "gradings"
    __table_args__ = (UniqueConstraint("sitting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    number: Mapped[int]
    cause: Mapped[str] = mapped_column(String(10))
    raw: Mapped[float]
    max: Mapped[float]
    scaled: Mapped[float | None]
    passed: Mapped[bool | None]
    per_domain: Mapped[dict[str, Any]] = mapped_column(JSON)
    format: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class GradeOverrideRow(Stamped, Base):
    """A mark that an instructor set by hand, with the reason; applied last."""

    __tablename__ = "grade_overrides"
    __table_args__ = (
        CheckConstraint("target_kind IN ('sitting','chart_attempt')", name="target_kind"),
        Index("ix_grade_overrides_target_kind_target_id", "target_kind", "target_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_kind: Mapped[str] = mapped_column(String(16))
    target_id: Mapped[int]
    points: Mapped[float]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None]
