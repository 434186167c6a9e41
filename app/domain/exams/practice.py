"""The seeded choice of items for practice: by domain, level, and what she did with them before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from app.domain.items.item import Level

History = Literal["unseen", "missed", "starred"]


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """An item that may be practised, with this learner's history of it.

    ``missed`` is about her latest answer.
    """

    ref: str
    domain: str
    level: Level
    set_ref: str = ""
    position_in_set: int = 0
    seen: bool = False
    missed: bool = False
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What the learner asks for; an empty set asks for all.

    Of ``histories`` an item needs to meet one, of domains and levels one of each.
    """

    count: int
    domains: frozenset[str] = frozenset()
    levels: frozenset[Level] = frozenset()
    histories: frozenset[History] = frozenset()


def matching(pool: Sequence[PracticeItem], wish: Wish) -> tuple[PracticeItem, ...]:
    """All items of the pool that meet the wish."""
    return tuple(item for item in pool if _meets(item, wish))


def choose(pool: Sequence[PracticeItem], wish: Wish, seed: int) -> tuple[PracticeItem, ...]:
    """``wish.count`` matching items, or all where there are fewer, in the order to be asked.

    Items not seen come before seen ones when there is a choice. Members of a scenario set stay
    together and in order; a set is cut short only where nothing else fills the count. The same
    seed gives the same items whatever the order of the pool.
    """
    groups: dict[str, list[PracticeItem]] = {}
    for item in sorted(matching(pool, wish), key=lambda item: (item.position_in_set, item.ref)):
        groups.setdefault(item.set_ref or item.ref, []).append(item)
    units = [groups[name] for name in sorted(groups)]
    rng = Random(seed)  # noqa: S311  reproducible by intent
    rng.shuffle(units)
    units.sort(key=lambda unit: all(item.seen for item in unit))
    taken = _take(units, wish.count)
    rng.shuffle(taken)
    return tuple(item for unit in taken for item in unit)


def _take(units: Sequence[list[PracticeItem]], count: int) -> list[list[PracticeItem]]:
    taken, passed, left = [], [], count
    for unit in units:
        if len(unit) <= left:
            taken.append(unit)
            left -= len(unit)
        else:
            passed.append(unit)
    if left and passed:
        taken.append(passed[0][:left])
    return taken


def _meets(item: PracticeItem, wish: Wish) -> bool:
    history = {"unseen": not item.seen, "missed": item.missed, "starred": item.starred}
    return (
        (not wish.domains or item.domain in wish.domains)
        and (not wish.levels or item.level in wish.levels)
        and (not wish.histories or any(history[name] for name in wish.histories))
    )
