"""Small groups stay unnamed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.careers.counts import LEAST_GROUP, shown


@given(st.integers(0, 200), st.integers(0, 200))
def test_no_shown_count_tells_of_a_group_under_the_set_size(one: int, other: int) -> None:
    count = shown(one, one + other)
    assert count in (one, None)
    if count is not None:
        assert one + other >= LEAST_GROUP
        assert one == 0 or one >= LEAST_GROUP
        assert other == 0 or other >= LEAST_GROUP


def test_large_groups_and_none_at_all_are_shown() -> None:
    assert shown(12, 19) == 12
    assert shown(0, 19) == 0
    assert shown(19, 19) == 19
    assert shown(17, 19) is None
    assert shown(0, 4) is None


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="6 of 5"):
        shown(6, 5)
