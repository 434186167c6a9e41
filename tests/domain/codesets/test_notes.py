"""Instructional notes put together for a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.codesets.notes import by_level, one_line, shortened
from app.domain.codesets.values import Note

CONTROL = [
    Note("use_additional", "code to identify control using:", "E11"),
    Note("use_additional", "insulin (Z79.4)", "E11", ("Z79.4",)),
    Note("use_additional", "oral drugs (Z79.84)", "E11", ("Z79.84",)),
]
STAGE = Note("use_additional", "code to identify stage (N18.1-N18.6)", "E11.22", ("N18.1-N18.6",))
NO_CODE = Note("use_additional", "code to identify the organism", "E08-E13")


def test_the_lines_of_a_level_stand_together() -> None:
    found = list(by_level([STAGE, *CONTROL, NO_CODE], "use_additional"))
    assert [level for level, _ in found] == ["E11.22", "E11"]
    assert one_line(found[1][1]) == (
        "code to identify control using: insulin (Z79.4); oral drugs (Z79.84)"
    )


def test_other_kinds_are_left_out() -> None:
    assert list(by_level([STAGE], "code_first")) == []


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_is_one_line_and_says_that_it_goes_on(text: str, most: int) -> None:
    short = shortened(text, most)
    assert "\n" not in short
    assert len(short) <= most + 2
    assert short.endswith(" …") or short == " ".join(text.split())
