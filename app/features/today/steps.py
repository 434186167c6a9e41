"""The order in which a learner's page proposes what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.features.today.learning import Day, LeftOpen
from app.web.formatters import clock_time, counted, day

MOST_CARDS = 100
_VERBS = {
    "exam": "Go on with the exam",
    "over": "See the result",
    "practice": "Go on with practice",
    "chart": "Go on with the chart",
}
_KINDS = {"exam": "Exam", "over": "Exam", "practice": "Practice", "chart": "Chart"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; ``verb`` is the button's text when the step comes first."""

    title: str
    note: str
    href: str
    verb: str


def steps_of(learning: Day, cards: int) -> list[Step]:
    """Exams whose clock runs, review cards, what else was left open, the next lesson."""
    running = [one for one in learning.open if one.kind == "exam"]
    others = [one for one in learning.open if one.kind != "exam"]
    steps = [_left(one) for one in running]
    if cards:
        shown = "100 or more cards" if cards >= MOST_CARDS else counted(cards, "card")
        steps.append(Step(f"Review {shown}", "", "/review", "Start with review"))
    steps += [_left(one) for one in others]
    lesson = _lesson(learning)
    return [*steps, lesson] if lesson else steps


def _left(one: LeftOpen) -> Step:
    title = f"{_KINDS[one.kind]}: {one.title}" if one.title else _KINDS[one.kind]
    note = f"{one.where}, {_since(one)}" if one.at or one.ends_at else one.where
    return Step(title, note, one.href, _VERBS[one.kind])


def _since(one: LeftOpen) -> str:
    if one.ends_at is not None:
        return f"its clock runs until {clock_time(one.ends_at)}"
    moment: datetime | None = one.at
    return f"{'saved' if one.kind == 'chart' else 'begun'} {day(moment)}, {clock_time(moment)}"


def _lesson(learning: Day) -> Step | None:
    lesson = learning.next
    if lesson is None:
        return None
    stopped = f", stopped at “{learning.next_place}”" if learning.next_place else ""
    return Step(
        f"Lesson: {lesson.title}",
        f"{lesson.minutes} min{stopped}",
        url_for("courses.lesson", module=lesson.module, lesson=lesson.slug)
        + (f"#{learning.next_anchor}" if learning.next_anchor else ""),
        "Go on with the lesson" if learning.next_begun else "Start the lesson",
    )
