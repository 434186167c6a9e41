"""What accounts write: sign-ins, joins, passwords, settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import AuthSessionRow, ClassMemberRow, ClassRow, OneTimeLinkRow, UserRow
from app.operations import audit, people
from app.operations.passwords import hash_password, needs_rehash, verify_password
from app.operations.tokens import hash_token


class RefusedError(Exception):
    """The act is refused; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    user_id: int


def sign_in(session: Session, email: str, password: str, now: datetime) -> SignedIn | None:
    """The account that address and password belong to; None tells nothing of which was wrong."""
    user = session.scalar(
        select(UserRow).where(UserRow.email_normalized == people.normalise_email(email))
    )
    stored = user.password_hash if user and user.disabled_at is None else None
    if not verify_password(stored, password) or user is None or stored is None:
        return None
    fresh = hash_password(password) if needs_rehash(stored) else None
    with writing(session):
        if fresh:
            session.execute(
                update(UserRow).where(UserRow.id == user.id).values(password_hash=fresh)
            )
        audit.record(
            session, at=now, actor_id=user.id, action="signed_in", target=f"user:{user.id}"
        )
    return SignedIn(user.id)


def join_class(
    session: Session, code: str, name: str, email: str, password: str, now: datetime
) -> int:
    """Make an account and put it into the class; returns the user's id.

    Raises RefusedError when the code does not open a class, or the address has an account.
    """
    hashed = hash_password(password)
    room = open_class(session, code)
    with writing(session):
        if people.find(session, email) is not None:
            raise RefusedError(
                "There is an account with this address. Sign in first, then join the class."
            )
        user_id = people.create(session, name=name, email=email, password_hash=hashed, now=now)
        _enter(session, room, user_id, now)
    return user_id


def join_signed_in(session: Session, code: str, user_id: int, now: datetime) -> int:
    """Put someone who has an account into the class; returns the class's id. Twice is once."""
    room = open_class(session, code)
    with writing(session):
        _enter(session, room, user_id, now)
    return room.id


def open_class(session: Session, code: str) -> ClassRow:
    """The class that this code opens; raises RefusedError with what to do."""
    room = session.scalar(select(ClassRow).where(ClassRow.join_code == code.strip().upper()))
    if room is None:
        raise RefusedError("No class has this code. Check it with your instructor.")
    if room.archived_at is not None or not room.join_open:
        raise RefusedError("This class takes no more members. Ask your instructor.")
    return room


def _enter(session: Session, room: ClassRow, user_id: int, now: datetime) -> None:
    people.grant(session, user_id, room.organisation_id, "student", now)
    member = session.get(ClassMemberRow, (room.id, user_id))
    if member is None:
        session.add(
            ClassMemberRow(class_id=room.id, user_id=user_id, role="student", created_at=now)
        )
    else:
        member.left_at = None
    audit.record(
        session, at=now, actor_id=user_id, action="joined_class", target=f"class:{room.id}"
    )


def request_reset(session: Session, email: str, link: str, token: str, now: datetime) -> None:
    """Mail a link that sets a new password, if the address has an account; says nothing else."""
    user = session.scalar(
        select(UserRow).where(
            UserRow.email_normalized == people.normalise_email(email),
            UserRow.disabled_at.is_(None),
        )
    )
    with writing(session):
        if user is None:
            audit.record(session, at=now, actor_id=None, action="reset_unknown", target="user:0")
            return
        people.add_link(session, user.id, "reset", token, now)
        people.mail(session, user.id, "Set a new password", _RESET.format(link=link), now)


_RESET = (
    "Someone asked for a new password for your Chartroom account.\n\n{link}\n\n"
    "The link works once, for one hour. If it was not you, do nothing."
)


def set_password(session: Session, token: str, password: str, now: datetime) -> int:
    """Use a one-time link; every session of before ends. Returns the user's id.

    Raises RefusedError when the link was used or its time is over.
    """
    hashed = hash_password(password)
    link = usable_link(session, token, now)
    with writing(session):
        used = session.execute(
            update(OneTimeLinkRow)
            .where(OneTimeLinkRow.token_hash == link.token_hash, OneTimeLinkRow.used_at.is_(None))
            .values(used_at=now)
            .returning(OneTimeLinkRow.user_id)
        ).one_or_none()
        if used is None:
            raise RefusedError(_LINK_OVER)
        _store_password(session, link.user_id, hashed, now)
        session.execute(
            update(UserRow)
            .where(UserRow.id == link.user_id, UserRow.email_confirmed_at.is_(None))
            .values(email_confirmed_at=now)
        )
    return link.user_id


_LINK_OVER = "This link has been used or its time is over. Ask for a new one."


def usable_link(session: Session, token: str, now: datetime) -> OneTimeLinkRow:
    """The link behind a token; raises RefusedError when it no longer works."""
    link = session.get(OneTimeLinkRow, hash_token(token))
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise RefusedError(_LINK_OVER)
    return link


def change_password(
    session: Session, user_id: int, current: str, new: str, keep: str, now: datetime
) -> None:
    """Change the password; other sessions end. Raises RefusedError when ``current`` is wrong."""
    stored = session.scalar(select(UserRow.password_hash).where(UserRow.id == user_id))
    if not verify_password(stored, current):
        raise RefusedError("This is not your current password.")
    hashed = hash_password(new)
    with writing(session):
        _store_password(session, user_id, hashed, now, keep)


def _store_password(
    session: Session, user_id: int, hashed: str, now: datetime, keep: str = ""
) -> None:
    session.execute(update(UserRow).where(UserRow.id == user_id).values(password_hash=hashed))
    _end_sessions(session, user_id, now, keep)
    audit.record(session, at=now, actor_id=user_id, action="password_set", target=f"user:{user_id}")


def _end_sessions(session: Session, user_id: int, now: datetime, keep: str = "") -> None:
    session.execute(
        update(AuthSessionRow)
        .where(
            AuthSessionRow.user_id == user_id,
            AuthSessionRow.revoked_at.is_(None),
            AuthSessionRow.token_hash != keep,
        )
        .values(revoked_at=now)
    )


def sign_out_everywhere(session: Session, user_id: int, now: datetime) -> None:
    """End every session of the person, this one too."""
    with writing(session):
        _end_sessions(session, user_id, now)
        audit.record(
            session,
            at=now,
            actor_id=user_id,
            action="signed_out_everywhere",
            target=f"user:{user_id}",
        )


def save_settings(
    session: Session, user_id: int, *, name: str, time_zone: str, theme: str, shortcuts: bool
) -> None:
    with writing(session):
        session.execute(
            update(UserRow)
            .where(UserRow.id == user_id)
            .values(name=name, time_zone=time_zone or None, theme=theme, shortcuts=shortcuts)
        )


def work_as(session: Session, session_hash: str, role: str) -> None:
    """Choose the role whose tabs are shown."""
    with writing(session):
        session.execute(
            update(AuthSessionRow)
            .where(AuthSessionRow.token_hash == session_hash)
            .values(working_as=role)
        )
