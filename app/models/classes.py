"""Classes, their members and what is assigned to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Stamped


class ClassRow(Stamped, Base):
    __tablename__ = "classes"
    __table_args__ = (
        UniqueConstraint("join_code"),
        Index("ix_classes_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(200))
    join_code: Mapped[str] = mapped_column(String(12))
    join_open: Mapped[bool] = mapped_column(default=True, server_default="1")
    archived_at: Mapped[datetime | None]


class ClassMemberRow(Stamped, Base):
    __tablename__ = "class_members"
    __table_args__ = (
        CheckConstraint("role IN ('student','instructor')", name="role"),
        Index("ix_class_members_user_id_role", "user_id", "role"),
    )

    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(12))
    left_at: Mapped[datetime | None]


class AssignmentRow(Stamped, Base):
    """A module, a practice set, an exam's form or a chart, given to a class for a while."""

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("kind IN ('module','practice','form','chart')", name="kind"),
        CheckConstraint("attempts >= 1", name="attempts"),
        Index("ix_assignments_class_id", "class_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    kind: Mapped[str] = mapped_column(String(10))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    spec: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    title: Mapped[str] = mapped_column(String(200))
    instructions: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=1)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
