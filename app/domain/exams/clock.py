"""The clock of a sitting: its deadline, whether it is open, and when it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

SittingState = Literal["open", "closed"]
CloseReason = Literal["learner", "time"]


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stands still; ``until`` is None while it lasts."""

    start: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sitting's deadline is made of; all times are aware.

    ``limit`` is None in practice, which has no clock. ``closes_at`` is the end of the window
    in which the exam may be sat, None where there is none or an override lifts it.
    """

    started_at: datetime
    limit: timedelta | None
    time_factor: float = 1.0
    extra: timedelta = timedelta(0)
    pauses: tuple[Pause, ...] = ()
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """The part of a sitting that the clock decides on."""

    state: SittingState
    deadline: datetime | None


def deadline(terms: Terms, now: datetime) -> datetime | None:
    """The earlier of start + limit x factor + extra + pauses and the closing of the window.

    A pause that lasts counts up to ``now``, overlapping pauses once. None without either.
    """
    ends = [] if terms.closes_at is None else [terms.closes_at]
    if terms.limit is not None:
        ends.append(
            terms.started_at
            + terms.limit * terms.time_factor
            + terms.extra
            + _paused(terms.pauses, terms.started_at, now)
        )
    return min(ends, default=None)


def is_open(sitting: Sitting, received_at: datetime) -> bool:
    """Whether an answer that arrived then counts: on the last instant it still does.

    ``received_at`` is when the request arrived, before it waited for any lock.
    """
    return sitting.state == "open" and not _past(sitting.deadline, received_at)


def is_due(sitting: Sitting, now: datetime) -> bool:
    """Whether an open sitting's time is over, so that whoever meets it closes it."""
    return sitting.state == "open" and _past(sitting.deadline, now)


def closed_at(now: datetime, deadline: datetime | None) -> datetime:
    """The moment at which a sitting counts as closed, whoever closes it and however late."""
    return now if deadline is None else min(now, deadline)


def close_reason(now: datetime, deadline: datetime | None) -> CloseReason:
    """Whether time closed the sitting or, before it was over, the learner."""
    return "time" if _past(deadline, now) else "learner"


def _past(deadline: datetime | None, moment: datetime) -> bool:
    return deadline is not None and moment > deadline


def _paused(pauses: Sequence[Pause], start: datetime, now: datetime) -> timedelta:
    total, reached = timedelta(0), start
    for pause in sorted(pauses, key=lambda pause: pause.start):
        until = pause.until if pause.until is not None else now
        begin = max(pause.start, reached)
        if until > begin:
            total += until - begin
            reached = until
    return total
