"""Rows of a table: values that go together."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.domain.codesets.pcs import table_rows

ENDINGS = st.text("0129JZ", min_size=4, max_size=4)


def test_values_with_the_same_way_on_share_a_row() -> None:
    codes = ["0SRC0J9", "0SRC0JZ", "0SRD0J9", "0SRD0JZ", "0SRE0JZ"]
    assert table_rows(codes) == (("CD", "0", "J", "9Z"), ("E", "0", "J", "Z"))


def test_no_codes_give_no_rows() -> None:
    assert table_rows([]) == ()


@given(st.sets(ENDINGS, max_size=40))
def test_the_rows_hold_each_code_once_and_nothing_else(endings: set[str]) -> None:
    codes = ["0SR" + ending for ending in endings]
    spelled = ["0SR" + "".join(values) for row in table_rows(codes) for values in product(*row)]
    assert sorted(spelled) == sorted(codes)
