"""CPU time of requests inside this process, medians and ratios over many runs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

RUNS = 300
WARM_UP = 30


def cpu_ms(act: Callable[[int], Any], runs: int = RUNS) -> float:
    """Median CPU milliseconds of ``act(n)``."""
    for n in range(WARM_UP):
        act(n)
    taken = []
    for n in range(WARM_UP, WARM_UP + runs):
        started = time.process_time_ns()
        act(n)
        taken.append((time.process_time_ns() - started) / 1e6)
    return statistics.median(taken)


def paired(one: Callable[[int], Any], other: Callable[[int], Any]) -> tuple[float, float, float]:
    """Medians of both in turns, five rounds each, and the median of the rounds' ratios."""
    rounds = [(cpu_ms(one, 100), cpu_ms(other, 100)) for _ in range(5)]
    return (
        statistics.median(a for a, _ in rounds),
        statistics.median(b for _, b in rounds),
        statistics.median(a / b for a, b in rounds),
    )


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
