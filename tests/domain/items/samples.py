"""Bodies of invented items, and Hypothesis strategies that build items of each type."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from app.domain.items.choices import ChoiceQuestion, MultipleResponse, SingleBest
from app.domain.items.values import Option


def options(*correct: bool) -> list[dict[str, Any]]:
    return [
        {
            "text": f"option {index}",
            "correct": right,
            "rationale": f"why {index}",
            **({} if right else {"misconception": f"slip-{index}"}),
        }
        for index, right in enumerate(correct)
    ]


def single(**fields: Any) -> dict[str, Any]:
    return {
        "ref": "d1-clock",
        "type": "single",
        "task": "1.5",
        "level": "application",
        "stem": "Which note is late?",
        "options": options(False, True, False, False),
        **fields,
    }


def multiple(**fields: Any) -> dict[str, Any]:
    body = single(type="multiple", choose=2, options=options(True, False, True, False, False))
    return {**body, **fields}


def numeric(**fields: Any) -> dict[str, Any]:
    wrong = [
        {"value": "6.0", "misconception": "service-days", "rationale": "Service days used."},
        {"value": "5.5", "misconception": "deaths-left-out", "rationale": "Deaths count."},
    ]
    body = {
        **single(type="numeric"),
        "answer": "5.6",
        "tolerance": "0.05",
        "unit": "days",
        "places": 1,
        "formula": "3416 / 610",
        "rationale": "3,416 discharge days over 610 discharges.",
        "wrong": wrong,
    }
    del body["options"]
    return {**body, **fields}


def scenario(**fields: Any) -> dict[str, Any]:
    return {
        "ref": "d2-request",
        "type": "scenario",
        "exhibit": "A letter asks for the whole record.",
        "items": [single(ref="d2-request-1"), multiple(ref="d2-request-2")],
        **fields,
    }


def _option(index: int, correct: bool) -> Option:
    return Option(f"option {index}", correct, f"why {index}", "" if correct else f"slip-{index}")


@st.composite
def choice_questions(draw: st.DrawFn) -> ChoiceQuestion:
    """Single best answer or multiple response, with two to ten options."""
    ordered = draw(st.booleans())
    if draw(st.booleans()):
        count = draw(st.integers(2, 10))
        right = {draw(st.integers(0, count - 1))}
        kind: type[ChoiceQuestion] = SingleBest
    else:
        count = draw(st.integers(3, 10))
        right = draw(st.sets(st.integers(0, count - 1), min_size=2, max_size=count - 1))
        kind = MultipleResponse
    return kind("Which?", tuple(_option(i, i in right) for i in range(count)), ordered)
