"""Pages of procedure codes, tables, guidelines and editions."""

from __future__ import annotations

import pytest

from app.features.codebook.guidelines import paragraphs
from app.features.codebook.procedure import beginning_page
from app.reference import SqliteCodeBook
from tests.pages import Pages


def code(pages: Pages, name: str, status: int = 200, **query: int | str) -> str:
    return pages.get("codebook.code", status=status, system="pcs", code=name, **query).text


def test_a_code_shows_its_axes_with_the_definitions_of_operation_and_approach(
    pages: Pages,
) -> None:
    page = code(pages, "0SRC0J9")
    for words in ("Lower Joints", "Knee Joint, Right", "Synthetic Substitute", "Cemented"):
        assert words in page
    assert "Putting in or on biological or synthetic material" in page
    assert "Examples: Total hip replacement" in page
    assert "Cutting through the skin" in page
    assert 'href="/codebook/pcs/0SR"' in page


def test_what_no_package_has_is_said(pages: Pages) -> None:
    assert "they have none" in code(pages, "3E0G76Z"), "no axes outside the sections 0 and 1"
    assert "spelled here from its axes" in code(pages, "10D10ZZ"), "no printed title"
    assert "no package has its title" in code(pages, "02HM3JZ"), "neither"


def test_a_procedure_code_ends_with_its_last_day(pages: Pages) -> None:
    assert "is no longer in force" in code(pages, "30233AZ")
    assert "Yes, on 31 Mar 2026." in code(pages, "30233AZ", on="2026-03-31")


def test_a_table_shows_its_rows_and_all_its_codes_by_page(pages: Pages) -> None:
    page = code(pages, "0SR")
    assert "7 Qualifier" in page
    assert "Every combination within a row is a valid code." in page
    assert "Page 1 of 5" in page
    assert 'href="/codebook/pcs/0SRW0KZ"' in code(pages, "0SR", page=5)


def test_without_a_table_the_codes_are_listed(pages: Pages) -> None:
    page = code(pages, "3E0")
    assert "No package has the table 3E0" in page
    assert "7 Qualifier" not in page
    assert "/codebook/pcs/3E0" in page


@pytest.mark.parametrize("page", ["0", "-3", "x", "9999999999999999999999"])
def test_a_page_that_does_not_exist_gives_one_that_does(pages: Pages, page: str) -> None:
    assert "Page " in code(pages, "0SR", page=page)


@pytest.mark.parametrize("beginning", ["0", "0S", "3", "X", "0SRC", "0SRC0J"])
def test_every_beginning_leads_on(pages: Pages, beginning: str) -> None:
    assert f'href="/codebook/pcs/{beginning}' in code(pages, beginning)


def test_a_beginning_shows_no_more_than_a_page_of_codes(book: SqliteCodeBook) -> None:
    for prefix in ("0SR", "041"):
        page = beginning_page(book, prefix, 1)
        assert page is not None
        assert len(page.codes) == 50


def test_an_unknown_procedure_code_is_answered_with_those_that_begin_alike(pages: Pages) -> None:
    assert 'href="/codebook/pcs/0SRC0J9"' in code(pages, "0SRC0J0", status=404)


def test_every_guideline_has_a_page(pages: Pages, book: SqliteCodeBook) -> None:
    listed = pages.get("codebook.guideline_list").text
    for rule in book.guidelines():
        assert f'href="/codebook/pcs/guidelines/{rule.number}"' in listed
        pages.get("codebook.guideline", number=rule.number)


def test_a_guideline_is_found_in_any_case_and_an_unknown_one_is_not(pages: Pages) -> None:
    answer = pages.get("codebook.guideline", status=301, number="b3.10B")
    assert answer.location == "/codebook/pcs/guidelines/B3.10b"
    assert (
        "no ICD-10-PCS guideline Q9"
        in pages.get("codebook.guideline", status=404, number="Q9").text
    )


def test_lines_of_the_print_run_on_and_examples_stand_alone() -> None:
    text = "Coded if:\na. The same\noperation.\n Example: Liver and\npancreas."
    assert paragraphs(text) == [
        "Coded if:",
        "a. The same operation.",
        "Example: Liver and pancreas.",
    ]


def test_editions_come_with_counts_and_sources(pages: Pages) -> None:
    page = pages.get("codebook.show_editions").text
    for words in ("98,505 entries", "74,719", "simple-icd-10-cm", "772 groups", "38,349"):
        assert words in page
