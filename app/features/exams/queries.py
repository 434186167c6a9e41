"""What the pages of an open exam read: the catalogue, the sitting, its questions and states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.exams.blueprint import Blueprint, blueprint_from_body
from app.domain.exams.clock import Sitting, is_due
from app.domain.exams.pool import Supply, check_supply
from app.domain.items.item import Item
from app.domain.items.values import Response
from app.features.exams.errors import UnknownError
from app.models import AnswerRow, ExamRow, GradingRow, SittingRow
from app.operations.exam_pool import exam_items
from app.operations.library import all_current, load_version


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sitting of the learner, as the catalogue lists it; the score is None while open."""

    id: int
    number: int
    state: str
    started_at: datetime
    deadline: datetime | None
    closed_at: datetime | None
    scaled: float | None
    passed: bool | None
    answered: int
    items: int


@dataclass(frozen=True, slots=True)
class Offer:
    """An exam of the catalogue: its plan, what the bank has for it, and what she did of it."""

    slug: str
    title: str
    plan: Blueprint
    supply: Supply
    attempts: tuple[Attempt, ...]

    @property
    def fillable(self) -> bool:
        return not self.supply.problems

    @property
    def open(self) -> Attempt | None:
        return next((one for one in self.attempts if one.state == "open"), None)

    @property
    def closed(self) -> tuple[Attempt, ...]:
        return tuple(one for one in self.attempts if one.state == "closed")


@dataclass(frozen=True, slots=True)
class Head:
    """A sitting as every page of it shows it; ``title`` is the exam's name up to a comma."""

    id: int
    slug: str
    title: str
    number: int
    state: str
    started_at: datetime
    deadline: datetime
    items: int

    def is_due(self, now: datetime) -> bool:
        return is_due(Sitting("open", self.deadline), now) and self.state == "open"


@dataclass(frozen=True, slots=True)
class Cell:
    """A question of the sitting in the navigator."""

    position: int
    version_id: int
    answered: bool
    flagged: bool
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """One question with what is stored of it."""

    position: int
    item: Item
    option_order: str
    response: Response | None
    flagged: bool
    struck: int
    revision: int
    saved_at: datetime | None


def short_title(title: str) -> str:
    return title.partition(",")[0]


def catalogue(session: Session, user_id: int) -> list[Offer]:
    """Every exam that is offered, with this learner's sittings, newest first."""
    pool = [found.pooled for found in exam_items(session).values()]
    attempts = _attempts(session, user_id)
    offers = []
    for loaded in all_current(session, "blueprint"):
        plan = blueprint_from_body(loaded.content.data)
        offers.append(
            Offer(
                loaded.ref,
                plan.title,
                plan,
                check_supply(plan, pool),
                tuple(attempts.get(loaded.ref, ())),
            )
        )
    return sorted(offers, key=lambda offer: (not offer.fillable, -offer.plan.scored))


def _attempts(session: Session, user_id: int) -> dict[str, list[Attempt]]:
    answered = (
        select(func.count())
        .where(AnswerRow.sitting_id == SittingRow.id, AnswerRow.response.is_not(None))
        .correlate(SittingRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            ExamRow.slug,
            SittingRow.id,
            SittingRow.number,
            SittingRow.state,
            SittingRow.started_at,
            SittingRow.deadline_at,
            SittingRow.closed_at,
            GradingRow.scaled,
            GradingRow.passed,
            answered,
            SittingRow.item_count,
        )
        .join(ExamRow, ExamRow.id == SittingRow.exam_id)
        .outerjoin(GradingRow, GradingRow.id == SittingRow.current_grading_id)
        .where(SittingRow.user_id == user_id, SittingRow.kind == "exam")
        .order_by(SittingRow.number.desc())
    )
    found: dict[str, list[Attempt]] = {}
    for slug, *rest in rows:
        found.setdefault(slug, []).append(Attempt(*rest))
    return found


def due_sittings(session: Session, user_id: int, now: datetime) -> Sequence[int]:
    """Ids of the learner's open exams whose time is over."""
    return session.scalars(
        select(SittingRow.id).where(
            SittingRow.user_id == user_id,
            SittingRow.kind == "exam",
            SittingRow.state == "open",
            SittingRow.deadline_at < now,
        )
    ).all()


def head(session: Session, sitting_id: int) -> Head:
    """The sitting's facts; raises UnknownError when there is no such exam."""
    row = session.execute(
        select(
            SittingRow.id,
            ExamRow.slug,
            ExamRow.title,
            SittingRow.number,
            SittingRow.state,
            SittingRow.started_at,
            SittingRow.deadline_at,
            SittingRow.item_count,
        )
        .join(ExamRow, ExamRow.id == SittingRow.exam_id)
        .where(SittingRow.id == sitting_id, SittingRow.kind == "exam")
    ).one_or_none()
    if row is None or row.deadline_at is None:
        raise UnknownError
    return Head(
        id=row.id,
        slug=row.slug,
        title=short_title(row.title),
        number=row.number,
        state=row.state,
        started_at=row.started_at,
        deadline=row.deadline_at,
        items=row.item_count,
    )


def cells(session: Session, sitting_id: int) -> list[Cell]:
    """All questions of the sitting in order."""
    rows = session.execute(
        select(
            AnswerRow.position,
            AnswerRow.version_id,
            AnswerRow.response.is_not(None),
            AnswerRow.flagged,
            AnswerRow.saved_at,
        )
        .where(AnswerRow.sitting_id == sitting_id)
        .order_by(AnswerRow.position)
    )
    return [Cell(*row) for row in rows]


def place(session: Session, sitting_id: int, position: int) -> Place:
    """One question of the sitting; raises UnknownError when it has no such place."""
    row = session.execute(
        select(
            AnswerRow.version_id,
            AnswerRow.position_in_set,
            AnswerRow.option_order,
            AnswerRow.response,
            AnswerRow.flagged,
            AnswerRow.struck_mask,
            AnswerRow.revision,
            AnswerRow.saved_at,
        ).where(AnswerRow.sitting_id == sitting_id, AnswerRow.position == position)
    ).one_or_none()
    if row is None:
        raise UnknownError
    return Place(
        position=position,
        item=load_version(session, row.version_id).items[row.position_in_set],
        option_order=row.option_order,
        response=Response.from_json(row.response) if row.response else None,
        flagged=row.flagged,
        struck=row.struck_mask,
        revision=row.revision,
        saved_at=row.saved_at,
    )


def resume_at(session: Session, sitting_id: int) -> int:
    """The question where she was last: the one saved last, or the first."""
    found = session.scalar(
        select(AnswerRow.position)
        .where(AnswerRow.sitting_id == sitting_id, AnswerRow.saved_at.is_not(None))
        .order_by(AnswerRow.saved_at.desc(), AnswerRow.position.desc())
        .limit(1)
    )
    return found or 1


def set_of(cells: Sequence[Cell], position: int) -> range:
    """Positions of the questions that share a scenario with this one, itself included."""
    version = cells[position - 1].version_id
    same = [cell.position for cell in cells if cell.version_id == version]
    return range(same[0], same[-1] + 1)


def duration(limit: timedelta) -> str:
    """``3 h 25 min``, ``95 min`` under two hours."""
    minutes = int(limit.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
