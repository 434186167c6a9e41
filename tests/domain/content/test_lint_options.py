"""L1, L3 to L7 of the linter faults, each hit and missed."""

from __future__ import annotations

import pytest

from tests.domain.content.linting import lint_of, rules_of, single
from tests.domain.content.samples import library_files

KEY = "an update of that examination"
SECOND = "a new examination from the start"
THIRD = "a copy signed by the clerk"
FOURTH = "an entry on the day of leaving"
STEM = "What does the record still need?"


def options(*texts: str, stem: str = STEM, ordered: bool = False) -> set[str]:
    """What the lint says of the sample's item with these four options, the first the key."""
    pairs = [
        (f"- text: {old}", "- text: '" + new + "'")
        for old, new in zip((KEY, SECOND, THIRD, FOURTH), texts, strict=True)
    ]
    if ordered:
        pairs.append(("purpose: mock", "purpose: mock\nordered: true"))
    return single((STEM, stem), *pairs)


def test_the_sample_library_breaks_no_rule() -> None:
    report = lint_of(library_files())
    assert report.problems == ()
    assert rules_of(report) <= {"skeleton", "length", "reading-level"}


def test_a_key_much_longer_than_the_rest_warns() -> None:
    assert options(
        "an update that says what has changed since then", "a new one", "a copy", "a note"
    ) == {"l1"}


def test_a_key_a_little_longer_is_fine() -> None:
    assert (
        options(
            "an update of that note",
            "a new note entirely new"[:18],
            "a signed copy",
            "a second note",
        )
        == set()
    )


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("an update every time", "a new note", "a copy", "a form"), {"L3"}),
        (("an update", "always a new note", "never a copy", "a form"), {"L3"}),
        (("an update", "always a new note", "a copy", "a form"), {"l3"}),
        (("always an update", "always a new note", "a copy", "a form"), set()),
        (("usually an update", "a new note", "a copy", "a form"), {"l3"}),
        (("usually an update", "often a new note", "a copy", "a form"), set()),
    ],
)
def test_absolute_and_vague_words(texts: tuple[str, ...], found: set[str]) -> None:
    assert {rule for rule in options(*texts) if rule in ("L3", "l3")} == found


def test_words_of_the_stem_in_the_key_alone() -> None:
    stem = "Which authenticated operative report does the record need?"
    assert "L5" in options(
        "operative reports, authenticated", "a summary", "a letter", "a form", stem=stem
    )


def test_words_of_the_stem_in_a_distractor_too_are_fine() -> None:
    stem = "Which authenticated operative report does the record need?"
    found = options(
        "an operative report, authenticated",
        "an operative report in draft",
        "a letter authenticated",
        "a form",
        stem=stem,
    )
    assert not found & {"L5", "l5"}


def test_one_long_word_of_the_stem_warns() -> None:
    stem = "Which authentication does the record need?"
    assert "l5" in options("an authentication", "a summary", "a letter", "a form", stem=stem)


@pytest.mark.parametrize(
    "texts",
    [
        ("an update", "An update.", "a copy", "a form"),
        ("50 %", "0.5", "20 %", "70 %"),
        ("an update", "an update and a copy", "a letter", "a form"),
        ("1-5 days", "5-9 days", "12-14 days", "20-30 days"),
    ],
)
def test_equal_or_overlapping_options(texts: tuple[str, ...]) -> None:
    assert "L6" in options(*texts)


def test_ranges_apart_do_not_overlap() -> None:
    assert "L6" not in options("1-4 days", "5-9 days", "12-14 days", "20-30 days")


@pytest.mark.parametrize(
    ("stem", "found"),
    [
        ("What the record still needs is an", True),
        ("The record still needs the following.", True),
        ("What does it need? Choose the one that is due.", False),
        ("What does it need?", False),
    ],
)
def test_the_form_of_the_lead_in(stem: str, found: bool) -> None:
    assert ("L4" in single(("What does the record still need?", stem))) is found


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("update", "MRI", "hour of rest", "old note"), False),
        (("update", "form", "hour of rest", "old note"), True),
        (("update", "unit", "hour of rest", "old note"), True),
    ],
)
def test_the_article_of_the_lead_in(texts: tuple[str, ...], found: bool) -> None:
    assert ("L4" in options(*texts, stem="Is what the record needs now an?")) is found


def test_only_the_key_begins_with_another_kind_of_word() -> None:
    assert "L4" in options(
        "updating the examination", "a new one", "the copy of it", "a signed form"
    )


def test_one_distractor_that_begins_otherwise_warns() -> None:
    assert "l4" in options("an update", "a new one", "copying the old one", "a form")


def test_one_option_with_a_full_stop_warns() -> None:
    assert "l4" in options("an update", "a new one", "a copy.", "a form")


def test_the_only_plural_is_the_key() -> None:
    stem = "Which of these are due now?"
    assert "l4" in options(
        "updates of it", "new examination", "copy by the clerk", "form", stem=stem
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("4 days", "9 days", "7 days", "12 days"),
        ("4 days", "7 days", "9 days", "whenever it suits"),
        ("4 days", "7 hours", "9 days", "12 days"),
        ("4 days", "7.5 days", "9 days", "12 days"),
        ("4 days", "7 days", "9 days", "12 days"),
        ("2026-03-01", "2026-01-01", "2026-04-01", "2026-05-01"),
        ("March 1, 2026", "January 4, 2026", "June 1, 2026", "July 2, 2026"),
        ("I21.4", "I10", "I21.9", "I22.0"),
    ],
)
def test_numbers_out_of_order_or_not_marked_as_ordered(texts: tuple[str, ...]) -> None:
    assert "L7" in options(*texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("4 days", "7 days", "9 days", "12 days"),
        ("$12,000", "$9,000", "$7,500", "$100"),
        ("I10", "I21.4", "I21.9", "I22.0"),
        ("January 4, 2026", "March 1, 2026", "June 1, 2026", "July 2, 2026"),
    ],
)
def test_numbers_in_order_that_stay_in_order(texts: tuple[str, ...]) -> None:
    assert "L7" not in options(*texts, ordered=True)


def test_a_key_between_equal_steps_warns() -> None:
    pairs = [
        ("purpose: mock", "purpose: mock\nordered: true"),
        (f"- text: {KEY}\n    correct: true", "- text: 10 days\n    correct: false"),
        (
            f"- text: {SECOND}\n    correct: false\n    misconception: always-anew",
            "- text: 20 days\n    correct: true",
        ),
        (f"- text: {THIRD}", "- text: 30 days"),
        (f"- text: {FOURTH}", "- text: 900 days"),
        ("blind: {answer: A}", "blind: {answer: B}"),
    ]
    assert "l7" in single(*pairs)
    assert "l7" not in single(*pairs[:4], (f"- text: {FOURTH}", "- text: 40 days"), pairs[5])
