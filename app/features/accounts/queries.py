"""What the pages of accounts read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models import AuthSessionRow, ClassMemberRow, ClassRow, OrganisationRow, UserRow
from app.operations.demo_accounts import ACCOUNTS


@dataclass(frozen=True, slots=True)
class SessionView:
    agent: str
    since: datetime
    last_seen: datetime
    here: bool


def sessions(session: Session, user_id: int, here: str, now: datetime) -> list[SessionView]:
    """The newest twenty sign-ins that are in force."""
    rows = session.execute(
        select(
            AuthSessionRow.user_agent,
            AuthSessionRow.created_at,
            AuthSessionRow.last_seen_at,
            AuthSessionRow.token_hash,
        )
        .where(
            AuthSessionRow.user_id == user_id,
            AuthSessionRow.revoked_at.is_(None),
            AuthSessionRow.expires_at > now,
        )
        .order_by(AuthSessionRow.last_seen_at.desc())
        .limit(20)
    )
    return [SessionView(a or "Unknown browser", c, s, h == here) for a, c, s, h in rows]


@dataclass(frozen=True, slots=True)
class JoinView:
    class_name: str
    organisation: str
    instructors: tuple[str, ...]


def join_page(session: Session, class_id: int) -> JoinView:
    """The class as someone sees it who is about to join."""
    name, organisation = session.execute(
        select(ClassRow.name, OrganisationRow.name)
        .join(OrganisationRow, OrganisationRow.id == ClassRow.organisation_id)
        .where(ClassRow.id == class_id)
    ).one()
    teachers = session.scalars(
        select(UserRow.name)
        .join(ClassMemberRow, ClassMemberRow.user_id == UserRow.id)
        .where(
            ClassMemberRow.class_id == class_id,
            ClassMemberRow.role == "instructor",
            ClassMemberRow.left_at.is_(None),
        )
        .order_by(UserRow.name)
    )
    return JoinView(name, organisation, tuple(teachers))


def own_zone(session: Session, user_id: int) -> str | None:
    """The zone that the person chose, if any."""
    return session.scalar(select(UserRow.time_zone).where(UserRow.id == user_id))


def has_demo(session: Session) -> bool:
    """Whether the demonstration school is in this database."""
    return bool(session.scalar(select(exists().where(UserRow.email_normalized == ACCOUNTS[0][0]))))
