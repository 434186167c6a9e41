"""One attempt at a form: a greedy fill in random order, then swaps towards the level shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, permutations
from random import Random

from app.domain.exams.blueprint import Blueprint
from app.domain.exams.pool import AssemblyProblem, PoolItem, Unit
from app.domain.items.item import LEVELS, Level


class Draft:
    """A form in the making: scored and unscored units, and the room that is left.

    ``units`` come in random order with the ones to avoid last; every choice below takes the
    first that fits, so that this order is what the seed decides.
    """

    def __init__(
        self, blueprint: Blueprint, units: Sequence[Unit], avoid: frozenset[str], rng: Random
    ) -> None:
        self.blueprint = blueprint
        self.avoid = avoid
        self.rng = rng
        self.units = rng.sample(units, len(units))
        self.units.sort(key=self.avoided)
        self.room = Counter({plan.domain: plan.count for plan in blueprint.domains})
        self.levels: Counter[str] = Counter()
        self.tasks: Counter[str] = Counter()
        self.wanted_tasks = {
            task: count for plan in blueprint.domains for task, count in plan.tasks.items()
        }
        self.scored: dict[Unit, None] = {}
        self.pretest: dict[Unit, None] = {}
        self.met: Counter[str] = Counter()

    def avoided(self, unit: Unit) -> bool:
        return any(item.ref in self.avoid for item in unit.items)

    def fits(self, unit: Unit) -> bool:
        """Whether the domains have room for all of the unit."""
        need = Counter(item.domain for item in unit.items)
        return all(self.room[domain] >= count for domain, count in need.items())

    def clashing(self, unit: Unit) -> bool:
        """Whether a relative or an enemy of the unit is on the form already."""
        return any(self.met[name] for name in _repelling(unit))

    def add(self, unit: Unit) -> None:
        self.scored[unit] = None
        self._count(unit, 1)

    def remove(self, unit: Unit) -> None:
        del self.scored[unit]
        self._count(unit, -1)

    def add_pretest(self, unit: Unit) -> None:
        self.pretest[unit] = None
        self.met.update(_attracting(unit))

    def _count(self, unit: Unit, step: int) -> None:
        for item in unit.items:
            self.room[item.domain] -= step
            self.levels[item.level] += step
            self.tasks[item.task] += step
        for name in _attracting(unit):
            self.met[name] += step

    def gap(self, level: Level) -> float:
        """Items of the level that the form still lacks (negative: has too many)."""
        return self.blueprint.levels[level] * self.blueprint.scored - self.levels[level]

    @property
    def deviation(self) -> float:
        """Sum over the levels of the distance from their shares, in items."""
        return sum(abs(self.gap(level)) for level in LEVELS)

    def merit(self, unit: Unit) -> tuple[bool, bool, float]:
        """How welcome a single item is: fresh, of a task asked for, of a level that lacks."""
        item = unit.items[0]
        asked = self.tasks[item.task] < self.wanted_tasks.get(item.task, 0)
        return not self.avoided(unit), asked, self.gap(item.level)

    def clashes(self) -> tuple[tuple[str, str], ...]:
        """Pairs of items from different units that should not have met."""
        units = [*self.scored, *self.pretest]
        return tuple(
            (one.ref, other.ref)
            for index, unit in enumerate(units)
            for later in units[index + 1 :]
            for one in unit.items
            for other in later.items
            if _hostile(one, other)
        )

    @property
    def problems(self) -> tuple[AssemblyProblem, ...]:
        """What is still missing, in words."""
        found = [
            AssemblyProblem(
                domain,
                f"Domain {domain} lacks {room} of its items: "
                "whole scenario sets do not fit the rest.",
            )
            for domain, room in self.room.items()
            if room
        ]
        lacking = self.blueprint.pretest - _size(self.pretest)
        if lacking and not found:
            found.append(
                AssemblyProblem(
                    "pretest", f"{lacking} unscored places stay empty: whole sets do not fit."
                )
            )
        return tuple(found)

    @property
    def faults(self) -> tuple[int, int, float]:
        """What is less than ideal, worst first; drafts are compared by it."""
        repeated = sum(self.avoided(unit) for unit in [*self.scored, *self.pretest])
        return len(self.clashes()), repeated, self.deviation

    @property
    def faultless(self) -> bool:
        """No clash, nothing repeated, and each level within an item of its share."""
        clashes, repeated, _ = self.faults
        return not clashes and not repeated and all(abs(self.gap(lev)) < 1 for lev in LEVELS)


def fill_scored(draft: Draft) -> None:
    """Fill the scored places: a fair number of sets, single items, sets where those run out."""
    scorable = [unit for unit in draft.units if unit.scorable]
    sets = [unit for unit in scorable if len(unit.items) > 1]
    singles = [unit for unit in scorable if len(unit.items) == 1]
    fair = draft.blueprint.scored * _size(sets) / max(1, _size(scorable))
    _fill_sets(draft, sets, fair)
    _fill_singles(draft, singles, tolerant=False)
    _fill_sets(draft, sets, draft.blueprint.scored)
    _fill_singles(draft, singles, tolerant=True)
    _fill_sets(draft, sets, draft.blueprint.scored, tolerant=True)


def _fill_sets(
    draft: Draft, sets: Iterable[Unit], target: float, *, tolerant: bool = False
) -> None:
    """Add sets while they hold fewer than ``target`` of the form's items."""
    for unit in sets:
        placed = _size(one for one in draft.scored if len(one.items) > 1)
        wanted = unit not in draft.scored and placed < target and draft.fits(unit)
        if wanted and (tolerant or not draft.clashing(unit)):
            draft.add(unit)


