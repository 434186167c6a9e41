"""What one learner's page in the career office reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.domain.careers.consent import Scope, read_scopes
from app.features.careers.cohort import Filters, Office
from app.features.careers.learning import ChartScore, Practice, charts_of, practice_by_domain
from app.features.careers.queries import LearnerView, views_of
from app.models import CareerNoteRow, ConsentRow, OutcomeRow, UserRow

MOST_NOTES = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """An outcome as it was entered; ``corrected`` when a later one took its place."""

    fact: str
    value: bool
    on: date | None
    source: str
    by: str
    at: datetime
    corrected: bool


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    body: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """A consent of now or before; ``until`` is the last moment at which it held or will hold."""

    scopes: frozenset[Scope]
    since: datetime
    until: datetime
    withdrawn: bool
    in_force: bool


@dataclass(frozen=True, slots=True)
class LearnerPage:
    learner: LearnerView
    history: list[Entry]
    grants: list[Grant]
    notes: list[Note]
    charts: list[ChartScore]
    practice: dict[str, Practice]


def learner_page(session: Session, office: Office, user_id: int, at: datetime) -> LearnerPage:
    """Everything that the office may see of one learner now."""
    [learner] = views_of(session, office, [user_id], Filters(), at)
    return LearnerPage(
        learner=learner,
        history=_history(session, office, user_id),
        grants=grants(session, office.id, user_id, at),
        notes=_notes(session, office.id, user_id),
        charts=charts_of(session, office.id, user_id, at),
        practice=practice_by_domain(session, office.id, user_id, at),
    )


def _history(session: Session, office: Office, user_id: int) -> list[Entry]:
    rows = session.execute(
        select(
            OutcomeRow.fact,
            OutcomeRow.value,
            OutcomeRow.on,
            OutcomeRow.source,
            UserRow.name,
            OutcomeRow.created_at,
            OutcomeRow.superseded_by.is_not(None),
        )
        .join(UserRow, UserRow.id == OutcomeRow.entered_by)
        .where(OutcomeRow.user_id == user_id, OutcomeRow.organisation_id == office.programme_id)
        .order_by(OutcomeRow.id.desc())
    )
    return [Entry(*row) for row in rows]


def grants(session: Session, office_id: int, user_id: int, at: datetime) -> list[Grant]:
    """Her consents for this office, newest first."""
    rows = session.scalars(
        select(ConsentRow)
        .where(ConsentRow.user_id == user_id, ConsentRow.organisation_id == office_id)
        .order_by(ConsentRow.id.desc())
        .limit(20)
    )
    return [_grant(row, at) for row in rows]


def _grant(row: ConsentRow, at: datetime) -> Grant:
    withdrawn = row.withdrawn_at is not None and row.withdrawn_at < row.ends_at
    return Grant(
        scopes=read_scopes(row.scopes),
        since=row.given_at,
        until=row.withdrawn_at
        if withdrawn and row.withdrawn_at
        else row.ends_at - timedelta(seconds=1),
        withdrawn=withdrawn,
        in_force=row.withdrawn_at is None and row.ends_at > at,
    )


def _notes(session: Session, office_id: int, user_id: int) -> list[Note]:
    author = aliased(UserRow)
    rows = session.execute(
        select(CareerNoteRow.id, CareerNoteRow.body, author.name, CareerNoteRow.created_at)
        .join(author, author.id == CareerNoteRow.author_id)
        .where(
            CareerNoteRow.user_id == user_id,
            CareerNoteRow.organisation_id == office_id,
            CareerNoteRow.removed_at.is_(None),
        )
        .order_by(CareerNoteRow.id.desc())
        .limit(MOST_NOTES)
    )
    return [Note(*row) for row in rows]
