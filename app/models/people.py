"""People: users, the organisations of the school, memberships, sessions and one-time links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Stamped

ROLES = ("student", "instructor", "career_officer", "administrator")


class OrganisationRow(Stamped, Base):
    """The school, a campus, a programme or a career office; one school an install."""

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("kind IN ('school','campus','programme','career_office')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(60), default="America/New_York")


class UserRow(Stamped, Base):
    """A person with an account; erasing blanks the person and keeps the id."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("email_normalized"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254))
    email_normalized: Mapped[str | None] = mapped_column(String(254))
    email_confirmed_at: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    time_zone: Mapped[str | None] = mapped_column(String(60))
    theme: Mapped[str] = mapped_column(String(10), default="device", server_default="device")
    shortcuts: Mapped[bool] = mapped_column(default=True, server_default="1")
    disabled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class MembershipRow(Stamped, Base):
    """A role in an organisation, from one day to another.

    ``records_outcomes`` marks the career officers whom the administrator named as school
    officials for records of outcome (34 CFR 99.31(a)(1)).
    """

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id", "role"),
        CheckConstraint(
            "role IN ('student','instructor','career_officer','administrator')", name="role"
        ),
        Index("ix_memberships_organisation_id_role", "organisation_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str] = mapped_column(String(20))
    records_outcomes: Mapped[bool] = mapped_column(default=False, server_default="0")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class AuthSessionRow(Stamped, Base):
    """A sign-in; the browser holds the token, the table its hash."""

    __tablename__ = "auth_sessions"
    __table_args__ = (Index("ix_auth_sessions_user_id", "user_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    working_as: Mapped[str | None] = mapped_column(String(20))
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class OneTimeLinkRow(Stamped, Base):
    """A link that sets a password once: an invitation or a reset."""

    __tablename__ = "one_time_links"
    __table_args__ = (
        CheckConstraint("purpose IN ('invite','reset')", name="purpose"),
        Index("ix_one_time_links_user_id", "user_id"),
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
