"""Records of outcome: what fits together."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.careers.outcomes import Fact, Outcome, outcome_problem

TODAY = date(2026, 11, 24)


def outcome(
    fact: Fact, value: bool = True, on: date | None = None, source: str = "list"
) -> Outcome:
    return Outcome(fact, value, on, source)


def test_a_first_fact_is_taken_with_or_without_its_day() -> None:
    assert outcome_problem(outcome("graduated"), {}, TODAY) is None
    assert outcome_problem(outcome("graduated", on=TODAY), {}, TODAY) is None


def test_a_day_to_come_is_refused() -> None:
    problem = outcome_problem(outcome("exam_sat", on=date(2026, 11, 25)), {}, TODAY)
    assert problem is not None
    assert "future" in problem


def test_a_fact_needs_its_source() -> None:
    assert outcome_problem(outcome("graduated", source=""), {}, TODAY) is not None


@pytest.mark.parametrize(
    ("new", "other"), [("exam_passed", "exam_sat"), ("exam_sat", "exam_passed")]
)
def test_nobody_passes_an_exam_that_she_did_not_sit(new: Fact, other: Fact) -> None:
    known = {other: outcome(other, value=other == "exam_passed")}
    assert outcome_problem(outcome(new, value=new == "exam_passed"), known, TODAY) is not None


def test_passing_before_sitting_is_refused_and_the_same_day_is_not() -> None:
    sat = {"exam_sat": outcome("exam_sat", on=date(2026, 6, 2))}
    early = outcome("exam_passed", on=date(2026, 6, 1))
    same = outcome("exam_passed", on=date(2026, 6, 2))
    assert outcome_problem(early, sat, TODAY) is not None  # type: ignore[arg-type]
    assert outcome_problem(same, sat, TODAY) is None  # type: ignore[arg-type]


def test_a_correction_is_judged_without_what_it_corrects() -> None:
    known: dict[Fact, Outcome] = {
        "exam_sat": outcome("exam_sat"),
        "exam_passed": outcome("exam_passed", on=date(2026, 5, 1)),
    }
    assert outcome_problem(outcome("exam_passed", value=False), known, TODAY) is None
