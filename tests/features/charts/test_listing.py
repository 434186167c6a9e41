"""The list of charts, a chart's own page, and beginning an attempt."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.charts.listing import terminal_digits
from app.models import ChartAttemptRow, DocumentRow
from tests.features.charts.samples import CLINIC, ULCER, begun, submitted
from tests.pages import Pages
from tests.personas import School
from tests.queries import count_queries


def numbers(html: str) -> list[str]:
    return re.findall(r'aria-label="Record ([\d-]+)"', html)


def test_charts_stand_in_terminal_digit_order(pages: Pages) -> None:
    found = numbers(pages.as_("ana").get("charts.index").text)
    assert len(found) >= 4
    assert found == sorted(found, key=terminal_digits)
    assert terminal_digits("41-07-93") == ("93", "07", "41")


def test_the_sample_is_not_in_the_list(pages: Pages) -> None:
    assert "00-00-07" not in numbers(pages.as_("ana").get("charts.index").text)


def test_a_filter_leaves_what_fits(pages: Pages) -> None:
    page = pages.as_("ana").get("charts.index", setting="clinic").text
    assert CLINIC in page
    assert ULCER not in page


def test_a_filter_that_finds_nothing_offers_to_clear(pages: Pages) -> None:
    page = pages.as_("ana").get("charts.index", setting="clinic", state="done").text
    assert "No chart fits these filters" in page
    assert "Clear filters" in page


def test_the_state_of_a_chart_is_the_learners_own(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    submitted(app, session, school.users["ana"])
    begun(session, school.users["ana"], CLINIC)
    assert ULCER in pages.as_("ana").get("charts.index", state="done").text
    assert CLINIC in pages.as_("ana").get("charts.index", state="started").text
    assert ULCER in pages.as_("ben").get("charts.index", state="todo").text


def test_the_list_asks_as_much_whatever_was_coded(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    ana = pages.as_("ana")
    ana.get("charts.index")
    with count_queries(app) as before:
        ana.get("charts.index")
    for _ in range(3):
        submitted(app, session, school.users["ana"])
    with count_queries(app) as after:
        ana.get("charts.index")
    assert after.n == before.n <= 6


def test_beginning_twice_goes_on_with_the_first(
    pages: Pages, session: Session, school: School
) -> None:
    ana = pages.as_("ana")
    first = ana.post("charts.begin", slug=ULCER).location
    assert ana.post("charts.begin", slug=ULCER).location == first
    assert session.scalar(select(func.count()).select_from(ChartAttemptRow)) == 1
    assert "Go on where you left" in ana.get("charts.chart", slug=ULCER).text


def test_an_unknown_chart_says_so(pages: Pages) -> None:
    page = pages.as_("ana").get("charts.chart", slug="no-such-chart", status=404)
    assert "no chart with this address" in page.text


def test_a_withdrawn_chart_says_so_and_an_open_attempt_goes_on(
    pages: Pages, session: Session, school: School
) -> None:
    attempt = begun(session, school.users["ana"])
    with writing(session):
        session.execute(update(DocumentRow).where(DocumentRow.ref == ULCER).values(state="retired"))
    ana = pages.as_("ana")
    assert "withdrawn" in ana.get("charts.chart", slug=ULCER, status=404).text
    ana.get("charts.attempt", attempt_id=attempt)
