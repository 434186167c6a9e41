"""Seeded assembly of a form: domain counts exactly, sets whole, levels as near as possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.exams.blueprint import Blueprint
from app.domain.exams.drafting import Draft, fill_pretest, fill_scored, shift_levels
from app.domain.exams.pool import AssemblyProblem, PoolItem, check_supply, units_of
from app.domain.exams.scale import cut_of

ATTEMPTS = 12


class CannotAssembleError(ValueError):
    """The pool cannot fill the blueprint; ``problems`` say what is missing and by how much."""

    def __init__(self, problems: Sequence[AssemblyProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in problems))


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a form; places whose item is not ``scored`` never count."""

    item: PoolItem
    scored: bool


@dataclass(frozen=True, slots=True)
class Form:
    """An assembled form: ``cut`` in scored items, ``clashes`` pairs that should not have met."""

    blueprint: str
    seed: int
    places: tuple[Place, ...]
    cut: float
    clashes: tuple[tuple[str, str], ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """All items in the order of the form."""
        return tuple(place.item.ref for place in self.places)

    @property
    def pretest(self) -> tuple[str, ...]:
        """The items that do not count."""
        return tuple(place.item.ref for place in self.places if not place.scored)

    @property
    def by_domain(self) -> Mapping[str, int]:
        """Scored items by domain."""
        return Counter(place.item.domain for place in self.places if place.scored)

    @property
    def by_level(self) -> Mapping[str, int]:
        """Scored items by cognitive level."""
        return Counter(place.item.level for place in self.places if place.scored)


def assemble(
    blueprint: Blueprint,
    pool: Sequence[PoolItem],
    seed: int,
    avoid: Collection[str] = frozenset(),
) -> Form:
    """Assemble one form; the same arguments give the same form whatever the order of the pool.

    Items in ``avoid``, such as those of earlier forms, are taken only where others run out.
    Raises CannotAssembleError.
    """
    supply = check_supply(blueprint, pool)
    if supply.problems:
        raise CannotAssembleError(supply.problems)
    rng = Random(f"{blueprint.ref}:{seed}")  # noqa: S311  reproducible by intent
    units = units_of(pool)
    best: Draft | None = None
    problems: tuple[AssemblyProblem, ...] = ()
    for _ in range(ATTEMPTS):
        draft = Draft(blueprint, units, frozenset(avoid), rng)
        fill_scored(draft)
        shift_levels(draft)
        fill_pretest(draft)
        if draft.problems:
            problems = problems or draft.problems
        elif best is None or draft.faults < best.faults:
            best = draft
        if best is not None and best.faultless:
            break
    if best is None:
        raise CannotAssembleError(problems)
    return _form(best, seed)


def _form(draft: Draft, seed: int) -> Form:
    units = [(unit, True) for unit in draft.scored] + [(unit, False) for unit in draft.pretest]
    draft.rng.shuffle(units)
    places = tuple(Place(item, scored) for unit, scored in units for item in unit.items)
    return Form(
        blueprint=draft.blueprint.ref,
        seed=seed,
        places=places,
        cut=cut_of(place.item.angoff or 0.0 for place in places if place.scored),
        clashes=draft.clashes(),
    )
