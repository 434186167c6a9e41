"""Edits on a worksheet, with the real code book."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.charts.edits import Edit, sheet_edits
from app.domain.charts.worksheet import Sheet, SheetFault, add_row
from app.reference import SqliteCodeBook

DAY = date(2026, 6, 25)


def edits(book: SqliteCodeBook, *codes: str, procedures: tuple[str, ...] = ()) -> list[Edit]:
    sheet = Sheet()
    for code in codes:
        sheet = add_row(sheet, "cm", code)
    for code in procedures:
        sheet = add_row(sheet, "pcs", code)
    return list(sheet_edits(sheet, DAY, False, book))


def rules(found: list[Edit], kind: str) -> list[tuple[int, str]]:
    return [(edit.row, edit.rule) for edit in found if edit.kind == kind]


def test_a_heading_is_refused_with_its_rule(book: SqliteCodeBook) -> None:
    assert rules(edits(book, "E11.2"), "wrong") == [(1, "I.B.2")]


def test_a_missing_seventh_character_is_named(book: SqliteCodeBook) -> None:
    assert "7th character" in edits(book, "T39.395")[0].text


def test_what_is_in_no_book_is_refused(book: SqliteCodeBook) -> None:
    assert rules(edits(book, "ZZZ", procedures=("0W3P8Z9",)), "wrong") == [(1, "I.B.1"), (2, "A6")]


def test_an_excludes1_pair_is_said_at_the_second_row(book: SqliteCodeBook) -> None:
    found = edits(book, "E11.9", "E10.9")
    assert (2, "I.A.12.a") in rules(found, "warning")


def test_a_presumed_link_is_said_whatever_the_order(book: SqliteCodeBook) -> None:
    for codes in (("I10", "N18.31"), ("N18.31", "I10")):
        found = rules(edits(book, *codes), "warning")
        assert "I.C.9.a.2" in [rule for _, rule in found]


def test_an_external_cause_is_not_first(book: SqliteCodeBook) -> None:
    assert (1, "I.C.20") in rules(edits(book, "W01.0XXA", "S52.531A"), "warning")
    assert "I.C.20" not in str(edits(book, "S52.531A", "W01.0XXA"))


def test_a_manifestation_waits_for_its_cause(book: SqliteCodeBook) -> None:
    alone = edits(book, "D63.1")
    assert any(edit.text.startswith("Code first") for edit in alone)
    below = edits(book, "D63.1", "N18.31")
    assert any("puts N18.31 before D63.1" in edit.text for edit in below)
    assert not any("D63.1" in edit.text for edit in edits(book, "N18.31", "D63.1"))


def test_an_additional_code_is_asked_for_until_it_is_there(book: SqliteCodeBook) -> None:
    assert any("N18.1-N18.6" in edit.text for edit in edits(book, "E11.22"))
    assert not any("N18.1-N18.6" in edit.text for edit in edits(book, "E11.22", "N18.31"))


def test_an_empty_sheet_says_nothing(book: SqliteCodeBook) -> None:
    assert edits(book) == []


@given(
    st.lists(
        st.sampled_from(["I10", "N18.31", "E11.9", "E10.9", "D63.1", "W01.0XXA", "E11.2", "J18.9"])
        | st.text(min_size=1, max_size=8),
        unique=True,
        max_size=6,
    )
)
def test_every_edit_names_a_row_of_the_sheet(book: SqliteCodeBook, codes: list[str]) -> None:
    sheet = Sheet()
    for code in codes:
        with suppress(SheetFault):
            sheet = add_row(sheet, "cm", code)
    for edit in sheet_edits(sheet, DAY, True, book):
        assert sheet.row(edit.row)
        assert edit.rule
        assert edit.text
