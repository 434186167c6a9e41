"""The practice score: fixed points, monotone, and never 300 below the cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.exams.blueprint import Scale
from app.domain.exams.scale import cut_of, passes, scaled_score

SCALE = Scale(100, 300, 400)


@pytest.mark.parametrize(
    ("raw", "score"), [(0, 100), (20, 200), (40, 300), (50, 350), (60, 400), (39, 295), (41, 305)]
)
def test_the_score_runs_through_its_three_points(raw: int, score: int) -> None:
    assert scaled_score(raw, 40, 60, SCALE) == score


CASES = st.integers(1, 200).flatmap(
    lambda n: st.tuples(st.just(n), st.floats(0, n), st.floats(0, n), st.floats(0, n))
)


@given(CASES)
def test_more_points_never_score_less(case: tuple[int, float, float, float]) -> None:
    maximum, cut, one, other = case
    low, high = sorted((one, other))
    assert scaled_score(low, cut, maximum, SCALE) <= scaled_score(high, cut, maximum, SCALE)


@given(CASES)
def test_the_score_says_300_exactly_when_the_cut_is_reached(
    case: tuple[int, float, float, float],
) -> None:
    maximum, cut, raw, _ = case
    score = scaled_score(raw, cut, maximum, SCALE)
    assert 100 <= score <= 400
    assert (score >= 300) == passes(raw, cut)


@given(st.integers(1, 200), st.floats(0, 1))
def test_everything_right_is_400_whatever_the_cut(maximum: int, share: float) -> None:
    assert scaled_score(maximum, share * maximum, maximum, SCALE) == 400


def test_a_sum_of_ratings_that_is_a_whole_number_is_reached_exactly() -> None:
    assert passes(7, cut_of([100 / 3] * 21))
    assert cut_of([65, 70, 80]) == 2.15


@pytest.mark.parametrize("raw", [-1, 61])
def test_points_outside_the_form_are_refused(raw: int) -> None:
    with pytest.raises(ValueError, match="of 60 points"):
        scaled_score(raw, 40, 60, SCALE)
