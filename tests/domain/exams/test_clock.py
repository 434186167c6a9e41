"""The deadline of a sitting: a decision table of forty rows, and what follows from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.exams.clock import (
    Pause,
    Sitting,
    Terms,
    close_reason,
    closed_at,
    deadline,
    is_due,
    is_open,
)

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def pauses(*spans: tuple[float, float | None]) -> tuple[Pause, ...]:
    return tuple(Pause(at(a), None if b is None else at(b)) for a, b in spans)


# limit, factor, extra, pauses, the window's end, now -> the deadline; all in minutes from the start
TABLE = [
    # no accommodation
    (60, 1.0, 0, (), None, 0, 60),
    (60, 1.0, 0, (), None, 600, 60),
    (60, 1.0, 0, (), 90, 0, 60),
    (60, 1.0, 0, (), 60, 0, 60),
    (60, 1.0, 0, (), 30, 0, 30),
    (60, 1.0, 0, (), 0, 0, 0),
    (205, 1.0, 0, (), None, 0, 205),
    (1, 1.0, 0, (), None, 0, 1),
    # no limit
    (None, 1.0, 0, (), None, 0, None),
    (None, 1.0, 0, (), 30, 0, 30),
    (None, 1.5, 10, (), None, 0, None),
    (None, 1.5, 10, ((5, 9),), 30, 20, 30),
    # time factor
    (60, 1.5, 0, (), None, 0, 90),
    (60, 2.0, 0, (), None, 0, 120),
    (60, 1.25, 0, (), None, 0, 75),
    (60, 1.1, 0, (), None, 0, 66),
    (205, 1.5, 0, (), None, 0, 307.5),
    (60, 1.5, 0, (), 80, 0, 80),
    (60, 1.5, 0, (), 100, 0, 90),
    # extra time, not multiplied
    (60, 1.0, 10, (), None, 0, 70),
    (60, 1.5, 10, (), None, 0, 100),
    (60, 2.0, 0.5, (), None, 0, 120.5),
    (60, 1.0, 10, (), 65, 0, 65),
    (60, 1.0, 10, (), 70, 0, 70),
    # pauses, not multiplied
    (60, 1.0, 0, ((10, 15),), None, 20, 65),
    (60, 1.5, 0, ((10, 15),), None, 20, 95),
    (60, 1.0, 5, ((10, 15),), None, 20, 70),
    (60, 1.0, 0, ((10, 15), (20, 30)), None, 40, 75),
    (60, 1.0, 0, ((20, 30), (10, 15)), None, 40, 75),
    (60, 1.0, 0, ((10, 20), (15, 25)), None, 40, 75),
    (60, 1.0, 0, ((10, 30), (15, 20)), None, 40, 80),
    (60, 1.0, 0, ((10, 15), (15, 20)), None, 40, 70),
    (60, 1.0, 0, ((-10, 5),), None, 20, 65),
    (60, 1.0, 0, ((-10, -5),), None, 20, 60),
    (60, 1.0, 0, ((15, 10),), None, 20, 60),
    (60, 1.0, 0, ((10, 15),), 62, 20, 62),
    # a pause that lasts
    (60, 1.0, 0, ((10, None),), None, 10, 60),
    (60, 1.0, 0, ((10, None),), None, 25, 75),
    (60, 1.0, 0, ((5, 8), (10, None)), None, 25, 78),
    (60, 1.0, 0, ((10, None),), 70, 25, 70),
]


@pytest.mark.parametrize(("limit", "factor", "extra", "paused", "window", "now", "end"), TABLE)
def test_the_deadline_follows_the_table(
    limit: float | None,
    factor: float,
    extra: float,
    paused: tuple[tuple[float, float | None], ...],
    window: float | None,
    now: float,
    end: float | None,
) -> None:
    terms = Terms(
        started_at=START,
        limit=None if limit is None else timedelta(minutes=limit),
        time_factor=factor,
        extra=timedelta(minutes=extra),
        pauses=pauses(*paused),
        closes_at=None if window is None else at(window),
    )
    assert deadline(terms, at(now)) == (None if end is None else at(end))


def test_the_table_has_forty_rows() -> None:
    assert len(TABLE) == 40


@pytest.mark.parametrize(
    ("state", "end", "arrived", "counts"),
    [
        ("open", 60, 59.99, True),
        ("open", 60, 60, True),
        ("open", 60, 60.01, False),
        ("open", 60, -5, True),
        ("open", None, 10_000, True),
        ("closed", 60, 30, False),
        ("closed", None, 30, False),
    ],
)
def test_what_counts_is_when_the_answer_arrived(
    state: str, end: float | None, arrived: float, counts: bool
) -> None:
    sitting = Sitting("open" if state == "open" else "closed", None if end is None else at(end))
    assert is_open(sitting, at(arrived)) is counts


MINUTES = st.floats(-500, 500)


@given(st.sampled_from(["open", "closed"]), st.none() | MINUTES, MINUTES)
def test_an_open_sitting_is_either_open_or_due(state: str, end: float | None, now: float) -> None:
    sitting = Sitting("open" if state == "open" else "closed", None if end is None else at(end))
    assert is_open(sitting, at(now)) + is_due(sitting, at(now)) == (state == "open")


@given(st.none() | MINUTES, MINUTES, MINUTES)
def test_a_sitting_never_closes_after_its_deadline(
    end: float | None, one: float, other: float
) -> None:
    limit = None if end is None else at(end)
    assert limit is None or closed_at(at(one), limit) <= limit
    if limit is not None and min(one, other) > (end or 0):
        assert closed_at(at(one), limit) == closed_at(at(other), limit)


def test_time_closes_only_what_the_learner_did_not() -> None:
    assert close_reason(at(60), at(60)) == "learner"
    assert close_reason(at(61), at(60)) == "time"
    assert close_reason(at(61), None) == "learner"


def test_the_night_when_clocks_change_gives_no_extra_hour() -> None:
    new_york = ZoneInfo("America/New_York")
    start = datetime(2026, 11, 1, 1, 30, tzinfo=new_york, fold=0).astimezone(UTC)
    end = deadline(Terms(start, timedelta(hours=1)), start)
    assert end == datetime(2026, 11, 1, 1, 30, tzinfo=new_york, fold=1).astimezone(UTC)


@given(
    st.lists(st.tuples(MINUTES, st.none() | MINUTES), max_size=5),
    st.floats(0, 300),
    MINUTES,
)
def test_pauses_only_ever_move_the_deadline_back(
    spans: list[tuple[float, float | None]], limit: float, now: float
) -> None:
    terms = Terms(START, timedelta(minutes=limit), pauses=pauses(*spans))
    end = deadline(terms, at(now))
    assert end is not None
    assert end >= START + timedelta(minutes=limit)
