"""Packed gradings: sixteen bytes an answer, and what goes in comes out."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.exams.packing import SIZE, Mark, pack, unpack

MARKS = st.builds(
    Mark,
    version=st.integers(1, 2**31 - 1),
    mask=st.integers(0, 2**32 - 1),
    points=st.floats(0, 1, width=32),
    seconds=st.integers(0, 65_535),
    changes=st.integers(0, 255),
    answered=st.booleans(),
    flagged=st.booleans(),
    scored=st.booleans(),
    position_in_set=st.integers(0, 7),
    confidence=st.sampled_from(["", "guess", "fairly", "sure"]),
)


@given(st.lists(MARKS, max_size=20).map(tuple))
def test_marks_come_back_as_they_went_in(marks: tuple[Mark, ...]) -> None:
    body = pack(marks)
    assert len(body) == SIZE * len(marks)
    assert unpack(body) == marks


def test_the_layout_is_fixed() -> None:
    mark = Mark(7, 0b101, 0.5, 71, 2, flagged=True, position_in_set=3, confidence="sure")
    assert pack([mark]) == struct.pack("<iIfHBB", 7, 5, 0.5, 71, 2, 0b11_011_111)


def test_long_times_and_many_changes_stop_at_the_largest_value() -> None:
    (mark,) = unpack(pack([Mark(1, 0, 0.0, seconds=10**6, changes=999)]))
    assert (mark.seconds, mark.changes) == (65_535, 255)


def test_a_body_that_is_not_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="15 bytes"):
        unpack(bytes(15))
