"""Spaced review: the published interval sequence, previews, storage."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.recall.memory import Grade, Memory, new_memory, preview, review

NOW = datetime(2022, 11, 29, 12, 30, tzinfo=UTC)
GRADES = st.lists(st.tuples(st.sampled_from(Grade), st.integers(0, 100)), max_size=12)


def learned(grades: list[tuple[Grade, int]]) -> tuple[Memory, datetime]:
    memory, now = new_memory(NOW), NOW
    for grade, days in grades:
        memory = review(memory, grade, now)
        now += timedelta(days=days)
    return memory, now


def test_intervals_equal_those_of_the_reference() -> None:
    grades = [Grade.GOOD] * 6 + [Grade.AGAIN] * 2 + [Grade.GOOD] * 5
    memory, now, intervals = new_memory(NOW), NOW, []
    for grade in grades:
        memory = review(memory, grade, now)
        intervals.append((memory.due - now).days)
        now = memory.due
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


@given(GRADES, st.none() | st.integers())
def test_the_preview_is_what_the_review_gives(
    grades: list[tuple[Grade, int]], seed: int | None
) -> None:
    memory, now = learned(grades)
    dates = preview(memory, now, seed)
    assert dates == {grade: review(memory, grade, now, seed).due for grade in Grade}
    assert all(date > now for date in dates.values())


@given(GRADES)
def test_a_better_grade_never_returns_sooner(grades: list[tuple[Grade, int]]) -> None:
    memory, now = learned(grades)
    dates = list(preview(memory, now).values())
    assert dates == sorted(dates)


@given(GRADES)
def test_a_memory_survives_json(grades: list[tuple[Grade, int]]) -> None:
    memory, _ = learned(grades)
    assert Memory.from_dict(json.loads(json.dumps(memory.to_dict()))) == memory


@given(GRADES, st.sampled_from(Grade), st.integers())
def test_fuzz_moves_long_intervals_a_little_and_short_ones_not(
    grades: list[tuple[Grade, int]], grade: Grade, seed: int
) -> None:
    memory, now = learned(grades)
    plain = review(memory, grade, now).due - now
    fuzzed = review(memory, grade, now, seed).due - now
    reach = max(1, round(plain.days * 0.05)) if plain.days >= 3 else 0
    assert abs(fuzzed - plain) <= timedelta(days=reach)
    assert fuzzed == review(memory, grade, now, seed).due - now


def test_a_new_card_is_due_at_once() -> None:
    memory = new_memory(NOW)
    assert memory.due == NOW


def test_times_of_any_zone_are_kept_in_utc() -> None:
    eastern = timezone(timedelta(hours=-5))
    memory = review(new_memory(NOW), Grade.GOOD, NOW.astimezone(eastern))
    assert memory == review(new_memory(NOW), Grade.GOOD, NOW)
    assert memory.due.tzinfo is UTC


def test_a_clock_that_steps_back_breaks_nothing() -> None:
    memory = review(new_memory(NOW), Grade.EASY, NOW)
    earlier = NOW - timedelta(days=2)
    assert review(memory, Grade.GOOD, earlier).due > earlier


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="no state"):
        Memory.from_dict({**new_memory(NOW).to_dict(), "state": "asleep"})
