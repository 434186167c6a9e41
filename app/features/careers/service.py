"""What the career office writes: outcomes, notes, consents, and each look at a learner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast

from sqlalchemy import case, insert, literal, select, update
from sqlalchemy.orm import Session

from app.domain.careers.consent import Scope, end_problem, read_scopes, write_scopes
from app.domain.careers.outcomes import Fact, Outcome, outcome_problem
from app.extensions import writing
from app.models import AccessLogRow, CareerNoteRow, ConsentRow, OutcomeRow
from app.operations import audit

TEXT_VERSION = "2026-11"
"""The wording of the consent that learners see; a new one where it changes in meaning."""


class RefusedError(Exception):
    """The act is refused; the message is a sentence for the person."""


class StaleError(RefusedError):
    """Someone entered something meanwhile, which the person has not seen."""


def log_looks(session: Session, viewer_id: int, looks: Mapping[int, str], now: datetime) -> None:
    """Note that this person looked at these learners, before anything is shown.

    ``looks`` says by learner what was looked at: a key of ``consent_queries.LOOKS``.
    """
    rows = [
        {"viewer_id": viewer_id, "learner_id": learner, "what": what, "at": now}
        for learner, what in looks.items()
    ]
    if rows:
        with writing(session):
            session.execute(insert(AccessLogRow), rows)


def enter_outcome(
    session: Session,
    user_id: int,
    programme_id: int,
    new: Outcome,
    replaces: int | None,
    actor_id: int,
    now: datetime,
    today: date,
) -> None:
    """Enter a fact; one that was known is kept and superseded.

    ``replaces`` is the id of the entry that the officer saw, None where there was none. Raises
    RefusedError when it does not fit what is known, StaleError when another stands meanwhile.
    """
    with writing(session):
        known = _facts(session, user_id, programme_id)
        old = known[new.fact][0] if new.fact in known else None
        if old != replaces:
            raise StaleError("Someone entered this fact meanwhile. Look at it, then decide.")
        if problem := outcome_problem(new, {f: o for f, (_, o) in known.items()}, today):
            raise RefusedError(problem)
        row = OutcomeRow(
            user_id=user_id,
            organisation_id=programme_id,
            fact=new.fact,
            value=new.value,
            on=new.on,
            source=new.source,
            entered_by=actor_id,
            created_at=now,
        )
        session.add(row)
        session.flush()
        if old is not None:
            session.execute(
                update(OutcomeRow).where(OutcomeRow.id == old).values(superseded_by=row.id)
            )
        audit.record(
            session,
            at=now,
            actor_id=actor_id,
            action="outcome_entered",
            target=f"user:{user_id}",
            fact=new.fact,
            corrects=old,
        )


def _facts(session: Session, user_id: int, programme_id: int) -> dict[Fact, tuple[int, Outcome]]:
    rows = session.scalars(
        select(OutcomeRow)
        .where(
            OutcomeRow.user_id == user_id,
            OutcomeRow.organisation_id == programme_id,
            OutcomeRow.superseded_by.is_(None),
        )
        .order_by(OutcomeRow.id)
    )
    facts: dict[Fact, tuple[int, Outcome]] = {}
    for row in rows:
        fact = cast(Fact, row.fact)
        facts[fact] = (row.id, Outcome(fact, row.value, row.on, row.source))
    return facts


def add_note(
    session: Session, user_id: int, office_id: int, body: str, actor_id: int, now: datetime
) -> None:
    """Keep a note; the same words by the same officer twice in a row are one note."""
    with writing(session):
        last = session.scalar(
            select(CareerNoteRow)
            .where(CareerNoteRow.user_id == user_id, CareerNoteRow.organisation_id == office_id)
            .order_by(CareerNoteRow.id.desc())
            .limit(1)
        )
        if last and (last.body, last.author_id, last.removed_at) == (body, actor_id, None):
            return
        session.add(
            CareerNoteRow(
                user_id=user_id,
                organisation_id=office_id,
                author_id=actor_id,
                body=body,
                created_at=now,
            )
        )


def set_note_removed(
    session: Session, note_id: int, removed_at: datetime | None, actor_id: int, now: datetime
) -> None:
    """Remove a note, or bring it back with None."""
    with writing(session):
        session.execute(
            update(CareerNoteRow).where(CareerNoteRow.id == note_id).values(removed_at=removed_at)
        )
        audit.record(
            session,
            at=now,
            actor_id=actor_id,
            action="note_removed" if removed_at else "note_restored",
            target=f"note:{note_id}",
        )


def grant_consent(
    session: Session,
    user_id: int,
    office_id: int,
    scopes: Iterable[str],
    last_day: date,
    ends_at: datetime,
    now: datetime,
    today: date,
) -> None:
    """Let the office see these until the end; what was granted before ends now.

    Raises RefusedError when nothing is chosen or the end is out of bounds.
    """
    wanted: frozenset[Scope] = read_scopes(",".join(scopes))
    if not wanted:
        raise RefusedError("Choose at least one thing to share.")
    if problem := end_problem(last_day, today):
        raise RefusedError(problem)
    with writing(session):
        _end_grants(session, user_id, office_id, now)
        session.add(
            ConsentRow(
                user_id=user_id,
                organisation_id=office_id,
                scopes=write_scopes(wanted),
                text_version=TEXT_VERSION,
                given_at=now,
                ends_at=ends_at,
                created_at=now,
            )
        )
        _audit_consent(session, user_id, office_id, "consent_given", now)


def withdraw_consent(session: Session, user_id: int, office_id: int, now: datetime) -> None:
    """End what is granted, at once; a second time changes nothing."""
    with writing(session):
        if _end_grants(session, user_id, office_id, now):
            _audit_consent(session, user_id, office_id, "consent_withdrawn", now)


def _end_grants(session: Session, user_id: int, office_id: int, now: datetime) -> bool:
    """End the open grant; one whose time was over before keeps its own end."""
    ended = session.execute(
        update(ConsentRow)
        .where(
            ConsentRow.user_id == user_id,
            ConsentRow.organisation_id == office_id,
            ConsentRow.withdrawn_at.is_(None),
        )
        .values(
            withdrawn_at=case((ConsentRow.ends_at <= now, ConsentRow.ends_at), else_=literal(now))
        )
        .returning(ConsentRow.ends_at)
        .execution_options(synchronize_session=False)
    ).all()
    return any(ends > now for (ends,) in ended)


def _audit_consent(
    session: Session, user_id: int, office_id: int, action: str, now: datetime
) -> None:
    audit.record(
        session,
        at=now,
        actor_id=user_id,
        action=action,
        target=f"user:{user_id}",
        organisation=office_id,
    )
