"""The items that a form may be made of, and whether they suffice for a blueprint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.exams.blueprint import Blueprint
from app.domain.items.item import Item, Level


@dataclass(frozen=True, slots=True)
class PoolItem:
    """What assembly needs of an item; ``angoff`` is its mean rating, 0 to 100.

    ``trial`` items are under trial and take unscored places only.
    """

    ref: str
    domain: str
    task: str
    level: Level
    angoff: float | None
    trial: bool = False
    set_ref: str = ""
    position_in_set: int = 0
    family: str = ""
    enemies: tuple[str, ...] = ()

    @property
    def scorable(self) -> bool:
        return not self.trial and self.angoff is not None


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """What moves as one: a single item, or a scenario set in its own order; equal to itself."""

    items: tuple[PoolItem, ...]

    @property
    def scorable(self) -> bool:
        return all(item.scorable for item in self.items)

    @property
    def trial(self) -> bool:
        return any(item.trial for item in self.items)


@dataclass(frozen=True, slots=True)
class AssemblyProblem:
    """Why a form cannot be made, by how much: ``where`` is a domain or ``"pretest"``."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class DomainSupply:
    """Scored items that a domain needs, and those that the pool has."""

    domain: str
    need: int
    have: int


@dataclass(frozen=True, slots=True)
class Supply:
    """What a pool has of what a blueprint needs; ``pretest_have`` is left after scored places."""

    domains: tuple[DomainSupply, ...]
    pretest_need: int
    pretest_have: int

    @property
    def problems(self) -> tuple[AssemblyProblem, ...]:
        """What is missing, in words; empty when the counts suffice."""
        found = [
            AssemblyProblem(
                supply.domain,
                f"Domain {supply.domain} needs {supply.need} items; the bank has {supply.have}.",
            )
            for supply in self.domains
            if supply.have < supply.need
        ]
        if self.pretest_have < self.pretest_need:
            found.append(
                AssemblyProblem(
                    "pretest",
                    f"{self.pretest_need} unscored places need items; "
                    f"{self.pretest_have} are left for them.",
                )
            )
        return tuple(found)

    @property
    def repeats(self) -> int:
        """Scored items that a second form would have to repeat from the first, at least."""
        return sum(max(0, 2 * supply.need - supply.have) for supply in self.domains)


def pool_item(item: Item) -> PoolItem | None:
    """The item for assembly: live ones for exams, and those in review that a blind second
    reader agreed with, on trial; None for every other."""
    facts = item.facts
    trial = facts.status == "in_review" and facts.blind_agreed is True
    if facts.purpose != "mock" or not (facts.status == "live" or trial):
        return None
    return PoolItem(
        ref=facts.ref,
        domain=facts.domain,
        task=facts.task,
        level=facts.level,
        angoff=facts.angoff.mean if facts.angoff else None,
        trial=trial,
        set_ref=item.set_ref,
        position_in_set=item.position_in_set,
        family=facts.family,
        enemies=facts.enemies,
    )


def units_of(pool: Sequence[PoolItem]) -> tuple[Unit, ...]:
    """The pool as units, in an order that does not depend on the order of the pool."""
    members: dict[tuple[str, str], list[PoolItem]] = {}
    for item in pool:
        key = ("set", item.set_ref) if item.set_ref else ("item", item.ref)
        members.setdefault(key, []).append(item)
    return tuple(
        Unit(tuple(sorted(members[key], key=lambda item: (item.position_in_set, item.ref))))
        for key in sorted(members)
    )


def check_supply(blueprint: Blueprint, pool: Sequence[PoolItem]) -> Supply:
    """Count what the pool has for the blueprint.

    Whether whole scenario sets also fit is known only when a form is assembled.
    """
    have = Counter(item.domain for unit in units_of(pool) if unit.scorable for item in unit.items)
    domains = tuple(
        DomainSupply(plan.domain, plan.count, have[plan.domain]) for plan in blueprint.domains
    )
    used = sum(min(supply.need, supply.have) for supply in domains)
    return Supply(domains, blueprint.pretest, len(pool) - used)
