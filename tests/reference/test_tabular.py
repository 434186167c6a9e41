"""The tabular list as read from its XML."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.reference.tabular import Heading, read_tabular, with_placeholder

XML = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2026</version>
  <introduction><introSection type="title"><title>Title</title></introSection></introduction>
  <chapter>
    <name>19</name><desc>Injuries (S00-T88)</desc>
    <sectionIndex><sectionRef first="T40" last="T40" id="T40">Drugs</sectionRef></sectionIndex>
    <section id="T40">
      <desc>Poisoning (T40)</desc>
      <excludes1><note>something else (A00-A09)</note></excludes1>
      <diag>
        <name>T40</name><desc>Poisoning by narcotics</desc>
        <sevenChrNote><note>A 7th character is to be added</note></sevenChrNote>
        <sevenChrDef>
          <extension char="A">initial encounter</extension>
          <extension char="S">sequela</extension>
          <note>late effect</note>
        </sevenChrDef>
        <diag>
          <name>T40.0</name><desc>Poisoning by opium &amp; more</desc>
          <inclusionTerm><note>Opium NOS</note></inclusionTerm>
        </diag>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""


@pytest.fixture
def headings(tmp_path: Path) -> dict[str, Heading]:
    (tmp_path / "tabular.xml").write_text(XML, encoding="utf-8")
    (tmp_path / "codes.txt").write_text("19\nT40\nT40\nT400\nT400XXA\n", encoding="utf-8")
    read = read_tabular(tmp_path / "tabular.xml", tmp_path / "codes.txt")
    return {heading.code: heading for heading in read}


def test_headings_stand_in_their_order_with_kind_and_parent(headings: dict[str, Heading]) -> None:
    assert [(code, heading.kind) for code, heading in headings.items()] == [
        ("19", "chapter"),
        ("T40-T40", "block"),
        ("T40", "category"),
        ("T40.0", "subcategory"),
        ("T40.0XXA", "extended"),
    ]
    assert [level.code for level in headings["T40.0"].lineage()] == [
        "T40.0",
        "T40",
        "T40-T40",
        "19",
    ]


def test_notes_stay_at_the_level_that_prints_them(headings: dict[str, Heading]) -> None:
    assert headings["T40-T40"].notes == [("excludes1", "something else (A00-A09)")]
    assert headings["T40"].notes == [
        ("note", "A 7th character is to be added"),
        ("note", "7th character S: late effect"),
    ]
    assert headings["T40.0"].notes == [("inclusion_term", "Opium NOS")]


def test_seventh_characters_make_codes_that_the_list_of_codes_confirms(
    headings: dict[str, Heading],
) -> None:
    assert headings["T40.0XXA"].title == "Poisoning by opium & more, initial encounter"
    assert headings["T40.0XXA"].billable
    assert not headings["T40.0"].billable
    assert "T40.0XXS" not in headings


@pytest.mark.parametrize(
    ("code", "stem"), [("T40.0", "T40.0XX"), ("S72.001", "S72.001"), ("W19", "W19.XXX")]
)
def test_placeholder_x_fills_up_to_the_sixth_character(code: str, stem: str) -> None:
    assert with_placeholder(code) == stem


def test_a_document_type_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><chapter>&b;</chapter>'
    (tmp_path / "tabular.xml").write_text(bomb, encoding="utf-8")
    (tmp_path / "codes.txt").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="document type"):
        read_tabular(tmp_path / "tabular.xml", tmp_path / "codes.txt")
