"""The codes that notes name, and what they cover."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codesets.references import covers, named_codes

BARE = st.from_regex(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}", fullmatch=True)


def dotted(bare: str) -> str:
    return bare if len(bare) == 3 else f"{bare[:3]}.{bare[3:]}"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("bacterial foodborne intoxications, NEC (A05.-)", ("A05.-",)),
        ("concussion (S06.0-), and others (S06.1-, S06.3-)", ("S06.0-", "S06.1-", "S06.3-")),
        ("code to identify stage of chronic kidney disease (N18.1-N18.6)", ("N18.1-N18.6",)),
        ("sequelae (B90-B94)", ("B90-B94",)),
        ("classified in subcategories S06.1- to S06.6-", ("S06.1--S06.6-",)),
        ("diabetes mellitus (E08-E13 with .42)", ("E08-E13 with .42",)),
        ("dysphagia (I69. with final characters -91)", ("I69 with final characters -91",)),
        ("hyperammonemia syndrome E72.4", ("E72.4",)),
        ("acquired absence of knee (Z89.52-", ("Z89.52-",)),
        ("influenza A/H1N1", ()),
        ("Vitamin B12 deficiency", ()),
        ("pneumoconiosis with tuberculosis, any type in A15 (J65)", ("J65",)),
        ("disorders of:", ()),
    ],
)
def test_a_note_names_its_codes_as_printed(text: str, codes: tuple[str, ...]) -> None:
    assert named_codes(text) == codes


@pytest.mark.parametrize(
    ("named", "inside", "outside"),
    [
        ("J44.-", "J44.1", "J45.909"),
        ("N18.1-N18.6", "N18.30", "N18.9"),
        ("I20-I25", "I25.10", "I26.99"),
        ("O24.4-", "O24.419", "O24.911"),
        ("E08-E13 with .42", "E11.42", "E11.43"),
        ("E08-E13 with .51-.52", "E11.52", "E11.59"),
        ("E08-E13 with .61-", "E11.610", "E11.620"),
        ("F10-F19 with .17, .27, .97", "F10.27", "F10.20"),
        ("F11-F19 with fifth to sixth characters 51", "F11.151", "F11.150"),
        ("T36-T50 with fifth or sixth character 5", "T40.2X5A", "T40.2X1A"),
        ("T36-T50 with fifth or sixth character 5", "T36.95XA", "T36.91XA"),
        ("T36-T65 with fifth or sixth character 1-4", "T40.412A", "T40.415A"),
        ("T36-T50 with final character 6", "T36.0X6A", "T36.0X5A"),
        ("S42.- with 7th character B or C", "S42.001B", "S42.001A"),
        ("S52.- with open fracture 7th character", "S52.501C", "S52.501A"),
        ("I69 with final characters -20", "I69.320", "I69.321"),
        ("E08 with final characters .00 or .01", "E08.01", "E08.10"),
        ("T51-T65 with fifth or sixth character to indicate intent", "T51.0X1A", "T40.0X1A"),
    ],
)
def test_a_named_code_or_range_covers_what_it_should(named: str, inside: str, outside: str) -> None:
    assert covers(named, inside)
    assert not covers(named, outside)


def test_a_qualifier_that_is_not_understood_covers_nothing() -> None:
    assert not covers("E08-E13 with something of the fifth moon", "E11.9")


@given(BARE, BARE)
def test_a_code_covers_itself_and_what_lies_below_it(bare: str, other: str) -> None:
    assert covers(dotted(bare), dotted(bare))
    assert covers(f"{bare[:3]}.-", dotted(bare))
    assert covers(dotted(other), dotted(bare)) == bare.startswith(other)


@given(st.lists(BARE, min_size=3, max_size=3).map(sorted))
def test_a_range_covers_what_stands_between_its_ends(codes: list[str]) -> None:
    low, middle, high = codes
    assert covers(f"{low[:3]}-{high[:3]}", dotted(middle))


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for named in named_codes(text):
        covers(named, "E11.9")
