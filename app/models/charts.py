"""Chart coding: attempts with their saves, gradings and findings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Stamped


class ChartAttemptRow(Stamped, Base):
    """A learner's coding of one version of a chart; ``coding`` is a submission as JSON."""

    __tablename__ = "chart_attempts"
    __table_args__ = (
        UniqueConstraint("document_id", "user_id", "number"),
        CheckConstraint("state IN ('open','submitted')", name="state"),
        Index(
            "uq_chart_attempts_open",
            "document_id",
            "user_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_chart_attempts_user_id", "user_id"),
        Index("ix_chart_attempts_assignment_id_user_id", "assignment_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    edition: Mapped[str] = mapped_column(String(40))
    coding: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    saved_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]


class ChartEventRow(Base):
    """Append-only: each accepted save of a worksheet; undo walks back through these."""

    __tablename__ = "chart_events"
    __table_args__ = (UniqueConstraint("attempt_id", "revision"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("chart_attempts.id"), primary_key=True)
    save_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    revision: Mapped[int]
    coding: Mapped[dict[str, Any]] = mapped_column(JSON)
    received_at: Mapped[datetime]


class ChartGradingRow(Stamped, Base):
    """The grading of a submitted attempt; new grader code never changes an old one."""

    __tablename__ = "chart_gradings"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("chart_attempts.id"))
    number: Mapped[int]
    key_id: Mapped[int | None] = mapped_column(ForeignKey("keys.id"))
    grader_version: Mapped[int]
    total: Mapped[float]
    scores: Mapped[dict[str, Any]] = mapped_column(JSON)
    drg: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class FindingRow(Base):
    """One finding of a grading."""

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_rule", "rule"), Index("ix_findings_key_code", "key_code"))

    grading_id: Mapped[int] = mapped_column(ForeignKey("chart_gradings.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    rule: Mapped[str] = mapped_column(String(30), default="")
    code: Mapped[str] = mapped_column(String(12), default="")
    key_code: Mapped[str] = mapped_column(String(12), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    cost: Mapped[float]
