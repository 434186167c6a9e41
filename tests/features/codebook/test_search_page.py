"""Search of the code book: as a page, and as the list that follows what is typed."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.features.codebook import finding
from app.reference import SqliteCodeBook
from tests.pages import Pages
from tests.queries import count_queries


def test_without_words_it_says_what_can_be_typed_and_from_which_edition(pages: Pages) -> None:
    page = pages.get("codebook.index").text
    for words in ("What you can type", "FY2026, April update", "not the Alphabetic Index"):
        assert words in page
    assert 'href="/codebook/cm/10"' in page
    assert 'href="/codebook/pcs/0"' in page


def test_the_exact_code_comes_first_however_it_was_typed(pages: Pages) -> None:
    for typed in ("J18.9", "j189", " J18 9 "):
        page = pages.get("codebook.index", q=typed).text
        first = page[page.index("results-list") :]
        assert first.index("/codebook/cm/J18.9") < first.index("</li>")


def test_a_result_shows_path_notes_level_and_why_it_was_found(pages: Pages) -> None:
    page = pages.get("codebook.results", q="pnuemonia").text
    for words in ("J18.9", "for: pneumonia", "Influenza and pneumonia (J09-J18) › J18"):
        assert words in page
    for words in ("<b>Code first</b>", "<b>Excludes1</b>", "MCC", "Billable"):
        assert words in page


def test_a_heading_is_told_to_need_more_characters_and_a_block_is_not(pages: Pages) -> None:
    assert "Needs more characters" in pages.get("codebook.results", q="J18", system="cm").text
    block = pages.get("codebook.results", q="demyelinating diseases", system="cm").text
    result = block[block.index("/codebook/cm/G35-G37") :].partition("</li>")[0]
    assert "Block" in result
    assert "Needs more characters" not in result


def test_the_fragment_is_no_page_and_tells_the_address_of_the_search(pages: Pages) -> None:
    answer = pages.get("codebook.results", q="copd", system="cm")
    assert "<html" not in answer.text
    assert answer.headers["HX-Replace-Url"] == "/codebook?q=copd&system=cm"
    assert 'data-found="' in answer.text


def test_a_code_set_narrows_the_search_and_an_unknown_one_does_not(pages: Pages) -> None:
    page = pages.get("codebook.results", q="pneumonia", system="drg").text
    assert "/codebook/drg/193" in page
    assert "/codebook/cm/" not in page
    assert "/codebook/cm/J18.9" in pages.get("codebook.results", q="pneumonia", system="x").text


def test_the_beginning_of_procedure_codes_leads_to_its_table(pages: Pages) -> None:
    assert 'href="/codebook/pcs/0SR"' in pages.get("codebook.results", q="0sr").text
    assert "found-table" not in pages.get("codebook.results", q="0sr", system="cm").text


def test_nothing_found_says_so_and_what_to_try(pages: Pages) -> None:
    page = pages.get("codebook.index", q="zzzzqq", system="pcs").text
    assert "Nothing found for “zzzzqq”" in page
    assert "No codes found" in page
    assert "Search all code sets" in page


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(book: SqliteCodeBook, text: str) -> None:
    found = finding.find(book, text, None)
    assert len(found.rows) <= finding.MOST_FOUND
    assert found.status or not text.strip()


def test_a_long_paste_is_cut(pages: Pages) -> None:
    assert pages.get("codebook.results", q="pneumonia " * 400).status_code == 200


@pytest.mark.parametrize(("one", "other"), [("J18.9", "pneumonia"), ("zzzzqq", "fracture")])
def test_a_search_asks_nothing_of_the_database(app: Flask, one: str, other: str) -> None:
    for typed in (one, other):
        with count_queries(app) as counted:
            Pages(app).get("codebook.results", q=typed)
        assert counted.n == 0
