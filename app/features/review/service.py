"""What review writes: grades, decks taken up, cards left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from app.domain.content.formats.practice import Deck
from app.domain.recall.memory import Grade, review
from app.domain.recall.queue import AHEAD, NEW_A_DAY
from app.extensions import writing
from app.features.review.errors import UnknownError
from app.features.review.queries import stored_card
from app.models import DocumentRow, ReviewCardRow, ReviewLogRow
from app.operations.cards import add_cards
from app.operations.library import current


def grade(session: Session, card_id: int, rating: Grade, save_id: str, now: datetime) -> bool:
    """Keep a grade and put the card off; a repeat, or a card that is not due, changes nothing."""
    card = stored_card(session, card_id)
    known = session.scalar(
        select(exists().where(ReviewLogRow.card_id == card_id, ReviewLogRow.save_id == save_id))
    )
    if known or card.due > now + AHEAD:
        return False
    memory = review(card.memory, rating, now, card_id)
    with writing(session):
        moved: Any = session.execute(
            update(ReviewCardRow)
            .where(ReviewCardRow.id == card_id, ReviewCardRow.due_at == card.due)
            .values(state=memory.to_dict(), due_at=memory.due)
        )
        if not moved.rowcount:
            return False
        session.execute(
            insert(ReviewLogRow).values(
                card_id=card_id, save_id=save_id, rating=int(rating), reviewed_at=now
            )
        )
    return True


def suspend(session: Session, card_id: int, on: bool, now: datetime) -> None:
    """Leave a card out, or bring it back; twice is once."""
    with writing(session):
        session.execute(
            update(ReviewCardRow)
            .where(ReviewCardRow.id == card_id)
            .values(suspended_at=now if on else None)
        )


def add_deck(session: Session, user_id: int, ref: str, now: datetime) -> None:
    """Make the learner's cards of a deck: a day's ration of new ones each day, fronts first.

    So the two directions of a card are days apart. What she has of the deck stays as it is.
    Raises UnknownError when there is no such deck.
    """
    loaded = current(session, "deck", ref)
    if loaded is None or not isinstance(loaded.content.value, Deck):
        raise UnknownError
    aspects = list(_aspects(loaded.content.value))
    with writing(session):
        for day, start in enumerate(range(0, len(aspects), NEW_A_DAY)):
            part = [(loaded.document_id, aspect) for aspect in aspects[start : start + NEW_A_DAY]]
            add_cards(session, user_id, part, now, due=now + timedelta(days=day))


def _aspects(deck: Deck) -> Iterator[str]:
    for side in ("front", "back") if deck.two_way else ("front",):
        for card in deck.cards:
            yield f"card:{card.id}:{side}"


def suspend_group(session: Session, user_id: int, key: str, on: bool, now: datetime) -> None:
    """Leave out, or bring back, the learner's cards of a deck (``deck:REF``) or kind of misses.

    Raises UnknownError for any other key.
    """
    kind, _, ref = key.partition(":")
    if kind not in ("deck", "item", "chart") or (kind == "deck") != bool(ref):
        raise UnknownError
    documents = select(DocumentRow.id).where(DocumentRow.kind == kind)
    if ref:
        documents = documents.where(DocumentRow.ref == ref)
    with writing(session):
        session.execute(
            update(ReviewCardRow)
            .where(
                ReviewCardRow.user_id == user_id,
                ReviewCardRow.document_id.in_(documents),
                ReviewCardRow.suspended_at.is_(None)
                if on
                else ReviewCardRow.suspended_at.is_not(None),
            )
            .values(suspended_at=now if on else None)
        )
