"""A share of points with its interval, as a row of bars shows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.measurement.proportion import wilson


@dataclass(frozen=True, slots=True)
class Bar:
    """Points of ``n`` answers; share and 95 % interval in whole percent."""

    label: str
    percent: int
    right: int | float
    n: int
    low: int
    high: int
    href: str = ""


def bar(label: str, points: float, n: int) -> Bar:
    """The bar of ``points`` earned in ``n`` answers; without answers 0 with all of the range."""
    interval = wilson(min(points, n), n)
    return Bar(
        label=label,
        percent=round(100 * points / n) if n else 0,
        right=int(points) if points == int(points) else round(points, 2),
        n=n,
        low=round(100 * interval.low),
        high=round(100 * interval.high),
    )
