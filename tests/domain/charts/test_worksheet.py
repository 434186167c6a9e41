"""The worksheet: rows keep their ids, nothing is lost, and JSON gives back what it was given."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.charts.worksheet import (
    Sheet,
    SheetFault,
    add_row,
    keep_both,
    move_row,
    read_sheet,
    remove_row,
    set_fields,
    sheet_json,
)

CODES = st.sampled_from(["K26.0", "D62", "I10", "N18.31", "T39.395A", "Z79.1", "E11.22"])
PROCEDURES = st.sampled_from(["0W3P8ZZ", "30233N1", "0DB78ZX"])


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    sheet = Sheet(discharge_status=draw(st.sampled_from(["", "01", "20"])))
    for code in draw(st.lists(CODES, unique=True)):
        sheet = add_row(sheet, "cm", code, first=draw(st.booleans()))
    for code in draw(st.lists(PROCEDURES, max_size=3)):
        sheet = add_row(sheet, "pcs", code)
    return set_fields(
        sheet,
        {row.id: draw(st.sampled_from(["", "Y", "N"])) for row in sheet.diagnoses},
        {row.id: draw(st.sampled_from(["", "2026-06-22"])) for row in sheet.procedures},
    )


@given(sheets())
def test_json_gives_the_worksheet_back(sheet: Sheet) -> None:
    assert read_sheet(sheet_json(sheet)) == sheet


@given(sheets(), st.integers(0, 12), st.sampled_from([-1, 1]))
def test_moving_a_row_keeps_every_row(sheet: Sheet, row_id: int, step: int) -> None:
    moved = move_row(sheet, row_id, step)
    assert sorted(row.id for row in moved.rows) == sorted(row.id for row in sheet.rows)
    assert move_row(moved, row_id, -step) == sheet or moved == sheet


@given(sheets(), st.integers(0, 12))
def test_removing_twice_is_removing_once(sheet: Sheet, row_id: int) -> None:
    once = remove_row(sheet, row_id)
    assert once.row(row_id) is None
    assert remove_row(once, row_id) == once


@given(sheets(), sheets())
def test_keeping_both_loses_no_code_and_repeats_no_id(mine: Sheet, theirs: Sheet) -> None:
    both = keep_both(mine, theirs)
    assert {row.code for row in both.rows} == {row.code for row in mine.rows + theirs.rows}
    assert len({row.id for row in both.rows}) == len(both.rows)
    assert [row.code for row in both.diagnoses[: len(theirs.diagnoses)]] == [
        row.code for row in theirs.diagnoses
    ]


def test_keeping_both_fills_what_one_side_left_blank() -> None:
    base = add_row(Sheet(), "cm", "I10")
    mine = set_fields(base, {1: "Y"}, {}, "01")
    both = keep_both(mine, base)
    assert both.diagnoses[0].poa == "Y"
    assert both.discharge_status == "01"


@pytest.mark.parametrize("typed", ["k260", " K26.0 ", "k 26 0"])
def test_a_code_is_taken_in_any_form(typed: str) -> None:
    assert add_row(Sheet(), "cm", typed).diagnoses[0].code == "K26.0"


def test_a_diagnosis_stands_on_the_sheet_once() -> None:
    with pytest.raises(SheetFault, match="already, in row 1"):
        add_row(add_row(Sheet(), "cm", "I10"), "cm", "i10")


def test_a_procedure_may_be_done_twice() -> None:
    sheet = add_row(add_row(Sheet(), "pcs", "30233N1"), "pcs", "30233n1")
    assert [row.id for row in sheet.procedures] == [1, 2]


@pytest.mark.parametrize("typed", ["", "   ", "A" * 21])
def test_what_is_no_code_at_all_is_refused(typed: str) -> None:
    with pytest.raises(SheetFault, match="no code"):
        add_row(Sheet(), "cm", typed)


def test_the_sheet_has_an_end() -> None:
    sheet = Sheet()
    for _ in range(200):
        sheet = add_row(sheet, "pcs", "30233N1")
    with pytest.raises(SheetFault, match="at most 200 rows"):
        add_row(sheet, "pcs", "30233N1")


def test_a_text_that_is_no_day_is_refused() -> None:
    sheet = add_row(Sheet(), "pcs", "30233N1")
    with pytest.raises(SheetFault, match="no date"):
        set_fields(sheet, {}, {1: "yesterday"})
    assert set_fields(sheet, {}, {1: "2026-06-22"}).procedures[0].date == date(2026, 6, 22)


@given(st.recursive(st.none() | st.text(max_size=5) | st.integers(), st.lists, max_leaves=5))
def test_anything_can_be_read(value: object) -> None:
    assert read_sheet({"diagnoses": value, "procedures": value}).rows is not None
    assert read_sheet(value) == Sheet()
