"""What is known of a learner's memory of one card, and when to ask again: FSRS-6 by its library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from random import Random
from typing import Any, Literal

from fsrs import Card, Rating, Scheduler, State

MIN_FUZZED_DAYS = 3
FUZZ = 0.05

MemoryState = Literal["learning", "review", "relearning"]

_SCHEDULER = Scheduler(enable_fuzzing=False)
_STATES: dict[MemoryState, State] = {
    "learning": State.Learning,
    "review": State.Review,
    "relearning": State.Relearning,
}


class Grade(IntEnum):
    """How well the learner recalled, as she says herself."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of one card: ``stability`` in days, ``difficulty`` 1 to 10, None when new.

    ``step`` counts the short steps of learning and relearning, None in review.
    """

    due: datetime
    state: MemoryState = "learning"
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    last_review: datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """A mapping that JSON can hold, times in ISO format and UTC."""
        return {
            "due": self.due.isoformat(),
            "state": self.state,
            "step": self.step,
            "stability": self.stability,
            "difficulty": self.difficulty,
            "last_review": self.last_review.isoformat() if self.last_review else None,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Memory:
        """Read what ``to_dict`` wrote; raises KeyError or ValueError for anything else."""
        last = stored["last_review"]
        return cls(
            due=datetime.fromisoformat(stored["due"]),
            state=_state(stored["state"]),
            step=stored["step"],
            stability=stored["stability"],
            difficulty=stored["difficulty"],
            last_review=datetime.fromisoformat(last) if last else None,
        )


def new_memory(now: datetime) -> Memory:
    """A card never reviewed, due at once."""
    return Memory(due=now.astimezone(UTC))


def review(memory: Memory, grade: Grade, now: datetime, seed: int | str | None = None) -> Memory:
    """The memory after a review.

    With a ``seed``, intervals of three days and more are spread by up to 5 % (a day at least),
    the same for the same seed, so that cards learned on one day do not all return on one.
    """
    now = now.astimezone(UTC)
    card, _ = _SCHEDULER.review_card(_card(memory), Rating(grade), now)
    return Memory(
        due=now + _spread(card.due - now, seed),
        state=_state(card.state.name.lower()),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        last_review=now,
    )


def preview(memory: Memory, now: datetime, seed: int | str | None = None) -> dict[Grade, datetime]:
    """When the card would be due next for each grade; ``review`` with the seed keeps to it."""
    return {grade: review(memory, grade, now, seed).due for grade in Grade}


def _card(memory: Memory) -> Card:
    return Card(
        card_id=0,
        state=_STATES[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.last_review,
    )


def _state(name: str) -> MemoryState:
    if name not in _STATES:
        raise ValueError(f"{name!r} is no state of a memory")
    return name


def _spread(interval: timedelta, seed: int | str | None) -> timedelta:
    if seed is None or interval.days < MIN_FUZZED_DAYS:
        return interval
    reach = max(1, round(interval.days * FUZZ))
    days = Random(str(seed)).randint(-reach, reach)  # noqa: S311  reproducible by intent
    return interval + timedelta(days=days)
