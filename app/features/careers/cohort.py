"""Which learners a career office serves, filtered; the statements that every list shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from app.domain.careers.consent import SCOPES
from app.domain.careers.outcomes import FACTS, SHOWN_BY
from app.models import ClassMemberRow, ConsentRow, MembershipRow, OutcomeRow, UserRow
from app.operations.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; empty values ask for nothing."""

    q: str = ""
    class_id: int | None = None
    outcome: str = ""
    consent: str = ""
    descending: bool = False

    @property
    def any(self) -> bool:
        return bool(self.q or self.class_id or self.outcome or self.consent)


@dataclass(frozen=True, slots=True)
class Office:
    """A career office, its programme, and the organisations whose students it serves."""

    office: Organisation
    served: tuple[int, ...]

    @property
    def id(self) -> int:
        return self.office.id

    @property
    def programme_id(self) -> int:
        """Outcomes belong to the programme: the organisation right above the office."""
        if self.office.parent_id is None:
            raise ValueError(f"{self.office.slug} serves no programme")
        return self.office.parent_id


def consent_in_force(office_id: int, at: datetime) -> ColumnElement[bool]:
    """Of a consent row: it opens this office's view at this moment."""
    return (
        (ConsentRow.organisation_id == office_id)
        & (ConsentRow.given_at <= at)
        & (ConsentRow.ends_at > at)
        & ConsentRow.withdrawn_at.is_(None)
    )


def consents(office_id: int, scope: str, user: Any, at: datetime) -> ColumnElement[bool]:
    """Whether this user shares this scope with the office now."""
    if scope not in SCOPES:
        raise ValueError(scope)
    return exists().where(
        ConsentRow.user_id == user,
        consent_in_force(office_id, at),
        ("," + ConsentRow.scopes + ",").contains(f",{scope},"),
    )


def in_effect(programme_id: int) -> ColumnElement[bool]:
    """Of an outcome row: it stands for this programme, uncorrected."""
    return (OutcomeRow.organisation_id == programme_id) & OutcomeRow.superseded_by.is_(None)


def learners(office: Office, filters: Filters, at: datetime) -> Select[int]:
    """Ids of all whom the office serves, present and former, that pass the filters."""
    query = select(UserRow.id).where(
        UserRow.erased_at.is_(None),
        exists().where(
            MembershipRow.user_id == UserRow.id,
            MembershipRow.role == "student",
            MembershipRow.organisation_id.in_(office.served),
        ),
    )
    for condition in _conditions(office, filters, at):
        query = query.where(condition)
    return query


def _conditions(office: Office, filters: Filters, at: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.q:
        conditions.append(func.lower(UserRow.name).contains(filters.q.lower(), autoescape=True))
    if filters.class_id is not None:
        conditions.append(
            exists().where(
                ClassMemberRow.user_id == UserRow.id,
                ClassMemberRow.class_id == filters.class_id,
                ClassMemberRow.role == "student",
            )
        )
    standing = exists().where(OutcomeRow.user_id == UserRow.id, in_effect(office.programme_id))
    for fact in FACTS:
        if filters.outcome == fact:
            conditions.append(standing.where(OutcomeRow.fact.in_(SHOWN_BY[fact]), OutcomeRow.value))
    if filters.outcome == "none":
        conditions.append(~standing)
    sharing = exists().where(ConsentRow.user_id == UserRow.id, consent_in_force(office.id, at))
    if filters.consent:
        conditions.append(sharing if filters.consent == "shared" else ~sharing)
    return conditions


def ordered(query: Select[int], filters: Filters) -> Select[int]:
    name = func.lower(UserRow.name)
    return query.order_by(name.desc() if filters.descending else name, UserRow.id)
