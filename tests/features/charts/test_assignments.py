"""Charts that were assigned to a class."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.charts import queries
from app.models import AssignmentRow
from tests.conftest import FakeClock
from tests.features.charts.samples import CLINIC, ULCER, begun, chart, submitted
from tests.pages import Pages
from tests.personas import NOW, START, School


def assign(session: Session, school: School, slug: str = ULCER, **changed: Any) -> int:
    row = AssignmentRow(
        **{
            "class_id": school.classes["Spring"],
            "kind": "chart",
            "document_id": chart(session, slug)[0],
            "title": "Chart of the week",
            "attempts": 1,
            "opens_at": NOW - timedelta(days=1),
            "closes_at": NOW + timedelta(days=1),
            "created_by": school.users["ivan"],
            "created_at": START,
            **changed,
        }
    )
    with writing(session):
        session.add(row)
        session.flush()
        return row.id


def attempt_id(location: str) -> int:
    return int(location.rpartition("/")[2])


def test_an_attempt_for_the_class_names_it(pages: Pages, session: Session, school: School) -> None:
    work = assign(session, school)
    ana = pages.as_("ana")
    assert "Chart of the week" in ana.get("charts.chart", slug=ULCER, assignment=work).text
    answer = ana.post("charts.begin", {"assignment": work}, slug=ULCER)
    found = queries.attempt(session, attempt_id(answer.location))
    assert found.assignment_id == work
    assert "Chart of the week" in ana.get("charts.attempt", attempt_id=found.id).text


def test_what_was_under_way_counts_for_the_class(
    pages: Pages, session: Session, school: School
) -> None:
    attempt = begun(session, school.users["ana"])
    work = assign(session, school)
    pages.as_("ana").post("charts.begin", {"assignment": work}, slug=ULCER)
    session.rollback()
    assert queries.attempt(session, attempt).assignment_id == work


@pytest.mark.parametrize("name", ["stella", "cleo"])
def test_a_class_that_one_is_not_in_gives_nothing(
    name: str, pages: Pages, session: Session, school: School
) -> None:
    work = assign(session, school)
    pages.as_(name).get("charts.chart", slug=ULCER, assignment=work, status=404)
    pages.as_(name).post("charts.begin", {"assignment": work}, slug=ULCER, status=404)


def test_a_number_that_is_none_gives_nothing(pages: Pages) -> None:
    for number in ("x", "0", "99999999999999999999", "-1"):
        pages.as_("ana").get("charts.chart", slug=ULCER, assignment=number, status=404)


def test_every_attempt_counts_once(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    work = assign(session, school)
    ana = pages.as_("ana")
    for _ in range(2):  # the second goes on with the first
        answer = ana.post("charts.begin", {"assignment": work}, slug=ULCER)
    ana.post("charts.submit", {"revision": 0}, attempt_id=attempt_id(answer.location))
    page = ana.post("charts.begin", {"assignment": work}, slug=ULCER, status=409)
    assert "used every attempt" in page.text
    ana.post("charts.begin", slug=ULCER)


def test_before_it_opens_and_after_it_closes_it_cannot_be_begun(
    pages: Pages, clock: FakeClock, session: Session, school: School
) -> None:
    work = assign(session, school)
    ana = pages.as_("ana")
    clock.set(NOW - timedelta(days=2))
    page = ana.post("charts.begin", {"assignment": work}, slug=ULCER, status=409)
    assert "not opened yet" in page.text
    clock.set(NOW + timedelta(days=1))
    page = ana.post("charts.begin", {"assignment": work}, slug=ULCER, status=409)
    assert "is closed" in page.text


def test_what_was_begun_in_time_is_handed_in_late_and_says_so(
    pages: Pages, clock: FakeClock, session: Session, school: School
) -> None:
    work = assign(session, school)
    ana = pages.as_("ana")
    answer = ana.post("charts.begin", {"assignment": work}, slug=ULCER)
    clock.set(NOW + timedelta(days=2))
    attempt = attempt_id(answer.location)
    assert "late" in ana.get("charts.attempt", attempt_id=attempt).text
    ana.post("charts.submit", {"revision": 0}, attempt_id=attempt)


def test_an_assignment_of_another_chart_is_refused(
    pages: Pages, app: Flask, session: Session, school: School
) -> None:
    work = assign(session, school, CLINIC)
    submitted(app, session, school.users["ana"])
    page = pages.as_("ana").post("charts.begin", {"assignment": work}, slug=ULCER, status=409)
    assert "another chart" in page.text
