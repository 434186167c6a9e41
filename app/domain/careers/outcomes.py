"""Records of outcome: what is known of a learner after her programme, and what fits together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Fact = Literal["graduated", "exam_sat", "exam_passed", "employed_in_field"]
FACTS: tuple[Fact, ...] = ("graduated", "exam_sat", "exam_passed", "employed_in_field")
SHOWN_BY: dict[Fact, tuple[Fact, ...]] = {
    "graduated": ("graduated",),
    "exam_sat": ("exam_sat", "exam_passed"),
    "exam_passed": ("exam_passed",),
    "employed_in_field": ("employed_in_field",),
}
"""The facts of which any one shows that this is so: who passed has sat."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One fact: whether it is so, since which day (None: not known), and how it is known."""

    fact: Fact
    value: bool
    on: date | None
    source: str


def outcome_problem(new: Outcome, known: Mapping[Fact, Outcome], today: date) -> str | None:
    """Why an outcome cannot be entered beside what is known, in a sentence; None when it can.

    Who passed the exam has sat it, and not after she passed. ``known`` holds the facts in effect;
    the one that ``new`` corrects does not count.
    """
    if new.on is not None and new.on > today:
        return "Enter a date that is not in the future."
    if not new.source:
        return "Say how this is known, such as the registrar's list or a letter."
    return _exam_problem({**known, new.fact: new})


def _exam_problem(facts: Mapping[Fact, Outcome]) -> str | None:
    sat, passed = facts.get("exam_sat"), facts.get("exam_passed")
    if sat is None or passed is None or not passed.value:
        return None
    if not sat.value:
        return "Nobody passes an exam without sitting it. Correct the other entry first."
    if sat.on and passed.on and passed.on < sat.on:
        return "The exam cannot be passed before it was sat. Check both dates."
    return None
