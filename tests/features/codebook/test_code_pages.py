"""Pages of diagnosis codes, headings and groups."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.features.codebook.routes import canonical_code
from app.features.codebook.validity import asked_day, edition_line, group_validity
from tests.pages import Pages
from tests.queries import count_queries


def code(pages: Pages, system: str, name: str, status: int = 200, **query: str) -> str:
    return pages.get("codebook.code", status=status, system=system, code=name, **query).text


def test_a_code_shows_where_it_stands_and_what_it_is(pages: Pages) -> None:
    page = code(pages, "cm", "J18.9")
    for words in ("Chapter 10", "J09-J18", "<b>MCC</b>", "Indicator due", "FY2026, April update"):
        assert words in page
    assert 'href="/codebook/cm/J18.8"' in page, "its neighbour"
    assert 'data-copy="J18.9"' in page


def test_each_kind_of_note_is_explained_with_its_level_and_its_codes_linked(pages: Pages) -> None:
    page = code(pages, "cm", "J18.9")
    assert "Not coded here: never report both for the same condition." in page
    assert "Sequence the underlying condition before this code." in page
    assert 'href="/codebook/cm/P23.0"' in page
    assert "Printed at" in page
    assert 'href="/codebook/cm/J70.2"' in page, "each end of a range that is no block"


def test_inclusion_terms_stand_by_themselves(pages: Pages) -> None:
    page = code(pages, "cm", "I42.0")
    assert "Inclusion terms" in page
    assert "Congestive cardiomyopathy" in page


def test_a_heading_lists_its_codes_and_cannot_be_reported(pages: Pages) -> None:
    page = code(pages, "cm", "J18")
    assert "No: a heading" in page
    assert 'href="/codebook/cm/J18.9"' in page
    assert "data-copy=" not in page


@pytest.mark.parametrize("name", ["10", "J09-J18", "22", "1"])
def test_chapters_and_blocks_have_pages(pages: Pages, name: str) -> None:
    assert "Codes below" in code(pages, "cm", name)


def test_the_placeholder_is_filled_in_before_the_seventh_character(pages: Pages) -> None:
    page = code(pages, "cm", "T07")
    assert 'href="/codebook/cm/T07.XXXA"' in page
    assert "placeholder X" in page
    assert "placeholder X" not in code(pages, "cm", "S82.101")


def test_seventh_characters_without_settled_code_are_not_linked(pages: Pages) -> None:
    page = code(pages, "cm", "S82.1")
    assert "Each code below takes one of these" in page
    assert "S82.1XXA" not in page


def test_a_code_marks_its_own_seventh_character(pages: Pages) -> None:
    page = code(pages, "cm", "S82.101A")
    assert 'aria-current="page"><span class="code">S82.101A' in page
    assert 'href="/codebook/cm/S82.101S"' in page


def test_an_exempt_code_says_so(pages: Pages) -> None:
    assert "No indicator is reported" in code(pages, "cm", "Z87.891")


def test_a_code_that_ended_is_struck_through_with_what_follows_it(pages: Pages) -> None:
    page = code(pages, "cm", "G35")
    assert "code--gone" in page
    assert "What follows G35" in page
    assert 'href="/codebook/cm/G35.A"' in page


def test_on_its_last_day_it_still_stands(pages: Pages) -> None:
    page = code(pages, "cm", "G35", on="2025-09-30")
    assert "code--gone" not in page
    assert "Yes, on 30 Sep 2025." in page
    assert 'href="/codebook/cm/G35.A?on=2025-09-30"' in page, "links keep the day"


def test_a_new_code_is_not_in_force_before_its_first_day(pages: Pages) -> None:
    assert "is not in force yet" in code(pages, "cm", "G35.A", on="2025-09-30")


def test_a_code_that_ends_names_those_of_the_next_edition(pages: Pages) -> None:
    page = code(pages, "cm", "I42.0")
    for words in ("I42.0 ends", "I42.00", "no package has their titles"):
        assert words in page


def test_days_that_the_book_does_not_know_are_said_to_be_unknown(pages: Pages) -> None:
    assert "Not known for 1 Jan 2020" in code(pages, "cm", "J18.9", on="2020-01-01")


@pytest.mark.parametrize("system_and_code", [("cm", "J18.9"), ("pcs", "0SRC0J9"), ("drg", "193")])
def test_a_bad_day_brings_the_page_back_with_a_sentence(
    pages: Pages, system_and_code: tuple[str, str]
) -> None:
    page = code(pages, *system_and_code, status=422, on="12.4.2026")
    assert "“12.4.2026” is not a date." in page
    assert "<title>Error: " in page


@pytest.mark.parametrize(
    ("system", "typed", "address"),
    [
        ("cm", "j189", "/codebook/cm/J18.9"),
        ("cm", "j09-j18", "/codebook/cm/J09-J18"),
        ("cm", "J18 .9", "/codebook/cm/J18.9"),
        ("pcs", "0srcj09", "/codebook/pcs/0SRCJ09"),
        ("drg", "5", "/codebook/drg/005"),
    ],
)
def test_other_spellings_lead_to_the_one_address(
    pages: Pages, system: str, typed: str, address: str
) -> None:
    answer = pages.get("codebook.code", status=301, system=system, code=typed, on="2026-04-12")
    assert answer.location == f"{address}?on=2026-04-12"


@given(st.sampled_from(["cm", "pcs", "drg"]), st.text(max_size=30))
def test_the_one_spelling_leads_nowhere_else(system: str, text: str) -> None:
    once = canonical_code(system, text)  # type: ignore[arg-type]
    assert canonical_code(system, once) == once  # type: ignore[arg-type]


def test_an_unknown_code_is_answered_with_those_that_begin_alike(pages: Pages) -> None:
    page = code(pages, "cm", "J18.99", status=404)
    assert "J18.99 is not in the code book" in page
    assert 'href="/codebook/cm/J18.9"' in page


def test_a_code_of_the_other_code_set_is_found_there(pages: Pages) -> None:
    assert 'href="/codebook/pcs/0SRC0J9"' in code(pages, "cm", "0SRC0J9", status=404)


def test_a_code_of_another_edition_is_named_as_such(pages: Pages) -> None:
    page = code(pages, "cm", "C78.31", status=404)
    assert "C78.31 is a code of another edition, in force 1 Oct 2026" in page


@pytest.mark.parametrize("address", ["/codebook/hcpcs/A0428", "/codebook/cm/J18.9/more"])
def test_other_addresses_are_not_found(pages: Pages, address: str) -> None:
    pages.get(address, status=404)


def test_a_group_shows_weight_stays_and_edition(pages: Pages) -> None:
    page = code(pages, "drg", "193")
    for words in ("1.3144", "3.9", "4.9", "Medical", "Post-acute transfer", "grouper 43.1"):
        assert words in page
    assert 'href="/codebook/drg/194"' in page


def test_a_capped_weight_is_shown_with_the_one_before_the_cap(pages: Pages) -> None:
    page = code(pages, "drg", "010")
    assert "7.1757" in page
    assert "3.0699 without it" in page


def test_a_group_without_weight_says_so(pages: Pages) -> None:
    assert "no weight and no stays" in code(pages, "drg", "998")


def test_groups_belong_to_their_fiscal_year() -> None:
    assert group_validity(date(2026, 9, 30)).state == "valid"
    assert group_validity(date(2026, 10, 1)).state == "unknown"


def test_the_edition_is_superseded_from_its_end_on() -> None:
    asked = asked_day("")
    assert "Superseded" not in edition_line(asked, date(2026, 9, 30))
    assert "Superseded since 1 Oct 2026" in edition_line(asked, date(2026, 10, 1))


@given(st.dates())
def test_every_date_is_read_as_it_is_written(day: date) -> None:
    assert asked_day(day.isoformat()).day == day


def test_a_page_asks_nothing_of_the_database(app: Flask) -> None:
    for name in ("J18.9", "10", "W20-W49"):
        with count_queries(app) as counted:
            Pages(app).get("codebook.code", system="cm", code=name)
        assert counted.n == 0
