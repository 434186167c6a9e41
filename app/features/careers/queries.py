"""What the cohort page and its file read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.careers.consent import Scope, read_scopes
from app.domain.careers.counts import shown
from app.domain.careers.outcomes import FACTS, SHOWN_BY, Fact
from app.features.careers.cohort import (
    Filters,
    Office,
    consent_in_force,
    in_effect,
    learners,
    ordered,
)
from app.features.careers.learning import ChartsDone, Ids, Practice, learning, lesson_count
from app.models import ClassMemberRow, ClassRow, ConsentRow, OutcomeRow, UserRow
from app.operations.organisations import load_tree

PAGE = 25
_ORDER: dict[str, int] = {fact: place for place, fact in enumerate(FACTS)}


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A fact in effect; ``on`` is None where the day is not known."""

    id: int
    fact: str
    value: bool
    on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """A consent in force and the last moment at which it holds."""

    scopes: frozenset[Scope]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class LearnerView:
    """A learner in the list; learning data are None where she does not share them."""

    id: int
    name: str
    email: str
    classes: tuple[str, ...]
    outcomes: tuple[OutcomeView, ...]
    sharing: Sharing | None
    lessons: int | None
    charts: ChartsDone | None
    practice: Practice | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the filtered list; None where the group is too small to be counted."""

    total: int | None
    sharing: int | None
    facts: dict[Fact, int | None]


@dataclass(frozen=True, slots=True)
class CohortPage:
    rows: list[LearnerView]
    matches: int
    lessons: int
    summary: Summary


def offices(session: Session, held: Collection[int]) -> list[Office]:
    """The career offices in which memberships in ``held`` count, by name."""
    tree = load_tree(session)
    return [
        Office(office, tuple(o.id for o in tree.served_by(office.id)))
        for office in tree.offices(held)
        if office.parent_id is not None
    ]


def classes(session: Session, office: Office) -> list[tuple[int, str]]:
    """The classes of the programme, newest first, for the filter."""
    rows = session.execute(
        select(ClassRow.id, ClassRow.name)
        .where(ClassRow.organisation_id.in_(office.served))
        .order_by(ClassRow.created_at.desc(), ClassRow.name)
    )
    return [(i, name) for i, name in rows]


def cohort_page(
    session: Session, office: Office, filters: Filters, page: int, at: datetime
) -> CohortPage:
    """One page of the list; the number of SELECTs does not depend on its size."""
    summary, matches = _summary(session, office, filters, at)
    ids = list(
        session.scalars(
            ordered(learners(office, filters, at), filters).limit(PAGE).offset((page - 1) * PAGE)
        )
    )
    rows = views_of(session, office, ids, filters, at)
    return CohortPage(rows, matches, lesson_count(session), summary)


def cohort_file(
    session: Session, office: Office, filters: Filters, at: datetime
) -> list[LearnerView]:
    """Everyone whom the filters let through."""
    return views_of(session, office, learners(office, filters, at), filters, at)


def _summary(
    session: Session, office: Office, filters: Filters, at: datetime
) -> tuple[Summary, int]:
    ids = learners(office, filters, at).subquery()
    chosen = select(ids.c.id)
    total = session.scalar(select(func.count()).select_from(ids)) or 0
    sharing = session.scalar(
        select(func.count(ConsentRow.user_id.distinct())).where(
            ConsentRow.user_id.in_(chosen), consent_in_force(office.id, at)
        )
    )
    learner = OutcomeRow.user_id.distinct()
    reached = session.execute(
        select(
            *(func.count(learner).filter(OutcomeRow.fact.in_(SHOWN_BY[fact])) for fact in FACTS)
        ).where(OutcomeRow.user_id.in_(chosen), in_effect(office.programme_id), OutcomeRow.value)
    ).one()
    facts = {fact: shown(n, total) for fact, n in zip(FACTS, reached, strict=True)}
    return Summary(shown(total, total), shown(sharing or 0, total), facts), total


def views_of(
    session: Session, office: Office, ids: Ids, filters: Filters, at: datetime
) -> list[LearnerView]:
    people = session.execute(
        ordered(select(UserRow.id).where(UserRow.id.in_(ids)), filters).add_columns(
            UserRow.name, UserRow.email
        )
    ).all()
    rooms, facts = _classes_of(session, office, ids), outcomes_of(session, office, ids)
    sharing, known = _sharing(session, office, ids, at), learning(session, office.id, ids, at)
    views = []
    for user, name, email in people:
        open_to = sharing[user].scopes if user in sharing else frozenset()
        views.append(
            LearnerView(
                id=user,
                name=name,
                email=email or "",
                classes=tuple(rooms.get(user, ())),
                outcomes=tuple(facts.get(user, ())),
                sharing=sharing.get(user),
                lessons=known.lessons.get(user, 0) if "lessons" in open_to else None,
                charts=known.charts.get(user, ChartsDone(0, 0)) if "charts" in open_to else None,
                practice=known.practice.get(user, Practice(0, 0))
                if "practice" in open_to
                else None,
            )
        )
    return views


def _classes_of(session: Session, office: Office, ids: Ids) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = session.execute(
        select(ClassMemberRow.user_id, ClassRow.name)
        .join(ClassRow, ClassRow.id == ClassMemberRow.class_id)
        .where(
            ClassMemberRow.user_id.in_(ids),
            ClassMemberRow.role == "student",
            ClassRow.organisation_id.in_(office.served),
        )
        .order_by(ClassRow.name)
    )
    for user, name in rows:
        found.setdefault(user, []).append(name)
    return found


def outcomes_of(session: Session, office: Office, ids: Ids) -> dict[int, list[OutcomeView]]:
    """The facts in effect by learner, in the order of a career."""
    found: dict[int, list[OutcomeView]] = {}
    rows = session.execute(
        select(
            OutcomeRow.user_id,
            OutcomeRow.id,
            OutcomeRow.fact,
            OutcomeRow.value,
            OutcomeRow.on,
            OutcomeRow.source,
        ).where(OutcomeRow.user_id.in_(ids), in_effect(office.programme_id))
    )
    for user, row, fact, value, on, source in rows:
        found.setdefault(user, []).append(OutcomeView(row, fact, value, on, source))
    for facts in found.values():
        facts.sort(key=lambda one: _ORDER[one.fact])
    return found


def _sharing(session: Session, office: Office, ids: Ids, at: datetime) -> dict[int, Sharing]:
    rows = session.execute(
        select(ConsentRow.user_id, ConsentRow.scopes, ConsentRow.given_at, ConsentRow.ends_at)
        .where(ConsentRow.user_id.in_(ids), consent_in_force(office.id, at))
        .order_by(ConsentRow.id)
    )
    return {
        user: Sharing(read_scopes(scopes), given, ends - timedelta(seconds=1))
        for user, scopes, given, ends in rows
    }
