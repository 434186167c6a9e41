"""The cut of a form and the practice score."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

from app.domain.exams.blueprint import Scale

_NEARLY = 1e-6


def cut_of(ratings: Iterable[float]) -> float:
    """The cut in items: the sum of the scored items' mean Angoff ratings (0 to 100) over 100."""
    return round(sum(ratings) / 100, 6)


def passes(raw: float, cut: float) -> bool:
    """Whether ``raw`` points reach the cut; a difference below a millionth is none."""
    return raw >= cut - _NEARLY


def scaled_score(raw: float, cut: float, maximum: float, scale: Scale) -> int:
    """Piecewise linear through (0, low), (cut, the scale's cut), (maximum, high).

    Fractions are cut off, so that no score below the cut is shown as one that passes. It is
    ours, not the certifying body's. Raises ValueError unless 0 <= raw <= maximum.
    """
    if not 0 <= raw <= maximum:
        raise ValueError(f"{raw} of {maximum} points")
    if not passes(raw, cut):
        return min(scale.cut - 1, floor(scale.low + (scale.cut - scale.low) * raw / cut + _NEARLY))
    if maximum - cut <= _NEARLY:
        return scale.high
    share = max(0.0, raw - cut) / (maximum - cut)
    return floor(scale.cut + (scale.high - scale.cut) * share + _NEARLY)
