"""Which cards come today, and in which order: due ones, then some new ones, siblings apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NEW_A_DAY = 20
"""New cards of decks that a learner meets in a day; her own misses come on top."""
AHEAD = timedelta(minutes=20)
"""How early a card of today may come again when nothing else is left."""


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card that waits. Cards with one ``kin`` are siblings: two sides of one thing.

    ``new`` was never reviewed; ``rationed`` counts against the new cards of a day;
    ``today`` was reviewed earlier today and comes again.
    """

    id: int
    kin: str
    due: datetime
    new: bool = False
    rationed: bool = False
    today: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was reviewed today: card ids by kin, and how many rationed cards were new."""

    cards: Collection[tuple[int, str]] = ()
    new: int = 0


def queue(
    waiting: Sequence[DueCard], done: Done, now: datetime, new_a_day: int = NEW_A_DAY
) -> tuple[DueCard, ...]:
    """The cards left for today, in order.

    Cards of today that come again first, then those due before, then new ones; new cards of
    decks only up to what is left of the day's ration. Of siblings one comes on a day: not one
    whose sibling was reviewed today, nor two in one queue. Cards of today that are due within
    ``AHEAD`` come early when nothing else is left.
    """
    ready = [card for card in waiting if card.due <= now]
    left = _apart(ready, done, new_a_day)
    if left:
        return left
    soon = [card for card in waiting if card.today and card.due <= now + AHEAD]
    return _apart(soon, done, new_a_day)


def _apart(cards: Sequence[DueCard], done: Done, new_a_day: int) -> tuple[DueCard, ...]:
    met = {kin: card for card, kin in done.cards}
    ration = max(0, new_a_day - done.new)
    taken = []
    for card in sorted(cards, key=_order):
        if met.get(card.kin, card.id) != card.id:
            continue
        if card.new and card.rationed:
            if not ration:
                continue
            ration -= 1
        met[card.kin] = card.id
        taken.append(card)
    return tuple(taken)


def _order(card: DueCard) -> tuple[int, datetime, int]:
    return (0 if card.today else 2 if card.new else 1, card.due, card.id)
