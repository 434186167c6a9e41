"""What a learner shares, until when, and how soon its end counts."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ConsentRow
from tests.conftest import FakeClock
from tests.features.careers.learners import learned
from tests.pages import Pages
from tests.personas import School

LEARNING = ("1 of", "mean 80", "3 of 4 right")


def consent(school: School, **changes: Any) -> dict[str, Any]:
    prefix = f"office-{school.organisations['careers']}"
    fields = {"scopes": ["lessons", "charts", "practice"], "last_day": "2027-05-24", **changes}
    return {f"{prefix}-{name}": value for name, value in fields.items()}


def share(pages: Pages, school: School, status: int = 302, **changes: Any) -> str:
    return (
        pages.as_("ana")
        .post(
            "careers.grant",
            data=consent(school, **changes),
            office_id=school.organisations["careers"],
            status=status,
        )
        .get_data(as_text=True)
    )


def cohort(pages: Pages, **filters: Any) -> str:
    return pages.as_("carla").get("careers.index", q="Ana", **filters).get_data(as_text=True)


def test_nothing_of_her_learning_is_shown_before_she_shares_it(
    pages: Pages, session: Session, school: School
) -> None:
    learned(session, school.users["ana"])
    page = cohort(pages)
    assert "Ana Persona" in page
    assert "Not shared" in page
    assert not any(words in page for words in LEARNING)
    own = pages.as_("carla").get("careers.learner", user_id=school.users["ana"])
    assert "mean 80" not in own.get_data(as_text=True)


def test_what_she_shares_is_shown_at_once_and_no_more_than_that(
    pages: Pages, session: Session, school: School
) -> None:
    learned(session, school.users["ana"])
    share(pages, school)
    page = cohort(pages)
    assert all(words in page for words in LEARNING)
    assert "until 24 May 2027" in page
    share(pages, school, scopes=["charts"])
    page = cohort(pages)
    assert "mean 80" in page
    assert "3 of 4 right" not in page


def test_withdrawing_counts_at_once_and_twice_is_once(
    pages: Pages, session: Session, school: School
) -> None:
    learned(session, school.users["ana"])
    share(pages, school)
    for _ in range(2):
        pages.as_("ana").post("careers.withdraw", office_id=school.organisations["careers"])
    assert not any(words in cohort(pages) for words in LEARNING)


def test_consent_ends_by_itself_when_her_last_day_is_over(
    pages: Pages, session: Session, school: School, clock: FakeClock
) -> None:
    learned(session, school.users["ana"])
    share(pages, school, last_day="2026-11-24")
    clock.move(hours=13)  # 23:00 in New York
    assert "mean 80" in cohort(pages)
    clock.move(hours=1, minutes=1)
    assert "mean 80" not in cohort(pages)
    assert "Ana Persona" in cohort(pages, consent="not_shared")


def test_she_can_share_again_after_an_end_and_sees_what_was(
    pages: Pages, session: Session, school: School, clock: FakeClock
) -> None:
    share(pages, school, last_day="2026-11-24")
    clock.move(days=3)
    share(pages, school, scopes=["lessons"])
    ends = session.execute(
        select(ConsentRow.ends_at, ConsentRow.withdrawn_at).order_by(ConsentRow.id)
    ).all()
    assert ends[0].withdrawn_at == ends[0].ends_at
    assert ends[1].withdrawn_at is None
    page = pages.as_("ana").get("careers.consent").get_data(as_text=True)
    assert "24 Nov 2026 to 24 Nov 2026" in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"scopes": []}, "Choose at least one thing to share."),
        ({"scopes": ["readiness"]}, "readiness"),
        ({"last_day": "2026-11-23"}, "Enter today or a later day."),
        ({"last_day": "2028-11-25"}, "Enter a day within 24 months, until 24 Nov 2028."),
        ({"last_day": "tomorrow"}, "Enter a date such as 2026-11-24."),
        ({"last_day": ""}, "Enter the last day."),
    ],
)
def test_a_grant_out_of_bounds_is_refused_with_a_sentence(
    pages: Pages, session: Session, school: School, changes: dict[str, Any], says: str
) -> None:
    assert says in share(pages, school, status=422, **changes)
    assert session.scalars(select(ConsentRow)).all() == []


def test_an_officer_of_another_programme_gets_nothing_by_her_consent(
    pages: Pages, session: Session, school: School
) -> None:
    learned(session, school.users["ana"])
    share(pages, school)
    page = pages.as_("conrad").get("careers.index").get_data(as_text=True)
    assert "Ana Persona" not in page
    pages.as_("conrad").get("careers.learner", user_id=school.users["ana"], status=404)


def test_she_sees_who_looked_and_at_what(app: Flask, pages: Pages, school: School) -> None:
    page = pages.as_("ana").get("careers.consent").get_data(as_text=True)
    assert "Nobody of the career office has looked yet." in page
    cohort(pages)
    share(pages, school)
    pages.as_("carla").get("careers.learner", user_id=school.users["ana"])
    pages.as_("carla").get("careers.cohort_file")
    page = pages.as_("ana").get("careers.consent").get_data(as_text=True)
    assert "Your record of outcome, in the list" in page
    assert "Your record of outcome and what you share, on your page" in page
    assert "Your record of outcome and what you share, in a file of the list" in page
    assert page.count("Carla Persona") == 3
