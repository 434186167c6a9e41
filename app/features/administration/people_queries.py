"""What the pages of people read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from app.features.administration.scope import Scope
from app.models import ROLES, AuthSessionRow, MembershipRow, OrganisationRow, UserRow

PAGE = 50


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role in an organisation; ``ended_at`` is None while it is in force."""

    id: int
    role: str
    organisation_id: int
    organisation: str
    records_outcomes: bool
    starts_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonView:
    id: int
    name: str
    email: str
    state: str
    roles: tuple[RoleView, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    person: PersonView
    past: tuple[RoleView, ...]
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    q: str = ""
    role: str = ""
    organisation_id: int | None = None

    @property
    def any(self) -> bool:
        return bool(self.q or self.role or self.organisation_id)


def _in_force(at: datetime) -> ColumnElement[bool]:
    return or_(MembershipRow.ends_at.is_(None), MembershipRow.ends_at > at)


def _conditions(scope: Scope, filters: PeopleFilters, at: datetime) -> list[ColumnElement[bool]]:
    conditions = [scope.reaches(), UserRow.erased_at.is_(None)]
    if filters.q:
        words = filters.q.casefold()
        conditions.append(
            or_(
                func.lower(UserRow.name).contains(words, autoescape=True),
                UserRow.email_normalized.contains(words, autoescape=True),
            )
        )
    held = exists().where(MembershipRow.user_id == UserRow.id, _in_force(at))
    if not scope.whole:
        held = held.where(MembershipRow.organisation_id.in_(scope.ids))
    if filters.organisation_id is not None:
        held = held.where(MembershipRow.organisation_id == filters.organisation_id)
    if filters.role in ROLES:
        conditions.append(held.where(MembershipRow.role == filters.role))
    elif filters.role == "none":
        conditions.append(~held)
    elif filters.organisation_id is not None:
        conditions.append(held)
    if filters.role == "disabled":
        conditions.append(UserRow.disabled_at.is_not(None))
    return conditions


def people_page(
    session: Session, scope: Scope, filters: PeopleFilters, page: int, at: datetime
) -> tuple[list[PersonView], int]:
    """One page of people by name, and how many fit; three SELECTs."""
    conditions = _conditions(scope, filters, at)
    total = session.scalar(select(func.count()).select_from(UserRow).where(*conditions)) or 0
    rows = session.scalars(
        select(UserRow)
        .where(*conditions)
        .order_by(func.lower(UserRow.name), UserRow.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    roles = _roles(session, scope, [row.id for row in rows])
    return [_person(row, roles.get(row.id, []), at) for row in rows], total


def person_page(session: Session, scope: Scope, user_id: int, at: datetime) -> PersonPage:
    row = session.get_one(UserRow, user_id)
    roles = _roles(session, scope, [user_id]).get(user_id, [])
    seen = session.scalar(
        select(func.max(AuthSessionRow.last_seen_at)).where(AuthSessionRow.user_id == user_id)
    )
    past = tuple(role for role in roles if role.ended_at and role.ended_at <= at)
    return PersonPage(_person(row, roles, at), past, seen)


def _person(row: UserRow, roles: list[RoleView], at: datetime) -> PersonView:
    state = "active"
    if row.disabled_at is not None:
        state = "disabled"
    elif row.password_hash is None:
        state = "invited"
    in_force = tuple(one for one in roles if one.ended_at is None or one.ended_at > at)
    return PersonView(row.id, row.name, row.email or "", state, in_force)


def _roles(session: Session, scope: Scope, ids: list[int]) -> dict[int, list[RoleView]]:
    """Roles by person, only those in what is administered."""
    query = (
        select(MembershipRow, OrganisationRow.name)
        .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
        .where(MembershipRow.user_id.in_(ids))
        .order_by(MembershipRow.id)
    )
    if not scope.whole:
        query = query.where(MembershipRow.organisation_id.in_(scope.ids))
    found: dict[int, list[RoleView]] = {}
    for row, name in session.execute(query):
        view = RoleView(
            row.id, row.role, row.organisation_id, name, row.records_outcomes,
            row.starts_at, row.ends_at,
        )  # fmt: skip
        found.setdefault(row.user_id, []).append(view)
    return found
