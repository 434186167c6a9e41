"""What an instructor sees of her classes, and of nobody else's."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session

from app.operations.first_answers import facilities
from tests.features.work import practice_done
from tests.pages import Pages
from tests.personas import NOW, School
from tests.queries import count_queries


def _answers(session: Session, user: int, points: list[float]) -> None:
    practice_done(session, user, NOW, points, None)  # type: ignore[arg-type]


def test_an_empty_page_says_what_will_be_there(pages: Pages) -> None:
    page = pages.as_("ivan").get("insights.index").text
    assert "No answers yet" in page
    assert "No charts handed in yet" in page


def test_few_answers_are_not_judged(pages: Pages, session: Session, school: School) -> None:
    _answers(session, school.users["ana"], [1.0, 0.0])
    assert "too few to judge" in pages.as_("ivan").get("insights.index").text


def test_answers_of_another_class_are_not_shown(
    pages: Pages, session: Session, school: School
) -> None:
    _answers(session, school.users["ana"], [1.0])
    assert "No answers yet" in pages.as_("irma").get("insights.index").text
    pages.as_("irma").get("/insights?class=" + str(school.classes["Spring"]), 404)


def test_only_the_first_answer_of_each_learner_counts(session: Session, school: School) -> None:
    _answers(session, school.users["ana"], [0.0])
    _answers(session, school.users["ana"], [1.0])
    _answers(session, school.users["ben"], [1.0])
    (found,) = facilities(session).values()
    assert (found.n, found.points, found.judged) == (2, 1.0, False)


def test_queries_do_not_grow_with_answers(
    app: Flask, pages: Pages, session: Session, school: School
) -> None:
    ivan, counts = pages.as_("ivan"), []
    for user in ("ana", "ben"):
        _answers(session, school.users[user], [1.0, 0.0, 1.0])
        ivan.get("insights.index")
        with count_queries(app) as counted:
            ivan.get("insights.index")
        counts.append(counted.n)
    assert counts[0] == counts[1] <= 9
