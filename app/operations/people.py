"""Making people, giving roles, one-time links and mails; in the caller's transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models import MembershipRow, OneTimeLinkRow, OrganisationRow, UserRow
from app.operations import jobs
from app.operations.tokens import hash_token

LINK_LIFETIME = {"reset": timedelta(hours=1), "invite": timedelta(days=14)}


def normalise_email(email: str) -> str:
    """The form in which addresses are compared."""
    return email.strip().casefold()


def find(session: Session, email: str) -> int | None:
    """The id of the account with this address."""
    return session.scalar(
        select(UserRow.id).where(UserRow.email_normalized == normalise_email(email))
    )


def create(
    session: Session, *, name: str, email: str, password_hash: str | None, now: datetime
) -> int:
    """Add an account without any role; returns its id."""
    user = UserRow(
        name=name.strip(),
        email=email.strip(),
        email_normalized=normalise_email(email),
        password_hash=password_hash,
        created_at=now,
    )
    session.add(user)
    session.flush()
    return user.id


def grant(session: Session, user_id: int, organisation_id: int, role: str, now: datetime) -> None:
    """Give a role in an organisation; one that was ended begins again."""
    held = session.scalar(
        select(MembershipRow).where(
            MembershipRow.user_id == user_id,
            MembershipRow.organisation_id == organisation_id,
            MembershipRow.role == role,
        )
    )
    if held is not None:
        held.ends_at = None
        return
    session.add(
        MembershipRow(
            user_id=user_id,
            organisation_id=organisation_id,
            role=role,
            starts_at=now,
            created_at=now,
        )
    )


def end_role(session: Session, membership_id: int, now: datetime) -> None:
    session.execute(
        update(MembershipRow).where(MembershipRow.id == membership_id).values(ends_at=now)
    )


def add_link(session: Session, user_id: int, purpose: str, token: str, now: datetime) -> None:
    """Store a one-time link (``invite`` or ``reset``); earlier ones of its kind stop working."""
    session.execute(
        update(OneTimeLinkRow)
        .where(
            OneTimeLinkRow.user_id == user_id,
            OneTimeLinkRow.purpose == purpose,
            OneTimeLinkRow.used_at.is_(None),
        )
        .values(used_at=now)
    )
    session.add(
        OneTimeLinkRow(
            token_hash=hash_token(token),
            user_id=user_id,
            purpose=purpose,
            expires_at=now + LINK_LIFETIME[purpose],
            created_at=now,
        )
    )


def mail(session: Session, user_id: int, subject: str, body: str, now: datetime) -> None:
    """Queue a mail to the person; the worker sends it when SMTP is set."""
    jobs.enqueue(session, "mail", {"user_id": user_id, "subject": subject, "body": body}, now)


def school(session: Session) -> OrganisationRow:
    """The one school of the install; raises NoResultFound before ``flask setup``."""
    return session.scalars(select(OrganisationRow).where(OrganisationRow.kind == "school")).one()
