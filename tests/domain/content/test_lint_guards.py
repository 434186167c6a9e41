"""Rationales, sources, and the hard guards on questions, each hit and missed."""

from __future__ import annotations

import pytest

from app.domain.content.lint.bank import LOCATORS
from tests.domain.content.linting import changed, lint_of, rules_of, single
from tests.domain.content.samples import FIGURE_PATH, LESSON_PATH, NUMERIC_PATH, SINGLE_PATH

CLERK = (
    "Nobody but a qualified practitioner can vouch for findings, so such a signature has no worth."
)
STEM = "What does the record still need?"


def numeric(*pairs: tuple[str, str]) -> set[str]:
    return rules_of(lint_of(changed(NUMERIC_PATH, *pairs))) - {
        "skeleton",
        "length",
        "reading-level",
    }


def test_a_thin_rationale() -> None:
    assert single((CLERK, "A clerk cannot sign.")) == {"L8"}


def test_a_rationale_that_speaks_of_letters() -> None:
    assert single(("Nobody but", "Unlike option A nobody but")) == {"L8"}


def test_two_rationales_alike() -> None:
    new = "This is due when the older one was done more than thirty days before the patient came."
    assert single((CLERK, new)) == {"L8"}


def test_a_distractor_without_misconception_warns() -> None:
    assert single(("    misconception: clerk-signs\n", "")) == {"l8"}


def test_a_source_that_is_not_listed() -> None:
    assert "L9" in single(("id: cfr-45-164", "id: cfr-45-165"))


@pytest.mark.parametrize("locator", ["164.524", "45 CFR 164", "45 CFR 164.524(b), (c)", "page 3"])
def test_a_locator_that_is_not_of_its_kind(locator: str) -> None:
    assert single(("45 CFR 164.524(b)(2)", f"'{locator}'")) == {"L9"}


@pytest.mark.parametrize("locator", ["42 USC 1320a-7b", "31 USC 3729(b)(1)", "42 USC 1395nn"])
def test_a_section_of_the_code_may_have_letters_a_hyphen_and_paragraphs(locator: str) -> None:
    assert LOCATORS["usc"].fullmatch(locator)


def test_a_source_checked_long_ago_warns() -> None:
    assert single(("checked: 2026-11-24}", "checked: 2025-11-20}")) == {"l9"}


def test_a_closed_edition_warns() -> None:
    assert single(("status: live", "edition: FY2024\nstatus: live")) == {"l9"}
    assert single(("status: live", "edition: FY2026-April\nstatus: live")) == set()


def test_a_prep_site_is_no_source() -> None:
    files = changed(
        "content/sources.yml",
        ("publisher: United States Government", "publisher: X\n  url: https://quizlet.com/1"),
    )
    assert "L9" in rules_of(lint_of(files))


@pytest.mark.parametrize(
    "words",
    [
        "the report of code 99213 is due",
        "the report 0001F is due",
        "the report with modifier 25 is due",
        "the report with Modifier -59 is due",
    ],
)
def test_what_could_be_a_cpt_code_fails(words: str) -> None:
    assert "cpt" in single(
        ("the physician asks you".capitalize(), f"And {words}. The physician asks you")
    )


@pytest.mark.parametrize(
    "words",
    [
        "the bill of $12345 is due",
        "the bill of 12,345 dollars is due",
        "the letter to ZIP 12345 is due",
        "the letter to Ohio, OH 44101 is due",
        "the record number 12345 is due",
        "the rule 89 FR 12472 is due",
        "the 10000 patients are due",
        "the code K26.0 of 2026-06-22 is due",
        "the code 0016070 is due",
    ],
)
def test_numbers_that_say_what_they_are_pass(words: str) -> None:
    assert "cpt" not in single(("The physician asks you", f"And {words}. The physician asks you"))


def test_cpt_is_seen_in_lessons_and_in_words_of_figures_but_not_in_coordinates() -> None:
    assert "cpt" in rules_of(lint_of(changed(LESSON_PATH, ("swap sides", "bill 99213"))))
    svg = f"{FIGURE_PATH}.svg"
    assert "cpt" in rules_of(lint_of(changed(svg, ("<text>Heart", "<text>99213 Heart"))))
    assert "cpt" not in rules_of(lint_of(changed(svg, ("M0 0L1 1", "M99213 0L1 1"))))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("an entry on the day of leaving", "none of the above"),
        ("an entry on the day of leaving", "both A and C"),
        (STEM, "Which of the following is true?"),
        (STEM, "What is the ____ that it needs?"),
    ],
)
def test_banned_phrases(old: str, new: str) -> None:
    assert "banned" in single((old, new))


@pytest.mark.parametrize(
    ("lead_in", "negative", "found"),
    [
        ("Which of these is not due?", False, True),
        ("Which is least likely to be due?", False, True),
        ("Which of these is NOT due?", False, True),
        ("Which of these is NOT due?", True, False),
        ("Which part is due?", True, True),
        ("What is due if the patient does not sign?", False, False),
        ("What is due at least once?", False, False),
    ],
)
def test_negative_words(lead_in: str, negative: bool, found: bool) -> None:
    pairs = [(STEM, lead_in)]
    if negative:
        pairs.append(("writer: w1", "negative: true\nwriter: w1"))
    assert ("negative" in single(*pairs)) is found


@pytest.mark.parametrize(
    "pair",
    [
        ("answer: '5.6'\ntol", "answer: '5.7'\ntol"),
        ("formula: 3416 / 610", "formula: 3416 / 0"),
        ("formula: 3416 / 610", "formula: __import__('os')"),
        ("value: '6.0'", "value: '5.62'"),
    ],
)
def test_arithmetic_that_does_not_hold(pair: tuple[str, str]) -> None:
    assert "arithmetic" in {one.rule for one in lint_of(changed(NUMERIC_PATH, pair)).problems}


def test_a_wide_tolerance_warns() -> None:
    assert numeric(("tolerance: '0.05'", "tolerance: '0.2'")) == {"arithmetic"}


def test_a_blind_answer_that_differs() -> None:
    assert single(("blind: {answer: A}", "blind: {answer: C}")) == {"blind"}
    assert numeric(("blind: {answer: '5.6'}", "blind: {answer: '6.0'}")) == {"blind"}


def test_a_blind_answer_with_its_unit_agrees() -> None:
    assert numeric(("blind: {answer: '5.6'}", "blind: {answer: 5.60 days}")) == set()


def test_a_rating_is_provisional_exactly_while_raters_are_missing() -> None:
    assert single(("provisional: true", "provisional: false")) == {"angoff"}
    two = "    - {rater: w1, value: 65}\n    - {rater: w2, value: 60}\n"
    assert "angoff" not in single(("    - {rater: w1, value: 65}\n", two))
    assert numeric(("    - {rater: w1, value: 65}\n", two)) == {"angoff"}


def test_a_live_item_without_blind_answer_warns() -> None:
    report = lint_of(changed(SINGLE_PATH, ("blind: {answer: A}\n", "")))
    assert "blind" in {one.rule for one in report.warnings}


def test_a_waiver_sets_a_finding_apart_with_its_reason() -> None:
    report = lint_of(
        changed(
            SINGLE_PATH,
            ("blind: {answer: A}", "blind: {answer: C}\nlint_ok: {blind: discussed in May}"),
        )
    )
    assert report.problems == ()
    [(problem, reason)] = report.waived
    assert (problem.rule, reason) == ("blind", "discussed in May")
