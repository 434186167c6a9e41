"""A learner's consent: what she shares with a career office, and until when."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

Scope = Literal["lessons", "charts", "practice"]
SCOPES: tuple[Scope, ...] = ("lessons", "charts", "practice")
USUAL_MONTHS = 6
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Consent:
    """What was granted; ``withdrawn_at`` is None until she ends it before its time."""

    scopes: frozenset[Scope]
    given_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None = None

    def in_force(self, at: datetime) -> bool:
        """Whether the office may look at this moment."""
        stopped = self.withdrawn_at is not None and self.withdrawn_at <= at
        return self.given_at <= at < self.ends_at and not stopped


def shared(consents: Iterable[Consent], at: datetime) -> frozenset[Scope]:
    """Everything that some consent in force opens."""
    return frozenset().union(*(c.scopes for c in consents if c.in_force(at)))


def read_scopes(text: str) -> frozenset[Scope]:
    """Scopes as they are stored, with commas between; a word that is none opens nothing."""
    words = set(text.split(","))
    return frozenset(scope for scope in SCOPES if scope in words)


def write_scopes(scopes: Iterable[str]) -> str:
    """The stored form, in a fixed order."""
    wanted = set(scopes)
    return ",".join(scope for scope in SCOPES if scope in wanted)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_problem(last: date, today: date) -> str | None:
    """Why consent cannot end after this day, in a sentence; None when it can."""
    latest = months_after(today, MOST_MONTHS)
    if last < today:
        return "Enter today or a later day."
    if last > latest:
        return f"Enter a day within {MOST_MONTHS} months, until {latest.day} {latest:%b %Y}."
    return None


def end_of_day(last: date, zone: tzinfo) -> datetime:
    """The moment at which the last day is over where she lives."""
    return datetime.combine(last + timedelta(days=1), time.min, zone)