def _fill_singles(draft: Draft, singles: Sequence[Unit], *, tolerant: bool) -> None:
    """Fill each domain's room; ``tolerant`` takes clashing items where no others are left."""
    by_domain: dict[str, list[Unit]] = {domain: [] for domain in draft.room}
    for unit in singles:
        if unit not in draft.scored and unit.items[0].domain in by_domain:
            by_domain[unit.items[0].domain].append(unit)
    domains = list(draft.room.elements())
    draft.rng.shuffle(domains)
    for domain in domains:
        left = by_domain[domain]
        friendly = [unit for unit in left if not draft.clashing(unit)]
        candidates = friendly or (left if tolerant else [])
        if candidates:
            unit = max(candidates, key=draft.merit)
            left.remove(unit)
            draft.add(unit)


def shift_levels(draft: Draft) -> None:
    """Swap single items within their domain while that brings the levels nearer to their shares."""
    while any(_shifted(draft, *path) for path in _paths()):
        pass


def _paths() -> list[tuple[Level, ...]]:
    """Ways to move one item from level to level: directly, then by way of a third."""
    return [*permutations(LEVELS, 2), *permutations(LEVELS, 3)]


def _shifted(draft: Draft, *path: Level) -> bool:
    """Move along the path if that lowers the deviation; leaves the draft as it was if not."""
    gain = (abs(draft.gap(path[0])) + abs(draft.gap(path[-1]))) - (
        abs(draft.gap(path[0]) + 1) + abs(draft.gap(path[-1]) - 1)
    )
    if gain <= 1e-9:
        return False
    done: list[tuple[Unit, Unit]] = []
    for before, after in pairwise(path):
        swap = _swap(draft, before, after)
        if swap is None:
            for out, into in reversed(done):
                draft.remove(into)
                draft.add(out)
            return False
        done.append(swap)
    return True


def _swap(draft: Draft, before: Level, after: Level) -> tuple[Unit, Unit] | None:
    """Put a free item of one level in the place of one of another; None where none can."""
    coming = [
        unit
        for unit in draft.units
        if _is_single(unit, after) and unit.scorable and unit not in draft.scored
    ]
    for out in [unit for unit in draft.scored if _is_single(unit, before)]:
        draft.remove(out)
        for unit in coming:
            if _can_replace(draft, unit, out):
                draft.add(unit)
                return out, unit
        draft.add(out)
    return None


def _can_replace(draft: Draft, unit: Unit, out: Unit) -> bool:
    """Whether ``unit`` may stand where ``out`` stood without loss of anything but its level."""
    return (
        unit.items[0].domain == out.items[0].domain
        and draft.merit(unit)[:2] >= draft.merit(out)[:2]
        and not draft.clashing(unit)
    )


def fill_pretest(draft: Draft) -> None:
    """Fill the unscored places: items on trial first, then rated ones that are not in use."""
    free = [unit for unit in draft.units if unit not in draft.scored]
    free.sort(key=lambda unit: (not unit.trial, draft.avoided(unit)))
    for tolerant in (False, True):
        for unit in free:
            left = draft.blueprint.pretest - _size(draft.pretest)
            if (
                len(unit.items) <= left
                and unit not in draft.pretest
                and (tolerant or not draft.clashing(unit))
            ):
                draft.add_pretest(unit)


def _size(units: Iterable[Unit]) -> int:
    return sum(len(unit.items) for unit in units)


def _is_single(unit: Unit, level: Level) -> bool:
    return len(unit.items) == 1 and unit.items[0].level == level


def _attracting(unit: Unit) -> list[str]:
    """Names under which others would recognise the unit's items as relatives or enemies."""
    return [
        name
        for item in unit.items
        for name in (
            f"item:{item.ref}",
            *(f"foe:{ref}" for ref in item.enemies),
            *([f"family:{item.family}"] if item.family else []),
        )
    ]


def _repelling(unit: Unit) -> list[str]:
    """Names that must not have been met for the unit to be welcome."""
    return [
        name
        for item in unit.items
        for name in (
            f"foe:{item.ref}",
            *(f"item:{ref}" for ref in item.enemies),
            *([f"family:{item.family}"] if item.family else []),
        )
    ]


def _hostile(one: PoolItem, other: PoolItem) -> bool:
    related = bool(one.family) and one.family == other.family
    return related or one.ref in other.enemies or other.ref in one.enemies
