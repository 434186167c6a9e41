"""Content: documents of every kind, their immutable versions, keys, and facts for search."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Stamped


class DocumentRow(Stamped, Base):
    """One document of content; learners get ``current_version_id``.

    ``file_version_id`` is the base of the sync: the last version that came from a file.
    ``organisation_id`` is null for the library that every install ships.
    """

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("kind", "ref"),
        CheckConstraint("state IN ('draft','in_review','live','retired')", name="state"),
        Index("ix_documents_kind_state", "kind", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    ref: Mapped[str] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(300), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[str] = mapped_column(String(12))
    current_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("document_versions.id", use_alter=True)
    )
    file_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("document_versions.id", use_alter=True)
    )
    path: Mapped[str | None] = mapped_column(String(300))


class VersionRow(Stamped, Base):
    """One immutable version: the canonical text of the document's file."""

    __tablename__ = "document_versions"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("source IN ('file','browser','import')", name="source"),
        CheckConstraint("state IN ('proposed','published')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    source: Mapped[str] = mapped_column(String(10))
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("document_versions.id"))
    measurement_group: Mapped[int] = mapped_column(default=1, server_default="1")
    state: Mapped[str] = mapped_column(String(10))


class KeyRow(Stamped, Base):
    """What counts as right for a version, apart from what was shown.

    ``body`` is the whole canonical text with this key; all but the key equals the version's.
    """

    __tablename__ = "keys"
    __table_args__ = (
        UniqueConstraint("version_id", "number"),
        CheckConstraint("status IN ('in_effect','pending','superseded')", name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    status: Mapped[str] = mapped_column(String(12))


class ItemFactsRow(Base):
    """Derived facts of an item's version, for building practice and searching the bank."""

    __tablename__ = "item_facts"
    __table_args__ = (Index("ix_item_facts_document_id", "document_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    position_in_set: Mapped[int] = mapped_column(primary_key=True, default=0)
    ref: Mapped[str] = mapped_column(String(160))
    item_type: Mapped[str] = mapped_column(String(20))
    domain: Mapped[str] = mapped_column(String(4))
    task: Mapped[str] = mapped_column(String(8))
    level: Mapped[str] = mapped_column(String(12))
    purpose: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(12))
    family: Mapped[str] = mapped_column(String(80), default="")
    lesson: Mapped[str] = mapped_column(String(160), default="")
    angoff: Mapped[float | None]
    provisional: Mapped[bool] = mapped_column(default=True)
    option_count: Mapped[int]


class MarkRow(Stamped, Base):
    """A learner's star on a document."""

    __tablename__ = "marks"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True, default="star")


class ReportRow(Stamped, Base):
    """What a learner reported about an item, and whether someone has dealt with it."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("state IN ('open','closed')", name="state"),
        Index("ix_reports_document_id_state", "document_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default="open")
    answer: Mapped[str] = mapped_column(Text, default="")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
