"""Keys of charts and codes in text: validity, Excludes1, evidence, POA, grouping."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.content.linting import SmallBook, SmallGrouper, changed, lint_of
from tests.domain.content.samples import FOLDER, LESSON_PATH, SINGLE_PATH, library_files

KEY = f"{FOLDER}/key.yml"
NOTE = f"{FOLDER}/documents/01-note.md"
BOOK = SmallBook()


def key_rules(*pairs: tuple[str, str], path: str = KEY, book: SmallBook = BOOK) -> set[str]:
    return {one.rule for one in lint_of(changed(path, *pairs), book, SmallGrouper()).problems}


def test_a_right_key_passes() -> None:
    assert lint_of(library_files(), BOOK, SmallGrouper(), lambda case: "378").problems == ()


def test_a_code_that_is_not_valid_at_discharge() -> None:
    assert key_rules(("code: D62", "code: D62.9")) == {"code"}


def test_a_wrong_code_has_to_exist_at_least() -> None:
    assert key_rules(("code: K92.1", "code: K92.9")) == {"code"}


def test_two_codes_that_exclude_one_another() -> None:
    book = SmallBook(excluded=(frozenset({"K26.0", "D62"}),))
    assert key_rules(book=book) == {"excludes1"}


@pytest.mark.parametrize(
    "pair",
    [
        ("document: 01-note, quote: acute blood", "document: 02-note, quote: acute blood"),
        ("acute blood loss anemia", "acute blood loss"[:-4] + "lost anemia"),
        ("acute blood loss anemia", "Acute blood loss anemia"),
    ],
)
def test_evidence_that_does_not_stand_in_its_document(pair: tuple[str, str]) -> None:
    assert key_rules(pair) == {"evidence"}


def test_evidence_may_run_across_emphasis_and_lines() -> None:
    assert key_rules(("of the *duodenum*\nwith", "of\nthe **duodenum** with"), path=NOTE) == set()


@pytest.mark.parametrize(
    "pair",
    [
        ("code: D62\n    poa: [Y]", "code: D62"),
        ("poa: [Y]", "poa: [exempt]"),
    ],
)
def test_poa_that_does_not_fit(pair: tuple[str, str]) -> None:
    assert key_rules(pair) == {"poa"}


def test_an_exempt_code_is_marked_so() -> None:
    assert key_rules(book=SmallBook(exempt=frozenset({"D62"}))) == {"poa"}


@pytest.mark.parametrize(
    "pair",
    [
        ("instead_of: K26.0", "instead_of: K27.0"),
        ("code: K92.1", "code: D62"),
        ("discharge_status", "principal_candidates: [I10]\ndischarge_status"),
        (
            "discharge_status",
            "sequence: [{before: I10, after: D62, rule: II.C, why: x}]\ndischarge_status",
        ),
    ],
)
def test_a_key_that_names_codes_which_it_has_not(pair: tuple[str, str]) -> None:
    assert key_rules(pair) == {"key"}


def test_the_case_of_a_key() -> None:
    grouper = SmallGrouper()
    lint_of(library_files(), BOOK, grouper)
    [case] = grouper.cases
    assert [(row.code, row.poa) for row in case.diagnoses] == [("K26.0", "Y"), ("D62", "Y")]
    assert (case.age, case.sex, case.discharge_status) == (65, "M", "01")
    assert case.discharge_date == date(2026, 6, 25)


def test_a_key_that_does_not_group() -> None:
    report = lint_of(library_files(), BOOK, SmallGrouper(drg=None))
    assert {one.rule for one in report.problems} == {"drg"}


def test_two_groupers_that_differ() -> None:
    report = lint_of(library_files(), BOOK, SmallGrouper(), lambda case: "379")
    assert {one.rule for one in report.problems} == {"drg"}


def test_the_difference_known_of_conditions_acquired_in_hospital_warns() -> None:
    files = changed(
        KEY,
        (
            "poa: [Y]\n    evidence:\n      - {document: 01-note, quote: acute blood",
            "poa: [N]\n    evidence:\n      - {document: 01-note, quote: acute blood",
        ),
    )
    report = lint_of(files, BOOK, SmallGrouper(), lambda case: "379")
    assert report.problems == ()
    assert "drg" in {one.rule for one in report.warnings}


def test_a_grouper_that_cannot_is_no_objection() -> None:
    assert lint_of(library_files(), BOOK, SmallGrouper(), lambda case: None).problems == ()


def test_codes_in_lessons_and_items_exist() -> None:
    assert key_rules(("`I21.4`", "`I21.5`"), path=LESSON_PATH) == {"code"}
    assert key_rules(("`I21.4`", "I21.5"), path=LESSON_PATH) == {"code"}
    assert key_rules(("The physician", "I21.5 stands there. The physician"), path=SINGLE_PATH) == {
        "code"
    }
    assert key_rules(("`I21.4`", "`fn(x)`"), path=LESSON_PATH) == set()


def test_a_lesson_with_codes_and_no_edition_warns() -> None:
    assert "edition" in {one.rule for one in lint_of(library_files(), BOOK).warnings}
    named = changed(LESSON_PATH, ("minutes: 20", "minutes: 20\nedition: FY2026-April"))
    assert "edition" not in {one.rule for one in lint_of(named, BOOK).warnings}


def test_without_a_book_codes_are_not_judged() -> None:
    files = changed(KEY, ("code: D62", "code: D62.9"))
    assert lint_of(files).problems == ()
