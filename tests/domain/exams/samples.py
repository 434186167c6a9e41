"""Blueprints, pools and graded answers for tests of exams."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from app.domain.exams.blueprint import Blueprint, blueprint_from_body
from app.domain.exams.pool import PoolItem
from app.domain.items.item import LEVELS

SHORT = {"1": 13, "2": 10, "3": 9, "4": 13, "5": 9, "6": 6}
FULL = {"1": 28, "2": 21, "3": 20, "4": 28, "5": 20, "6": 13}


def body(counts: dict[str, int], pretest: int = 0, **fields: Any) -> dict[str, Any]:
    return {
        "ref": "rhit-short",
        "title": "Short practice form",
        "framework": "rhit-2023",
        "scored": sum(counts.values()),
        "pretest": pretest,
        "minutes": 95,
        "navigation": "free",
        "domains": {domain: {"count": count} for domain, count in counts.items()},
        "levels": {"recall": 0.25, "application": 0.49, "analysis": 0.26},
        "scale": {"low": 100, "cut": 300, "high": 400},
        **fields,
    }


def blueprint(counts: dict[str, int], pretest: int = 0, **fields: Any) -> Blueprint:
    return blueprint_from_body(body(counts, pretest, **fields))


def pool(counts: dict[str, int], seed: int = 0, **fields: Any) -> list[PoolItem]:
    """Single items by domain, levels and ratings at random."""
    rng = Random(seed)
    return [
        PoolItem(
            ref=f"d{domain}-{number}",
            domain=domain,
            task=f"{domain}.{number % 5 + 1}",
            level=rng.choice(LEVELS),
            angoff=rng.randrange(40, 90, 5),
            **fields,
        )
        for domain, count in counts.items()
        for number in range(count)
    ]


@st.composite
def pools(draw: st.DrawFn) -> list[PoolItem]:
    """Any mixture: sets, families, enemies, items on trial, unrated items."""
    rng = draw(st.randoms(use_true_random=False))
    items: list[PoolItem] = []
    for number in range(draw(st.integers(0, 45))):
        domain = rng.choice("123")
        members = rng.choice([1, 1, 1, 1, 3])
        for place in range(members):
            items.append(
                PoolItem(
                    ref=f"i{number}-{place}",
                    domain=rng.choice([domain, domain, "1"]),
                    task=f"{domain}.1",
                    level=rng.choice(LEVELS),
                    angoff=rng.choice([None, 50.0, 65.0, 72.5, 80.0]),
                    trial=rng.random() < 0.1,
                    set_ref=f"s{number}" if members > 1 else "",
                    position_in_set=place,
                    family=rng.choice(["", "", "", "f1", "f2", "f3"]),
                    enemies=(f"i{rng.randrange(45)}-0",) if rng.random() < 0.1 else (),
                )
            )
    return items
