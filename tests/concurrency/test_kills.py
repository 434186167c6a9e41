"""Hard kills of the whole server while learners save."""

from __future__ import annotations

from bench.soak import soak


def test_every_acknowledged_answer_outlives_ten_kills() -> None:
    outcome, wrong = soak(kills=10)
    assert wrong == []
    assert len(outcome.acknowledged) > 100
