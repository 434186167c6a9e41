"""What instructors change about classes and their members; all of it stands in the audit trail."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.classes.errors import RefusedError
from app.features.classes.rooms import Room, room_of
from app.models import ClassMemberRow, ClassRow, MembershipRow, UserRow
from app.operations import audit, people
from app.operations.organisations import load_tree
from app.operations.rosters import (
    Invited,
    RosterProblem,
    RosterRow,
    invitation_mail,
    invite_rows,
)

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without I, L, O, 0 and 1, which are read for one another."""
CODE_LENGTH = 8


def new_join_code() -> str:
    """A code of 39 random bits to read aloud and type."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def create_class(
    session: Session,
    organisation_id: int,
    name: str,
    code: str,
    actor_id: int,
    teaches: bool,
    now: datetime,
) -> int:
    """Make a class; returns its id. Who makes it without teaching it is its administrator."""
    room = ClassRow(organisation_id=organisation_id, name=name, join_code=code, created_at=now)
    with writing(session):
        session.add(room)
        session.flush()
        if teaches:
            _enter(session, room.id, actor_id, "instructor", now)
        note(session, actor_id, now, "class_made", room.id)
    return room.id


def change_class(
    session: Session, class_id: int, actor_id: int, now: datetime, action: str, **values: Any
) -> None:
    """Set columns of the class: its code, whether one may join, whether it is in the archive."""
    with writing(session):
        session.execute(update(ClassRow).where(ClassRow.id == class_id).values(**values))
        note(session, actor_id, now, action, class_id)


def add_instructor(
    session: Session, class_id: int, email: str, actor_id: int, now: datetime
) -> None:
    """Let an instructor of the organisation teach the class too; RefusedError for others."""
    room = room_of(session, class_id)
    line = load_tree(session).line(room.organisation_id)
    user_id = session.scalar(
        select(UserRow.id)
        .join(MembershipRow, MembershipRow.user_id == UserRow.id)
        .where(
            UserRow.email_normalized == people.normalise_email(email),
            UserRow.disabled_at.is_(None),
            MembershipRow.role == "instructor",
            MembershipRow.organisation_id.in_(line),
            or_(MembershipRow.ends_at.is_(None), MembershipRow.ends_at > now),
        )
    )
    if user_id is None:
        raise RefusedError(f"No instructor of {room.organisation} has this address.")
    with writing(session):
        held = session.get(ClassMemberRow, (class_id, user_id))
        if held is not None and held.role == "student" and held.left_at is None:
            raise RefusedError("This person is a learner of the class. Remove her there first.")
        _enter(session, class_id, user_id, "instructor", now)
        note(session, actor_id, now, "class_instructor_added", class_id, user=user_id)


def _enter(session: Session, class_id: int, user_id: int, role: str, now: datetime) -> None:
    held = session.get(ClassMemberRow, (class_id, user_id))
    if held is None:
        session.add(ClassMemberRow(class_id=class_id, user_id=user_id, role=role, created_at=now))
    elif held.role == role or held.left_at is not None:
        held.role, held.left_at = role, None


def set_membership(
    session: Session, class_id: int, user_id: int, present: bool, actor_id: int, now: datetime
) -> None:
    """Take a learner out of the class, or put her back; what she did stays."""
    with writing(session):
        session.execute(
            update(ClassMemberRow)
            .where(
                ClassMemberRow.class_id == class_id,
                ClassMemberRow.user_id == user_id,
                ClassMemberRow.role == "student",
            )
            .values(left_at=None if present else now)
        )
        action = "class_learner_put_back" if present else "class_learner_removed"
        note(session, actor_id, now, action, class_id, user=user_id)


def sort_out(
    session: Session, room: Room, rows: Sequence[RosterRow]
) -> tuple[tuple[RosterRow, ...], tuple[RosterProblem, ...]]:
    """Part the people whom an instructor may enter from those who have to join by themselves.

    An account that is not a student's of this organisation was made for something else: entering
    it would show the instructor work of which its owner knows nothing.
    """
    here = exists().where(
        MembershipRow.user_id == UserRow.id,
        MembershipRow.organisation_id == room.organisation_id,
        MembershipRow.role == "student",
    )
    elsewhere = set(
        session.scalars(
            select(UserRow.email_normalized).where(
                UserRow.email_normalized.in_([people.normalise_email(r.email) for r in rows]),
                or_(~here, UserRow.disabled_at.is_not(None)),
            )
        )
    )
    taken = tuple(r for r in rows if people.normalise_email(r.email) not in elsewhere)
    refused = tuple(
        RosterProblem(
            r.line, f"{r.email} has another account here. Give this person the join code."
        )
        for r in rows
        if r not in taken
    )
    return taken, refused


def enroll(
    session: Session,
    room: Room,
    rows: Sequence[RosterRow],
    actor_id: int,
    now: datetime,
    make_token: Callable[[], str],
    link_of: Callable[[str], str] | None,
) -> list[Invited]:
    """Enter the people of a list as learners; new ones get an account and an invitation.

    With ``link_of`` the invitations are mailed; without they are returned to be printed.
    """
    with writing(session):
        invited = invite_rows(session, rows, room.organisation_id, "student", now, make_token)
        for person in invited:
            _enter(session, room.id, person.user_id, "student", now)
            if link_of is not None and person.token is not None:
                subject, body = invitation_mail(link_of(person.token), room.organisation)
                people.mail(session, person.user_id, subject, body, now)
        note(
            session, actor_id, now, "class_list_entered", room.id,
            users=[person.user_id for person in invited],
        )  # fmt: skip
    return invited


def make_link(
    session: Session, room: Room, user_id: int, token: str, actor_id: int, now: datetime
) -> str:
    """A one-time link to a learner's account: its purpose, ``invite`` or ``reset``.

    Raises RefusedError for an account that holds more than this organisation's role of a student,
    since the link would hand it over, and for one that is disabled or left the class.
    """
    more = or_(
        MembershipRow.organisation_id != room.organisation_id, MembershipRow.role != "student"
    )
    with writing(session):
        row = session.get_one(UserRow, user_id, populate_existing=True)
        member = session.get_one(ClassMemberRow, (room.id, user_id), populate_existing=True)
        if row.disabled_at is not None or member.left_at is not None:
            raise RefusedError("This person is no longer in the class, or the account is closed.")
        if session.scalar(select(exists().where(MembershipRow.user_id == user_id, more))):
            raise RefusedError(
                "This person has other roles in the school. Only the administrator can make a link."
            )
        purpose = "invite" if row.password_hash is None else "reset"
        people.add_link(session, user_id, purpose, token, now)
        audit.record(
            session, at=now, actor_id=actor_id, action="reset_link_made", target=f"user:{user_id}"
        )
    return purpose


def note(
    session: Session, actor_id: int, now: datetime, action: str, class_id: int, **detail: Any
) -> None:
    """Add a row on a class to the audit trail."""
    audit.record(
        session, at=now, actor_id=actor_id, action=action, target=f"class:{class_id}", **detail
    )
