"""The pairing earns as much as the best of all pairings."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.charts.assignment import best_assignment

pairs = st.tuples(st.integers(0, 4), st.integers(0, 4))
tables = st.dictionaries(pairs, st.integers(1, 50), max_size=14)


def best_sum(gains: dict[tuple[int, int], int]) -> int:
    columns = range(5)
    return max(
        sum(gains.get((row, column), 0) for row, column in enumerate(order))
        for order in permutations(columns)
    )


@given(tables)
def test_no_other_pairing_gains_more(gains: dict[tuple[int, int], int]) -> None:
    pairing = best_assignment(gains)
    assert len(set(pairing.values())) == len(pairing)
    assert sum(gains[pair] for pair in pairing.items()) == best_sum(gains)


def test_a_hundred_rows_in_one_crowd_are_paired_at_once() -> None:
    gains = {(row, column): 1 + (row * column) % 7 for row in range(100) for column in range(60)}
    assert len(best_assignment(gains)) == 60


def test_nothing_to_gain_pairs_nothing() -> None:
    assert best_assignment({}) == {}
