"""Check-yourself questions: answered on the page, unlimited tries, nothing stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.content.lesson_body import CheckPart
from app.domain.content.values import Lesson
from app.domain.items.values import PRACTICE_RULE, Response, ResponseFault
from app.web.lesson_view import LessonView, check_item
from app.web.question_view import closed_view, open_view


@dataclass(frozen=True, slots=True)
class CheckView:
    """A question on the page; ``verdict`` is right, partly or wrong once it was answered.

    ``item`` is the view of the ``item`` macro; it holds key and rationales only then.
    """

    id: str
    number: int
    item: dict[str, Any]
    verdict: str = ""
    yours: str = ""
    answer: str = ""
    problem: str = ""


def find_check(view: LessonView, check_id: str) -> CheckPart | None:
    """The question with this id in the lesson."""
    parts = (part.check for section in view.sections for part in section.parts)
    return next((check for check in parts if check is not None and check.id == check_id), None)


def asked(check: CheckPart, lesson: Lesson, problem: str = "") -> CheckView:
    """The question before the answer; ``problem`` says what to do about the last try."""
    item = check_item(check, lesson)
    view = open_view(item, item.question.order(check.id), None)
    options = [{**option, "strike": False} for option in view["options"]]
    shown = {**view, "name": check.id, "options": options}
    return CheckView(check.id, check.number, shown, problem=problem)


def answered(check: CheckPart, lesson: Lesson, values: Sequence[str]) -> CheckView:
    """The question after the answer, or asked again where it cannot be read as one."""
    item = check_item(check, lesson)
    try:
        response = item.question.parse(values)
    except ResponseFault as fault:
        return asked(check, lesson, str(fault))
    if response is None:
        return asked(check, lesson, _NOTHING[item.question.type])
    return _closed(check, lesson, response)


_NOTHING = {
    "single": "Choose an answer first.",
    "multiple": "Choose your answers first.",
    "numeric": "Enter a number first.",
}


def _closed(check: CheckPart, lesson: Lesson, response: Response) -> CheckView:
    item = check_item(check, lesson)
    view = closed_view(item, item.question.order(check.id), response, check.id)
    verdict = item.question.score(response, PRACTICE_RULE).state
    return CheckView(check.id, check.number, view, verdict, view["yours"], view["answer"])
