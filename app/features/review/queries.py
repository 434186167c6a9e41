"""What review reads: the queue of the day, one card, and the decks with the learner's cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, func, select
from sqlalchemy.orm import Session

from app.domain.content.formats.practice import Deck
from app.domain.recall.memory import Memory
from app.domain.recall.queue import AHEAD, Done, DueCard, queue
from app.models import DocumentRow, ReviewCardRow, ReviewLogRow
from app.operations.library import all_current

MOST_WAITING = 1000


@dataclass(frozen=True, slots=True)
class Stored:
    """A card as it is stored, with what its document is now."""

    id: int
    document_id: int
    kind: str
    version_id: int | None
    aspect: str
    memory: Memory
    due: datetime
    suspended: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Cards of one deck, or the misses of one kind, as the learner has them."""

    key: str
    title: str
    summary: str
    offered: int
    cards: int
    due: int
    met: int
    suspended: int


_last = (
    select(func.max(ReviewLogRow.reviewed_at))
    .where(ReviewLogRow.card_id == ReviewCardRow.id)
    .correlate(ReviewCardRow)
    .scalar_subquery()
)
_WAITING = (
    select(
        ReviewCardRow.id,
        ReviewCardRow.document_id,
        ReviewCardRow.aspect,
        ReviewCardRow.due_at,
        _last,
    )
    .join(DocumentRow, DocumentRow.id == ReviewCardRow.document_id)
    .where(
        ReviewCardRow.user_id == bindparam("user_id"),
        ReviewCardRow.due_at <= bindparam("until"),
        ReviewCardRow.suspended_at.is_(None),
        DocumentRow.state == "live",
    )
    .order_by(ReviewCardRow.due_at)
    .limit(MOST_WAITING)
)
_earlier = (
    exists()
    .where(ReviewLogRow.card_id == ReviewCardRow.id, ReviewLogRow.reviewed_at < bindparam("since"))
    .correlate(ReviewCardRow)
)
_today = (
    exists()
    .where(ReviewLogRow.card_id == ReviewCardRow.id, ReviewLogRow.reviewed_at >= bindparam("since"))
    .correlate(ReviewCardRow)
)
_DONE = select(ReviewCardRow.id, ReviewCardRow.document_id, ReviewCardRow.aspect, _earlier).where(
    ReviewCardRow.user_id == bindparam("user_id"), _today
)

_CARD = (
    select(
        ReviewCardRow.document_id,
        DocumentRow.kind,
        case((DocumentRow.state == "live", DocumentRow.current_version_id)),
        ReviewCardRow.aspect,
        ReviewCardRow.state,
        ReviewCardRow.due_at,
        ReviewCardRow.suspended_at,
    )
    .join(DocumentRow, DocumentRow.id == ReviewCardRow.document_id)
    .where(ReviewCardRow.id == bindparam("card_id"))
)


def left_today(
    session: Session, user_id: int, now: datetime, since: datetime
) -> tuple[DueCard, ...]:
    """The cards left for today in order; ``since`` is when the learner's day began."""
    waiting = [
        DueCard(
            id=row[0],
            kin=kin(row[1], row[2]),
            due=row[3],
            new=row[4] is None,
            rationed=row[2].startswith("card:"),
            today=row[4] is not None and row[4] >= since,
        )
        for row in session.execute(_WAITING, {"user_id": user_id, "until": now + AHEAD})
    ]
    return queue(waiting, _done(session, user_id, since), now)


def _done(session: Session, user_id: int, since: datetime) -> Done:
    rows = session.execute(_DONE, {"user_id": user_id, "since": since}).all()
    return Done(
        cards=tuple((row[0], kin(row[1], row[2])) for row in rows),
        new=sum(row[2].startswith("card:") and not row[3] for row in rows),
    )


def kin(document_id: int, aspect: str) -> str:
    """What siblings share: both directions of a deck's card are one thing."""
    name = aspect.rpartition(":")[0] if aspect.startswith("card:") else aspect
    return f"{document_id}:{name}"


def stored_card(session: Session, card_id: int) -> Stored:
    """One card; its version is None when its document is no longer shown to learners."""
    row: Any = session.execute(_CARD, {"card_id": card_id}).one()
    return Stored(
        id=card_id,
        document_id=row[0],
        kind=row[1],
        version_id=row[2],
        aspect=row[3],
        memory=Memory.from_dict(row[4]),
        due=row[5],
        suspended=row[6] is not None,
    )


def coming(session: Session, user_id: int) -> tuple[datetime | None, int]:
    """When the next card comes that is not left out, and how many are left out."""
    active = ReviewCardRow.suspended_at.is_(None)
    row = session.execute(
        select(
            func.min(case((active, ReviewCardRow.due_at))),
            func.count(ReviewCardRow.suspended_at),
        ).where(ReviewCardRow.user_id == user_id)
    ).one()
    return row[0], row[1]


def groups(session: Session, user_id: int, now: datetime) -> list[Group]:
    """Every live deck, and the learner's misses by where they come from."""
    counts = _counts(session, user_id, now)
    found = []
    for loaded in all_current(session, "deck"):
        deck = loaded.content.value
        if isinstance(deck, Deck):
            offered = len(deck.cards) * (2 if deck.two_way else 1)
            numbers = counts.get(loaded.document_id, (0, 0, 0, 0))
            found.append(
                Group(f"deck:{deck.ref}", deck.title, deck.summary.strip(), offered, *numbers)
            )
    for kind, title, summary in (
        ("item", "Missed questions", "Questions that you missed in practice and mock exams."),
        ("chart", "Rules from charts", "Coding rules that a chart of yours did not follow."),
    ):
        if kind in counts:
            found.append(Group(kind, title, summary, counts[kind][0], *counts[kind]))
    return found


def _counts(
    session: Session, user_id: int, now: datetime
) -> dict[int | str, tuple[int, int, int, int]]:
    """Cards, due, met and left out: by document id for decks, by kind for the others."""
    reviewed = exists().where(ReviewLogRow.card_id == ReviewCardRow.id).correlate(ReviewCardRow)
    active = ReviewCardRow.suspended_at.is_(None)
    name = case((DocumentRow.kind == "deck", ReviewCardRow.document_id), else_=0)
    rows = session.execute(
        select(
            DocumentRow.kind,
            name,
            func.count(),
            func.sum(case((active & (ReviewCardRow.due_at <= now), 1), else_=0)),
            func.sum(case((reviewed, 1), else_=0)),
            func.sum(case((active, 0), else_=1)),
        )
        .join(DocumentRow, DocumentRow.id == ReviewCardRow.document_id)
        .where(ReviewCardRow.user_id == user_id)
        .group_by(DocumentRow.kind, name)
    )
    return {
        row[1] if row[0] == "deck" else row[0]: (row[2], int(row[3]), int(row[4]), int(row[5]))
        for row in rows
    }
