"""Notes cut where they print the codes that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codesets.references import named_codes, pieces


def linked(text: str) -> list[tuple[str, str, str]]:
    found = pieces(text, named_codes(text))
    return [(piece.text, piece.first, piece.last) for piece in found if piece.first]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("congenital pneumonia (P23.0)", [("P23.0", "P23.0", "P23.0")]),
        ("tobacco dependence (F17.-)", [("F17.-", "F17", "F17")]),
        ("lung disorder (J70.2-J70.4)", [("J70.2-J70.4", "J70.2", "J70.4")]),
        (
            "influenza (J09.X1, J10.0-)",
            [("J09.X1", "J09.X1", "J09.X1"), ("J10.0-", "J10.0", "J10.0")],
        ),
        ("deficiency of vitamin B12", []),
        ("fracture of malleolus", []),
    ],
)
def test_codes_and_ranges_stand_apart(text: str, links: list[tuple[str, str, str]]) -> None:
    assert linked(text) == links


def test_a_code_that_the_note_does_not_name_stays_text() -> None:
    assert [piece.text for piece in pieces("stage B12 of it (N18.3)", ("N18.3",))] == [
        "stage B12 of it (",
        "N18.3",
        ")",
    ]


@given(
    st.lists(st.sampled_from(["A00", "J18.9", "N18.-", "A00-A09", " and ", "(", ")", ", ", "x"]))
)
def test_nothing_of_the_text_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join(piece.text for piece in pieces(text, named_codes(text))) == text
