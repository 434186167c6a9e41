"""Check-yourself questions: feedback on the page, as often as one likes, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.content.formats.items import CheckNumeric
from app.domain.content.lesson_body import CheckPart
from app.domain.content.values import Lesson
from app.features.courses.checks import answered, asked
from app.models import AnswerRow, ReviewCardRow, SittingRow
from app.operations.library import all_current
from app.web.lesson_view import check_item
from tests.pages import Pages

CHECK = {"module": "body-circulation", "lesson": "heart", "check_id": "cy-heart-1"}
HTMX = {"HX-Request": "true"}
WHY = "No valve leads from an atrium to the aorta."


def shipped(session: Session) -> Iterator[tuple[Lesson, CheckPart]]:
    """Every question of the shipped lessons."""
    for loaded in all_current(session, "lesson"):
        value = loaded.content.value
        assert isinstance(value, Lesson)
        for number, check in enumerate(value.checks, start=1):
            yield value, CheckPart(check.id, number, check.model_dump())


def test_a_wrong_answer_gets_the_rationale_of_every_option(pages: Pages) -> None:
    ana = pages.as_("ana")
    html = ana.post("courses.check_submit", {"cy-heart-1": "0"}, 200, HTMX, **CHECK).get_data(
        as_text=True
    )
    assert "<html" not in html
    assert html.count('class="option-why"') == 4
    assert "Incorrect" in html
    assert WHY in html


def test_a_right_answer_says_so(pages: Pages) -> None:
    html = pages.as_("ana").post("courses.check_submit", {"cy-heart-1": "3"}, 200, HTMX, **CHECK)
    assert "Your answer, correct" in html.get_data(as_text=True)


def test_without_script_the_whole_lesson_comes_back_with_the_feedback_in_its_place(
    pages: Pages,
) -> None:
    html = pages.as_("ana").post("courses.check_submit", {"cy-heart-1": "0"}, 200, **CHECK)
    page = html.get_data(as_text=True)
    assert WHY in page
    assert page.count('class="option-why"') == 4
    assert 'name="cy-heart-2"' in page
    again = pages.as_("ana").get("courses.check", status=302, **CHECK)
    assert again.location == "/courses/body-circulation/heart#cy-heart-1"


def test_asking_again_shows_the_question_without_its_key(pages: Pages) -> None:
    html = pages.as_("ana").get("courses.check", headers=HTMX, **CHECK).get_data(as_text=True)
    assert html.count('type="radio"') == 4
    assert WHY not in html


@pytest.mark.parametrize("sent", [{}, {"cy-heart-1": "9"}, {"cy-heart-1": ["0", "1"]}])
def test_what_is_no_answer_is_asked_again_with_a_sentence(
    pages: Pages, sent: dict[str, object]
) -> None:
    html = pages.as_("ana").post("courses.check_submit", sent, 422, HTMX, **CHECK)
    text = html.get_data(as_text=True)
    assert "check-problem" in text
    assert WHY not in text


def test_a_question_that_the_lesson_no_longer_has_is_not_found(pages: Pages) -> None:
    gone = {**CHECK, "check_id": "cy-heart-99"}
    html = pages.as_("ana").post("courses.check_submit", {}, 404, **gone)
    assert "Load it again" in html.get_data(as_text=True)


def test_nothing_is_stored(pages: Pages, session: Session) -> None:
    for value in ("0", "1", "3"):
        pages.as_("ana").post("courses.check_submit", {"cy-heart-1": value}, 200, **CHECK)
    for model in (SittingRow, AnswerRow, ReviewCardRow):
        assert session.scalar(select(func.count()).select_from(model)) == 0


def test_every_shipped_key_is_judged_right_and_no_open_view_holds_it(session: Session) -> None:
    for lesson, check in shipped(session):
        question = check_item(check, lesson).question
        if check.data["type"] == "numeric":
            values = [check.data["answer"]]
        else:
            values = [str(i) for i, one in enumerate(check.data["options"]) if one["correct"]]
        assert question.parse(values) is not None
        assert answered(check, lesson, values).verdict == "right", check.id
        view = asked(check, lesson)
        assert all(not option.get("why") for option in view.item["options"])


def test_a_number_gets_the_rationale_and_the_wrong_results_with_their_cause(
    session: Session,
) -> None:
    numeric = [pair for pair in shipped(session) if pair[1].data["type"] == "numeric"]
    assert numeric
    for lesson, check in numeric:
        wrong = next(c for c in lesson.checks if c.id == check.id)
        assert isinstance(wrong, CheckNumeric)
        view = answered(check, lesson, [wrong.wrong[0].value])
        assert view.verdict == "wrong"
        assert view.item["results"]
