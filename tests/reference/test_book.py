"""Look-ups in the code book."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from app.domain.codesets.values import CodeEntry
from app.reference import SqliteCodeBook

MAY = date(2026, 5, 1)


def entry(book: SqliteCodeBook, code: str, system: str = "cm") -> CodeEntry:
    found = book.entry(system, code)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_the_book_holds_the_whole_editions(book: SqliteCodeBook) -> None:
    assert book.counts() == {
        "cm_entries": 98_505,
        "cm_billable": 74_719,
        "cm_poa_exempt": 38_349,
        "pcs_codes": 79_195,
        "pcs_titled": 78_825,
        "pcs_with_axes": 68_672,
        "drgs": 772,
    }
    assert book.editions()["cm"] == "FY2026, April update"


def test_an_entry_has_its_path_and_notes_of_every_level(book: SqliteCodeBook) -> None:
    found = entry(book, "E11.22")
    assert found.title == "Type 2 diabetes mellitus with diabetic chronic kidney disease"
    assert [code for code, _ in found.path] == ["4", "E08-E13", "E11", "E11.2"]
    assert found.billable
    assert {note.level for note in found.notes} == {"E11.22", "E11", "4"}
    stage = next(note for note in found.notes if note.level == "E11.22")
    assert (stage.kind, stage.codes) == ("use_additional", ("N18.1-N18.6",))


def test_inclusion_terms_are_not_inherited_except_by_the_seventh_character(
    book: SqliteCodeBook,
) -> None:
    levels = {note.level for note in entry(book, "T40.0X1A").notes if note.kind == "inclusion_term"}
    assert levels == {"T40.0X1"}


def test_seventh_characters_are_those_of_the_nearest_level(book: SqliteCodeBook) -> None:
    assert dict(entry(book, "S72.0").seventh)["A"] == "initial encounter for closed fracture"
    assert entry(book, "W19").children[0] == ("W19.XXXA", "Unspecified fall, initial encounter")


def test_a_block_of_one_category_stands_beside_it(book: SqliteCodeBook) -> None:
    assert entry(book, "B20").billable
    assert entry(book, "B20").parent == "B20-B20"
    assert not entry(book, "B20-B20").billable


@pytest.mark.parametrize(
    ("code", "severity"), [("J96.01", "MCC"), ("E11.00", "MCC"), ("N39.0", "CC"), ("I10", None)]
)
def test_severity_is_cc_mcc_or_none(book: SqliteCodeBook, code: str, severity: str | None) -> None:
    assert entry(book, code).severity == severity


def test_a_code_is_valid_between_its_days(book: SqliteCodeBook) -> None:
    assert book.valid("cm", "G35", date(2025, 9, 30))
    assert not book.valid("cm", "G35", date(2025, 10, 1))
    assert book.valid("cm", "G35.D", date(2025, 10, 1))
    assert book.valid("pcs", "30233AZ", date(2026, 3, 31))
    assert not book.valid("pcs", "30233AZ", date(2026, 4, 1))
    assert entry(book, "G35").in_force == (date(2024, 10, 1), date(2025, 9, 30))


@pytest.mark.parametrize("code", ["J44", "N18.3", "10", "J09-J18", "ZZZ", "I214", "i21.4", ""])
def test_headings_and_what_is_no_code_are_never_valid(book: SqliteCodeBook, code: str) -> None:
    assert not book.valid("cm", code, MAY)


def test_a_heading_exists_without_being_reportable(book: SqliteCodeBook) -> None:
    assert book.exists("cm", "J44")
    assert not book.exists("cm", "J44.99")


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("O24.419", "E11.9", "E11"),
        ("R05.9", "J18.9", None),
        ("J44.9", "J42", "J42"),
        ("N39.0", "N30.00", "N39.0"),
        ("I10", "I11.0", None),
        ("I10", "I10", None),
        ("T40.2X1A", "O29.3X1", "T36-T50"),
    ],
)
def test_excludes1_is_found_from_either_side_and_inherited(
    book: SqliteCodeBook, one: str, other: str, level: str | None
) -> None:
    for first, second in ((one, other), (other, one)):
        note = book.excludes1(first, second)
        assert (note.level if note else None) == level


def test_a_pcs_code_has_seven_axes_with_definitions(book: SqliteCodeBook) -> None:
    found = entry(book, "0SRC0J9", "pcs")
    assert "Replacement of Right Knee Joint" in found.title
    assert [axis.title for axis in found.axes[3:6]] == [
        "Knee Joint, Right",
        "Open",
        "Synthetic Substitute",
    ]
    assert found.axes[2].definition.startswith("Putting in or on")
    assert found.path == (
        ("0", "Medical and Surgical"),
        ("0S", "Lower Joints"),
        ("0SR", "Replacement"),
    )
    assert entry(book, "027034Z", "pcs").axes[5].title == "Intraluminal Device, Drug-eluting"


def test_pcs_codes_outside_two_sections_have_titles_but_no_axes(book: SqliteCodeBook) -> None:
    found = entry(book, "30233N1", "pcs")
    assert found.title.startswith("Transfusion of Nonautologous Red Blood Cells")
    assert found.axes == ()


def test_a_table_allows_only_its_values(book: SqliteCodeBook) -> None:
    table = book.pcs_table("0SR")
    assert table is not None
    assert table.values[5] == (("0", "Open"),)
    assert "0SRC0J9" in table.codes
    assert book.pcs_table("0S") is None
    assert book.pcs_table("302") is None


def test_definitions_guidelines_and_index_are_looked_up(book: SqliteCodeBook) -> None:
    bypass = book.pcs_definition("0", 3, "1")
    assert bypass is not None
    assert bypass.title == "Bypass"
    guideline = book.guideline("B3.2")
    assert guideline is not None
    assert guideline.topic == "Multiple Procedures"
    assert len(book.guidelines()) == 60
    assert [term.term for term in book.pcs_index("cholecystec")] == ["Cholecystectomy"]
    assert book.pcs_index("%") == ()


@pytest.mark.parametrize(
    ("number", "weight"),
    [("193", "1.3144"), ("470", "1.9289"), ("871", "1.9425"), ("872", "1.0233"), ("293", "0.5660")],
)
def test_a_drg_has_the_weight_with_the_cap_applied(
    book: SqliteCodeBook, number: str, weight: str
) -> None:
    drg = book.drg(number)
    assert drg is not None
    assert drg.weight == Decimal(weight)
    assert drg.geometric_mean_stay is not None


def test_titles_of_drgs_are_in_title_case_with_abbreviations_kept(book: SqliteCodeBook) -> None:
    drg = book.drg("871")
    assert drg is not None
    assert drg.title == "Septicemia or Severe Sepsis without MV >96 Hours with MCC"
    assert book.drg("000") is None


def test_the_file_cannot_be_written(book: SqliteCodeBook) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        book._value("DELETE FROM entry RETURNING id")


def test_several_threads_may_read(book: SqliteCodeBook) -> None:
    texts = ["pneumonia", "copd", "knee", "i21", "sepsis", "fracture femur"] * 20
    alone = [[result.code for result in book.search(text)] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(book.search, texts))
    assert [[result.code for result in results] for results in together] == alone
