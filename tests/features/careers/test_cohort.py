"""The cohort: who is listed, filters, the file, and counts of small groups."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import MembershipRow, UserRow
from tests.features.careers.learners import learned, more_learners
from tests.features.careers.test_consent import share
from tests.features.careers.test_outcomes import enter
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries


def names(pages: Pages, **filters: Any) -> set[str]:
    page = pages.as_("carla").get("careers.index", **filters).get_data(as_text=True)
    return {n for n in ("Ana", "Ben", "Cleo", "Stella", "Olga") if f">{n} Persona<" in page}


def file_rows(pages: Pages, **filters: Any) -> list[dict[str, str]]:
    text = pages.as_("carla").get("careers.cohort_file", **filters).get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_learner_of_the_programme_is_listed_and_no_other(
    pages: Pages, school: School
) -> None:
    assert names(pages) == {"Ana", "Ben", "Cleo", "Olga"}


def test_who_has_left_the_programme_stays_listed(
    pages: Pages, session: Session, school: School
) -> None:
    with writing(session):
        session.execute(
            update(MembershipRow)
            .where(MembershipRow.user_id == school.users["ana"])
            .values(ends_at=NOW)
        )
    assert "Ana" in names(pages)
    pages.as_("ana").get("careers.consent")


def test_filters_stand_in_the_address_and_the_file_holds_exactly_what_they_let_through(
    pages: Pages, school: School
) -> None:
    enter(pages, school)
    share(pages, school)
    for filters, expected in (
        ({"class": school.classes["Autumn"]}, {"Cleo"}),
        ({"outcome": "exam_passed"}, {"Ana"}),
        ({"outcome": "none"}, {"Ben", "Cleo", "Olga"}),
        ({"consent": "shared"}, {"Ana"}),
        ({"consent": "not_shared", "class": school.classes["Spring"]}, {"Ben"}),
        ({"q": "CLE"}, {"Cleo"}),
        ({"q": "%"}, set()),
    ):
        assert names(pages, **filters) == expected, filters
        assert {r["Name"].split()[0] for r in file_rows(pages, **filters)} == expected


def test_learning_columns_of_the_file_are_empty_without_consent(
    pages: Pages, session: Session, school: School
) -> None:
    for name in ("ana", "ben"):
        learned(session, school.users[name])
    share(pages, school)
    ana, ben = file_rows(pages, **{"class": school.classes["Spring"]})
    assert (ana["Lessons done"], ana["Mean of best chart scores"]) == ("1", "80.0")
    assert (ana["Practice questions answered"], ana["Practice questions right"]) == ("4", "3")
    assert [ben[key] for key in list(ben)[-6:]] == [""] * 6


def test_a_name_that_looks_like_a_formula_is_no_formula_in_the_file(
    pages: Pages, session: Session, school: School
) -> None:
    with writing(session):
        session.execute(
            update(UserRow).where(UserRow.id == school.users["ben"]).values(name="=1+1")
        )
    assert "'=1+1" in {row["Name"] for row in file_rows(pages)}


def test_counts_of_small_groups_are_withheld(
    pages: Pages, session: Session, school: School
) -> None:
    enter(pages, school)
    assert 'Passed the exam</dt><dd><span class="unshared">withheld' in (
        pages.as_("carla").get("careers.index").get_data(as_text=True)
    )
    more_learners(session, school.organisations["him"], 20)
    page = pages.as_("carla").get("careers.index").get_data(as_text=True)
    assert "Learners</dt><dd>24" in page
    assert 'Passed the exam</dt><dd><span class="unshared">withheld' in page
    assert "Graduated</dt><dd>0" in page


@pytest.mark.parametrize("filters", [{"class": 99999}, {"office": 99999}])
def test_another_programmes_class_or_office_is_not_found(
    pages: Pages, school: School, filters: dict[str, int]
) -> None:
    pages.as_("carla").get("careers.index", status=404, **filters)
    other = {"class": school.classes["Elsewhere"], "office": school.organisations["other-careers"]}
    pages.as_("carla").get("careers.index", status=404, **{key: other[key] for key in filters})


def test_the_number_of_queries_does_not_grow_with_learners(
    app: Flask, pages: Pages, session: Session, school: School
) -> None:
    counts = []
    carla = pages.as_("carla")
    for start, more in ((0, 2), (2, 60)):
        for user in more_learners(session, school.organisations["him"], more, start):
            learned(session, user)
        with count_queries(app) as counted:
            carla.get("careers.index")
        counts.append(counted.n)
        with count_queries(app) as counted:
            carla.get("careers.cohort_file")
        counts.append(counted.n)
    assert counts == [16, 10, 16, 10]


def test_a_page_far_beyond_the_end_is_empty_and_fine(pages: Pages) -> None:
    pages.as_("carla").get("careers.index", page=400)
