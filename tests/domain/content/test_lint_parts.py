"""The parts that rules are made of: words, formulas, lead-ins, reading level."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.content.lint.arithmetic import FormulaError, evaluate, rounded
from app.domain.content.lint.grammar import lead_in
from app.domain.content.lint.style import flesch_kincaid, syllables
from app.domain.content.lint.words import (
    content_words,
    jaccard,
    normal,
    shingles,
    stem,
    tokens,
)


def test_normal_text_has_no_marks_and_no_final_point() -> None:
    assert normal("The **Left** [[atrium|atria]], `I21.4`.") == "the left atria, i21.4"


def test_tokens_keep_decimals_and_hyphens() -> None:
    assert tokens("9,000 ÷ 1,800 = 5.0, 30-day") == ("9,000", "1,800", "5.0", "30-day")


def test_content_words_are_stemmed_and_leave_out_common_words() -> None:
    assert content_words("Which operations were operated?") == {stem("operations"), "operat"}


@given(st.from_regex(r"[a-z]{1,20}", fullmatch=True))
def test_a_stem_begins_the_word_and_keeps_four_letters(word: str) -> None:
    assert word.startswith(stem(word))
    assert len(stem(word)) >= min(4, len(word))


@given(st.frozensets(st.text(max_size=3)), st.frozensets(st.text(max_size=3)))
def test_jaccard_is_symmetric_and_at_most_one(one: frozenset[str], other: frozenset[str]) -> None:
    assert jaccard(one, other) == jaccard(other, one)
    assert 0 <= jaccard(one, other) <= 1


def test_shingles_mask_numbers_and_names() -> None:
    one = shingles("The nurse Mary Gold came at 10:30 with 12 forms")
    assert one == shingles("The nurse Jane Silver came at 8:15 with 3 forms")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("3416 / 610", Fraction(3416, 610)),
        ("(18 - 4) / (610 - 4) * 100", Fraction(1400, 606)),
        ("-2 + 0.1", Fraction(-19, 10)),
        ("2 - -3", Fraction(5)),
    ],
)
def test_formulas_are_exact(formula: str, value: Fraction) -> None:
    assert evaluate(formula) == value


@pytest.mark.parametrize(
    "formula",
    [
        *("", "2 ** 9", "x", "f(2)", "1 / 0", "1e5", "True", "'a'", "[1]", "1 // 2", "(" * 300),
        *(
            "1_000",
            "1 + " * 200 + "1",
            "__import__('os')",
            "1 if 1 else 2",
            "0x10",
            "2j",
            "1\n2",
            "\x00",
            "1(2)",
            "01",
        ),
    ],
)
def test_anything_else_is_no_formula(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula)


@given(st.one_of(st.text(max_size=60), st.text("0123456789.+-*/() ", max_size=20)))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with suppress(FormulaError):
        assert isinstance(evaluate(text), Fraction)


@given(st.integers(-9999, 9999), st.integers(1, 999), st.integers(0, 4))
def test_rounding_is_within_half_of_the_last_place(top: int, bottom: int, places: int) -> None:
    value = Fraction(top, bottom)
    assert abs(Fraction(rounded(value, places)) - value) <= Fraction(1, 2 * 10**places)


def test_halves_are_rounded_away_from_zero() -> None:
    assert str(rounded(Fraction(5, 2), 0)) == "3"
    assert str(rounded(Fraction(-5, 2), 0)) == "-3"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("It is noon. What is due?", "What is due?"),
        ("It is noon. What is due? Round to one decimal place.", "What is due?"),
        ("Rates: 3.5 and 4.5. Choose the TWO that hold.", "Choose the TWO that hold."),
        ("What is due", "What is due"),
    ],
)
def test_the_lead_in_of_a_stem(text: str, last: str) -> None:
    assert lead_in(text) == last


@pytest.mark.parametrize(
    ("word", "count"),
    [("code", 1), ("table", 2), ("coded", 2), ("billed", 1), ("hospital", 3), ("the", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_long_words_and_sentences_raise_the_grade() -> None:
    easy = "The nurse came in. She had a form. You read it."
    hard = "Administrative documentation necessitates interdisciplinary authentication."
    assert flesch_kincaid(easy) < 3 < 12 < flesch_kincaid(hard)
    assert flesch_kincaid("") == 0
