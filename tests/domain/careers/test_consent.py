"""Consent: in force exactly from its grant to its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.careers.consent import (
    MOST_MONTHS,
    SCOPES,
    Consent,
    end_of_day,
    end_problem,
    months_after,
    read_scopes,
    shared,
    write_scopes,
)

AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
DAY = timedelta(days=1)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda since: FIRST + since)


@given(
    given=moments, length=st.timedeltas(DAY, 90 * DAY), withdrawn=st.none() | moments, at=moments
)
def test_consent_holds_from_grant_to_the_earlier_of_end_and_withdrawal(
    given: datetime, length: timedelta, withdrawn: datetime | None, at: datetime
) -> None:
    consent = Consent(frozenset(SCOPES), given, given + length, withdrawn)
    over = min(given + length, withdrawn or given + length)
    assert consent.in_force(at) is (given <= at < over)


def test_what_is_shared_is_the_union_of_what_is_in_force() -> None:
    lessons = Consent(frozenset({"lessons"}), AT - DAY, AT + DAY)
    charts = Consent(frozenset({"charts"}), AT - DAY, AT + DAY)
    ended = Consent(frozenset({"practice"}), AT - 3 * DAY, AT - DAY)
    assert shared([lessons, charts, ended], AT) == {"lessons", "charts"}
    assert shared([], AT) == frozenset()


@given(st.sets(st.sampled_from(SCOPES)))
def test_scopes_come_back_as_they_were_stored(scopes: set[str]) -> None:
    assert read_scopes(write_scopes(scopes)) == scopes


def test_an_unknown_scope_opens_nothing() -> None:
    assert read_scopes("readiness,lessons") == {"lessons"}


@given(day=days, months=st.integers(0, 48))
def test_months_after_keeps_the_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@given(day=days)
def test_an_end_is_taken_from_today_to_the_last_month(day: date) -> None:
    latest = months_after(day, MOST_MONTHS)
    assert end_problem(day, day) is None
    assert end_problem(latest, day) is None
    assert end_problem(latest + DAY, day) is not None
    assert end_problem(day - DAY, day) is not None


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "UTC"])
def test_the_last_day_counts_whole_where_she_lives(zone: str) -> None:
    end = end_of_day(date(2026, 11, 24), ZoneInfo(zone))
    assert (end.hour, end.date()) == (0, date(2026, 11, 25))
