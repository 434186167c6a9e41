"""Numbers as people type them, tolerance, named wrong results."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.items.item import question_from_body
from app.domain.items.numeric import read_number
from app.domain.items.values import ResponseFault, Rule
from tests.domain.items.samples import numeric

NUMBERS = st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False)


@given(NUMBERS)
def test_a_number_reads_back_with_and_without_commas(number: Decimal) -> None:
    assert read_number(f"{number:f}") == number
    assert read_number(f" {number:,f} ") == number


@given(st.text(max_size=80), st.sampled_from(["", "days", "%", "$", "per 1,000 births"]))
def test_any_text_is_a_number_or_refused_with_a_sentence(text: str, unit: str) -> None:
    try:
        told = f"{read_number(text, unit):f}."
    except ResponseFault as fault:
        told = str(fault)
    assert told.endswith(".")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("5.6 days", "days", "5.6"),
        ("5.6days.", "days", "5.6"),
        ("1 Day", "days", "1"),
        (".5", "", "0.5"),
        ("5.", "", "5"),
        ("+3", "", "3"),
        ("−2.5", "", "-2.5"),
        ("88.92%", "%", "88.92"),
        ("88.92 percent", "%", "88.92"),
        ("88.92 %", "percent", "88.92"),
        ("$12,345.67", "$", "12345.67"),
        ("- $5", "dollars", "-5"),
        ("12 dollars", "$", "12"),
        ("4.2 per 1,000", "per 1,000 births", "4.2"),
        ("1,234,567", "", "1234567"),
    ],
)
def test_units_signs_and_commas_are_accepted(text: str, unit: str, value: str) -> None:
    assert read_number(text, unit) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("many", "days", "in digits"),
        ("", "", "in digits"),
        ("-", "", "in digits"),
        ("5,6", "days", "point for decimals"),
        ("12,34", "", "point for decimals"),
        ("5.6 hours", "days", "Give the answer in days."),
        ("5.6%", "days", "Give the answer in days."),
        ("5.6 %", "", "has no unit"),
        ("3416/610", "days", "without the calculation"),
        ("5.6.1", "days", "without the calculation"),
        ("5 6", "days", "without the calculation"),
        ("1e5", "", "has no unit"),
        ("٥", "", "in digits"),
        ("9" * 61, "", "without the calculation"),
    ],
)
def test_what_is_no_number_is_refused_in_words(text: str, unit: str, message: str) -> None:
    with pytest.raises(ResponseFault, match=message):
        read_number(text, unit)


@pytest.mark.parametrize(
    ("typed", "state", "slips"),
    [
        ("5.6", "right", ()),
        ("5.65 days", "right", ()),
        ("5.56", "right", ()),
        ("5.66", "wrong", ()),
        ("6", "wrong", ("service-days",)),
        ("5.46", "wrong", ("deaths-left-out",)),
        ("9", "wrong", ()),
    ],
)
def test_the_tolerance_decides_and_a_named_wrong_result_is_recognised(
    typed: str, state: str, slips: tuple[str, ...]
) -> None:
    question = question_from_body(numeric())
    verdict = question.score(question.parse([typed]), Rule.RIGHT_MINUS_WRONG)
    assert (verdict.state, verdict.misconceptions) == (state, slips)


def test_nothing_typed_is_unanswered() -> None:
    question = question_from_body(numeric())
    assert question.parse(["  "]) is None
    assert question.score(None, Rule.ALL_OR_NOTHING).state == "unanswered"


def test_the_answer_is_shown_only_afterwards() -> None:
    question = question_from_body(numeric())
    shown = question.present("")
    assert shown.instruction == "Enter a number with 1 decimal."
    assert "5.6" not in repr(shown)
    explained = question.explain(question.parse(["6.0"]), "")
    assert (explained.yours, explained.answer) == ("6.0 days", "5.6 days")
    assert [option.state for option in explained.options] == ["missed", "wrong", "left"]


@pytest.mark.parametrize(
    ("unit", "shown"), [("%", "1,234.5%"), ("$", "$1,234.5"), ("beds", "1,234.5 beds")]
)
def test_numbers_are_shown_with_their_unit(unit: str, shown: str) -> None:
    question = question_from_body(numeric(answer="1234.5", unit=unit))
    assert question.explain(None, "").answer == shown


def test_a_response_survives_the_database() -> None:
    question = question_from_body(numeric())
    response = question.parse(["1,234.50 days"])
    assert response is not None
    assert response.to_json() == '["1234.50"]'
