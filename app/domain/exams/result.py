"""The result of a closed sitting: points, practice score, domains with intervals, misses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.exams.blueprint import Scale
from app.domain.exams.packing import Confidence, Mark
from app.domain.exams.scale import passes, scaled_score
from app.domain.items.item import Item
from app.domain.items.values import Response, Rule
from app.domain.measurement.proportion import Interval, wilson


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A place of a closed sitting with what the learner did there; None is no answer."""

    version: int
    item: Item
    response: Response | None
    scored: bool = True
    seconds: int = 0
    changes: int = 0
    flagged: bool = False
    confidence: Confidence = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """What an exam is judged by: the form's cut in items, and the scale."""

    cut: float
    scale: Scale


@dataclass(frozen=True, slots=True)
class Part:
    """The scored answers of one domain or level: ``interval`` is Wilson's 95 % of points by n."""

    name: str
    n: int
    right: int
    points: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Result:
    """What a sitting came to; items that are not scored never count.

    ``cut``, ``scaled`` and ``passed`` are None in practice. ``misses`` are positions, counted
    from 1, of scored items that earned less than all. ``marks`` are in the sitting's order.
    """

    raw: float
    maximum: float
    cut: float | None
    scaled: int | None
    passed: bool | None
    domains: tuple[Part, ...]
    levels: tuple[Part, ...]
    misses: tuple[int, ...]
    marks: tuple[Mark, ...]


def grade(
    answers: Sequence[GivenAnswer],
    rule: Rule,
    standard: Standard | None = None,
) -> Result:
    """Grade all answers of a sitting in order; only an exam has a ``standard``."""
    marks = tuple(_mark(answer, rule) for answer in answers)
    scored = [pair for pair in zip(answers, marks, strict=True) if pair[0].scored]
    raw = sum(mark.points for _, mark in scored)
    maximum = float(len(scored))
    return Result(
        raw=raw,
        maximum=maximum,
        cut=standard.cut if standard else None,
        scaled=scaled_score(raw, standard.cut, maximum, standard.scale) if standard else None,
        passed=passes(raw, standard.cut) if standard else None,
        domains=_parts(scored, lambda item: item.facts.domain),
        levels=_parts(scored, lambda item: item.facts.level),
        misses=tuple(
            position
            for position, mark in enumerate(marks, start=1)
            if mark.scored and mark.points < 1
        ),
        marks=marks,
    )


def _mark(answer: GivenAnswer, rule: Rule) -> Mark:
    question = answer.item.question
    return Mark(
        version=answer.version,
        mask=question.mask(answer.response),
        points=question.score(answer.response, rule).points,
        seconds=answer.seconds,
        changes=answer.changes,
        answered=answer.response is not None,
        flagged=answer.flagged,
        scored=answer.scored,
        position_in_set=answer.item.position_in_set,
        confidence=answer.confidence,
    )


def _parts(
    scored: Sequence[tuple[GivenAnswer, Mark]], name_of: Callable[[Item], str]
) -> tuple[Part, ...]:
    points: dict[str, list[float]] = {}
    for answer, mark in scored:
        points.setdefault(name_of(answer.item), []).append(mark.points)
    return tuple(_part(name, points[name]) for name in sorted(points))


def _part(name: str, points: Sequence[float]) -> Part:
    total = sum(points)
    return Part(
        name=name,
        n=len(points),
        right=sum(one == 1 for one in points),
        points=total,
        interval=wilson(min(total, len(points)), len(points)),
    )
