"""A class itself and who is in it: what every page of the feature begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ClassMemberRow, ClassRow, OrganisationRow, UserRow


@dataclass(frozen=True, slots=True)
class Room:
    """A class itself; times of its assignments are in ``time_zone``."""

    id: int
    name: str
    organisation_id: int
    organisation: str
    time_zone: str
    join_code: str
    join_open: bool
    archived_at: datetime | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who is or was in the class; ``opened`` says whether the account has a password."""

    id: int
    name: str
    email: str
    role: str
    left_at: datetime | None
    opened: bool


def room_of(session: Session, class_id: int) -> Room:
    """The class; raises NoResultFound when there is none."""
    row = session.execute(
        select(
            ClassRow.id,
            ClassRow.name,
            ClassRow.organisation_id,
            OrganisationRow.name,
            OrganisationRow.time_zone,
            ClassRow.join_code,
            ClassRow.join_open,
            ClassRow.archived_at,
        )
        .join(OrganisationRow, OrganisationRow.id == ClassRow.organisation_id)
        .where(ClassRow.id == class_id)
    ).one()
    return Room(*row)


def members_of(session: Session, class_id: int) -> list[Member]:
    """Everyone who is or was in the class, by name."""
    rows = session.execute(
        select(
            UserRow.id,
            UserRow.name,
            UserRow.email,
            ClassMemberRow.role,
            ClassMemberRow.left_at,
            UserRow.password_hash.is_not(None),
        )
        .join(UserRow, UserRow.id == ClassMemberRow.user_id)
        .where(ClassMemberRow.class_id == class_id)
        .order_by(UserRow.name, UserRow.id)
    )
    return [Member(row[0], row[1], row[2] or "", row[3], row[4], bool(row[5])) for row in rows]
