"""Where a learner stands in the course; prerequisites advise and never lock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Standing = Literal["not_started", "under_way", "done"]


@dataclass(frozen=True, slots=True)
class LessonOutline:
    """A lesson's ref and the lessons that are best read before it."""

    ref: str
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    """A module's lessons in teaching order, and the modules best done before it."""

    ref: str
    lessons: tuple[LessonOutline, ...]
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """Lessons done of all."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        return 0 < self.total == self.done


@dataclass(frozen=True, slots=True)
class Advice:
    """What is best done first and is not done: refs of modules and of lessons."""

    modules: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()


def module_share(module: ModuleOutline, done: Collection[str]) -> Share:
    """How much of a module is done; lessons no longer in it do not count."""
    return Share(sum(lesson.ref in done for lesson in module.lessons), len(module.lessons))


def standing(lesson: str, done: Collection[str], opened: Collection[str]) -> Standing:
    """What to say of a lesson: a done one stays done when it is opened again."""
    if lesson in done:
        return "done"
    return "under_way" if lesson in opened else "not_started"


def next_lesson(
    modules: Sequence[ModuleOutline], done: Collection[str], last: str | None = None
) -> str | None:
    """The lesson to go on with; None when all are done.

    The ``last`` opened one while it is not done, else the next after it that is not done, from
    the end on to the start; without a last one the first in teaching order.
    """
    refs = [lesson.ref for module in modules for lesson in module.lessons]
    start = refs.index(last) if last in refs else 0
    return next((ref for ref in refs[start:] + refs[:start] if ref not in done), None)


def neighbours(modules: Sequence[ModuleOutline], lesson: str) -> tuple[str | None, str | None]:
    """The lessons before and after one in teaching order; raises ValueError if it has no place."""
    refs = [one.ref for module in modules for one in module.lessons]
    place = refs.index(lesson)
    before = refs[place - 1] if place else None
    after = refs[place + 1] if place + 1 < len(refs) else None
    return before, after


def advice(
    modules: Mapping[str, ModuleOutline], module: str, lesson: str, done: Collection[str]
) -> Advice:
    """What a learner is advised to do before a lesson of a module.

    Requirements that do not exist, or not yet, are left out.
    """
    outline = modules[module]
    known = {one.ref: one for other in modules.values() for one in other.lessons}
    before = {ref: module_share(modules[ref], done) for ref in outline.requires if ref in modules}
    return Advice(
        modules=tuple(ref for ref, share in before.items() if share.done < share.total),
        lessons=tuple(ref for ref in known[lesson].requires if ref in known and ref not in done),
    )
