"""Who looks at a page: a frozen value made from one SELECT a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import session as cookie
from flask_login import AnonymousUserMixin, login_user, logout_user
from sqlalchemy import String, Table, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from app.extensions import db, login, writing
from app.models import AuthSessionRow, MembershipRow, OrganisationRow, UserRow
from app.operations.tokens import hash_token, new_token
from app.web.clock import now

LIFETIME = timedelta(days=30)
TOUCH_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person; ``memberships`` are (role, organisation id) pairs in force."""

    id: int
    name: str
    email: str
    time_zone: str
    theme: str
    shortcuts: bool
    memberships: tuple[tuple[str, int], ...]
    working_as: str | None
    session_hash: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.session_hash

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.memberships)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def organisations(self, role: str) -> frozenset[int]:
        """Ids of the organisations in which the person has the role."""
        return frozenset(org for held, org in self.memberships if held == role)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Visitor(AnonymousUserMixin):  # type: ignore[misc]
    """Someone who is not signed in."""

    id = None
    theme = "device"
    shortcuts = True
    time_zone = "UTC"
    roles: frozenset[str] = frozenset()
    working_as = None

    def has(self, *roles: str) -> bool:
        return False


# Tables, not classes: every request sends this, and the ORM's compilation would cost as much.
_users = cast(Table, UserRow.__table__).c
_sessions = cast(Table, AuthSessionRow.__table__).c
_memberships = cast(Table, MembershipRow.__table__).c
_organisations = cast(Table, OrganisationRow.__table__).c

_roles = (
    select(
        func.aggregate_strings(
            _memberships.role + ":" + _memberships.organisation_id.cast(String), ","
        )
    )
    .where(_memberships.user_id == _users.id)
    .where(or_(_memberships.ends_at.is_(None), _memberships.ends_at > bindparam("at")))
    .correlate(UserRow.__table__)
    .scalar_subquery()
)
_school_zone = (
    select(_organisations.time_zone)
    .where(_organisations.kind == "school")
    .limit(1)
    .scalar_subquery()
)
_find = (
    select(
        _users.id,
        _users.name,
        _users.email,
        func.coalesce(_users.time_zone, _school_zone, "UTC"),
        _users.theme,
        _users.shortcuts,
        _roles,
        _sessions.working_as,
        _sessions.last_seen_at,
    )
    .select_from(UserRow.__table__.join(AuthSessionRow.__table__))
    .where(
        _sessions.token_hash == bindparam("hash"),
        and_(_sessions.revoked_at.is_(None), _sessions.expires_at > bindparam("at")),
        _users.disabled_at.is_(None),
    )
)


@login.user_loader  # type: ignore[untyped-decorator]
def load_viewer(_user_id: str) -> Viewer | None:
    """The viewer behind this browser's token; None when the session has ended."""
    token = cookie.get("token")
    if not isinstance(token, str):
        return None
    at, hashed = now(), hash_token(token)
    row = db.session.execute(_find, {"hash": hashed, "at": at}).one_or_none()
    if row is None:
        return None
    if at - row.last_seen_at > TOUCH_EVERY:
        _touch(hashed, at)
    return _viewer(row, hashed)


def _viewer(row: Any, hashed: str) -> Viewer:
    pairs = [entry.split(":") for entry in (row[6] or "").split(",") if entry]
    memberships = tuple(sorted((role, int(org)) for role, org in pairs))
    user_id, name, email, zone, theme, shortcuts, _, working_as, _ = row
    return Viewer(
        id=user_id,
        name=name,
        email=email or "",
        time_zone=zone,
        theme=theme,
        shortcuts=bool(shortcuts),
        memberships=memberships,
        working_as=working_as,
        session_hash=hashed,
    )


def _touch(hashed: str, at: datetime) -> None:
    with writing(db.session()) as session:
        session.execute(
            update(AuthSessionRow)
            .where(AuthSessionRow.token_hash == hashed)
            .values(last_seen_at=at, expires_at=at + LIFETIME)
        )
    cookie.modified = True  # sent anew, with its new end


def start_session(session: Session, user_id: int, user_agent: str, at: datetime) -> Viewer:
    """Sign the person in on this browser; a token from before is forgotten."""
    token = new_token()
    with writing(session):
        session.add(
            AuthSessionRow(
                token_hash=hash_token(token),
                user_id=user_id,
                user_agent=user_agent[:200],
                last_seen_at=at,
                expires_at=at + LIFETIME,
                created_at=at,
            )
        )
    cookie.clear()
    cookie["token"] = token
    cookie.permanent = True
    viewer: Viewer | None = load_viewer("")
    if viewer is None:
        raise RuntimeError("the session that was just made cannot be read")
    login_user(viewer)
    return viewer


def end_session(session: Session, hashed: str, at: datetime) -> None:
    with writing(session):
        session.execute(
            update(AuthSessionRow).where(AuthSessionRow.token_hash == hashed).values(revoked_at=at)
        )
    logout_user()
    cookie.clear()


login.anonymous_user = Visitor
