"""Canonical forms of codes as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codesets.notes import explain, label
from app.domain.codesets.values import NoteKind, normalise_cm, normalise_pcs


@pytest.mark.parametrize(
    ("typed", "code"),
    [(" i214 ", "I21.4"), ("I21.4", "I21.4"), ("b20", "B20"), ("s72 001a", "S72.001A")],
)
def test_an_icd_10_cm_code_is_taken_in_any_case_with_or_without_dot(typed: str, code: str) -> None:
    assert normalise_cm(typed) == code


@pytest.mark.parametrize("typed", ["", "I2", "21.4", "I21.", "I21.12345", "I.214", "pneumonia"])
def test_what_has_not_the_form_of_a_code_is_none(typed: str) -> None:
    assert normalise_cm(typed) is None


def test_an_icd_10_pcs_code_has_seven_characters_without_i_and_o() -> None:
    assert normalise_pcs("0w3p8zz") == "0W3P8ZZ"
    assert normalise_pcs("0W3P8Z") is None
    assert normalise_pcs("0W3P8ZO") is None


@given(st.text(max_size=12))
def test_normalising_twice_changes_nothing(text: str) -> None:
    for normalise in (normalise_cm, normalise_pcs):
        once = normalise(text)
        assert once is None or normalise(once) == once


@pytest.mark.parametrize("kind", NoteKind.__args__)
def test_every_kind_of_note_has_a_name_and_a_meaning(kind: NoteKind) -> None:
    assert label(kind)
    assert explain(kind).endswith(".")
