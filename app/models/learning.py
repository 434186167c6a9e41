"""What a learner did with lessons, and her review cards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Stamped


class ProgressRow(Stamped, Base):
    """How far a learner is in one lesson; ``anchor`` is the section where she stopped."""

    __tablename__ = "progress"
    __table_args__ = (Index("ix_progress_user_id_seen_at", "user_id", "seen_at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    version_seen: Mapped[int] = mapped_column(ForeignKey("document_versions.id"))
    anchor: Mapped[str] = mapped_column(String(120), default="", server_default="")
    seen_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class ReviewCardRow(Stamped, Base):
    """One thing to remember: a deck's card and direction, a missed item, a missed rule."""

    __tablename__ = "review_cards"
    __table_args__ = (
        UniqueConstraint("user_id", "document_id", "aspect"),
        Index("ix_review_cards_user_id_due_at", "user_id", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    aspect: Mapped[str] = mapped_column(String(120))
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]


class ReviewLogRow(Base):
    """Append-only: each grade that a learner gave a card."""

    __tablename__ = "review_logs"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 4", name="rating"),)

    card_id: Mapped[int] = mapped_column(ForeignKey("review_cards.id"), primary_key=True)
    save_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    rating: Mapped[int]
    reviewed_at: Mapped[datetime]
