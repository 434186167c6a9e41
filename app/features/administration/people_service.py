"""What the administrator changes about people; all of it stands in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.administration.scope import Scope
from app.models import AuthSessionRow, MembershipRow, OrganisationRow, UserRow
from app.operations import audit, people
from app.operations.rosters import Invited, RosterRow, invitation_mail, invite_rows


class RefusedError(Exception):
    """The act is refused; the message is a sentence for the person."""


def _checked_place(scope: Scope, organisation_id: int, role: str) -> str:
    """The name of the organisation, if this role can be given there by this administrator."""
    place = scope.organisation(organisation_id)
    if place is None:
        raise RefusedError("Choose one of your organizations.")
    if place.kind == "career_office" and role in ("student", "instructor"):
        raise RefusedError("Students and instructors belong to a program, not to a career office.")
    return place.name


def invite(
    session: Session,
    scope: Scope,
    rows: Sequence[RosterRow],
    organisation_id: int,
    role: str,
    actor_id: int,
    now: datetime,
    make_token: Callable[[], str],
    link_of: Callable[[str], str] | None,
) -> list[Invited]:
    """Give each person of the list the role; new ones get an account and an invitation.

    With ``link_of`` the invitations are mailed; without they are returned to be printed. Raises
    RefusedError when the role cannot be given there.
    """
    place = _checked_place(scope, organisation_id, role)
    with writing(session):
        invited = invite_rows(session, rows, organisation_id, role, now, make_token)
        for person in invited:
            if link_of is not None and person.token is not None:
                subject, body = invitation_mail(link_of(person.token), place)
                people.mail(session, person.user_id, subject, body, now)
            _note(
                session, actor_id, now, "role_given", person.user_id,
                role=role, organisation=organisation_id,
            )  # fmt: skip
    return invited


def give_role(
    session: Session,
    scope: Scope,
    user_id: int,
    organisation_id: int,
    role: str,
    actor_id: int,
    now: datetime,
) -> None:
    """Give a role; one that is held already stays as it is."""
    _checked_place(scope, organisation_id, role)
    with writing(session):
        people.grant(session, user_id, organisation_id, role, now)
        _note(
            session, actor_id, now, "role_given", user_id, role=role, organisation=organisation_id
        )


def end_role(session: Session, membership_id: int, actor_id: int, now: datetime) -> int:
    """End a role now; returns whose it was. Raises RefusedError for the last administrator."""
    with writing(session):
        row = session.get_one(MembershipRow, membership_id, populate_existing=True)
        if row.role == "administrator":
            _keep_an_administrator(session, now, MembershipRow.id != membership_id)
        people.end_role(session, membership_id, now)
        _note(
            session, actor_id, now, "role_ended", row.user_id,
            role=row.role, organisation=row.organisation_id,
        )  # fmt: skip
    return row.user_id


def restore_role(session: Session, membership_id: int, actor_id: int, now: datetime) -> int:
    """Undo the end of a role; returns whose it is."""
    with writing(session):
        row = session.get_one(MembershipRow, membership_id, populate_existing=True)
        row.ends_at = None
        _note(
            session, actor_id, now, "role_given", row.user_id,
            role=row.role, organisation=row.organisation_id,
        )  # fmt: skip
    return row.user_id


def name_for_outcomes(
    session: Session, membership_id: int, named: bool, actor_id: int, now: datetime
) -> int:
    """Name a career officer as keeper of records of outcome, or end it; returns whose role it is.

    Raises RefusedError for another role (34 CFR 99.31(a)(1): officials with that task).
    """
    with writing(session):
        row = session.get_one(MembershipRow, membership_id, populate_existing=True)
        if row.role != "career_officer":
            raise RefusedError("Only career officers keep records of outcome.")
        row.records_outcomes = named
        action = "outcomes_officer_named" if named else "outcomes_officer_ended"
        _note(session, actor_id, now, action, row.user_id, organisation=row.organisation_id)
    return row.user_id


def disable(session: Session, user_id: int, actor_id: int, now: datetime) -> None:
    """Close an account: it signs in no more, and its sessions end. What it did stays."""
    with writing(session):
        _keep_an_administrator(session, now, MembershipRow.user_id != user_id)
        session.execute(
            update(UserRow)
            .where(UserRow.id == user_id, UserRow.disabled_at.is_(None))
            .values(disabled_at=now)
        )
        session.execute(
            update(AuthSessionRow)
            .where(AuthSessionRow.user_id == user_id, AuthSessionRow.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        _note(session, actor_id, now, "account_disabled", user_id)


def enable(session: Session, user_id: int, actor_id: int, now: datetime) -> None:
    with writing(session):
        session.execute(update(UserRow).where(UserRow.id == user_id).values(disabled_at=None))
        _note(session, actor_id, now, "account_enabled", user_id)


def make_link(session: Session, user_id: int, token: str, actor_id: int, now: datetime) -> str:
    """A one-time link for this account: its purpose, ``invite`` or ``reset``.

    Raises RefusedError for an account that is disabled.
    """
    with writing(session):
        row = session.get_one(UserRow, user_id, populate_existing=True)
        if row.disabled_at is not None:
            raise RefusedError("This account is disabled. Enable it first.")
        purpose = "invite" if row.password_hash is None else "reset"
        people.add_link(session, user_id, purpose, token, now)
        _note(session, actor_id, now, "reset_link_made", user_id)
    return purpose


def _keep_an_administrator(session: Session, now: datetime, others: ColumnElement[bool]) -> None:
    """Refuse what would leave the school without anyone who administers it."""
    held = (
        select(func.count())
        .select_from(MembershipRow)
        .join(UserRow, UserRow.id == MembershipRow.user_id)
        .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
        .where(
            MembershipRow.role == "administrator",
            OrganisationRow.kind == "school",
            UserRow.disabled_at.is_(None),
            or_(MembershipRow.ends_at.is_(None), MembershipRow.ends_at > now),
        )
    )
    if session.scalar(held) and not session.scalar(held.where(others)):
        raise RefusedError("The school needs an administrator. Make someone else one first.")


def _note(
    session: Session, actor_id: int, now: datetime, action: str, user_id: int, **detail: Any
) -> None:
    audit.record(
        session, at=now, actor_id=actor_id, action=action, target=f"user:{user_id}", **detail
    )
