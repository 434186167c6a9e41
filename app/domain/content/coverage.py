"""What the course and the bank still lack: the coverage that a content build must prove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from app.domain.content.formats.course import Module
from app.domain.content.formats.library import Framework
from app.domain.content.lint.findings import Context
from app.domain.content.values import Chart, Lesson, Library, questions_of

APPLIED = frozenset({"apply", "analyse", "evaluate"})


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: of which kind of thing, of which one, and what."""

    kind: str
    what: str
    missing: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def coverage(context: Context) -> list[Gap]:
    """Gaps of tasks, lessons, figures, modules and items, in this order."""
    library = context.library
    return [
        *_tasks(library),
        *_lessons(library),
        *_figures(library),
        *_modules(library),
        *_items(context),
    ]


def _tasks(library: Library) -> Iterator[Gap]:
    """Every task has a lesson, items (the exam's tasks), and a chart or item to exercise it."""
    lessons = Counter(task for lesson in _all_lessons(library) for task in lesson.front.tasks)
    items = Counter(item.task for one in library.of("item") for _, item in questions_of(one))
    charts = Counter(
        task
        for one in library.of("chart")
        if isinstance(one.value, Chart)
        for task in one.value.encounter.tasks
    )
    for task in _task_ids(library):
        lacks = [] if lessons[task] else ["lesson"]
        lacks += [] if items[task] or task.startswith("S") else ["items"]
        lacks += [] if items[task] or charts[task] else ["chart or exercise"]
        if lacks:
            yield Gap("task", task, f"no {', no '.join(lacks)}")


def _lessons(library: Library) -> Iterator[Gap]:
    """Every lesson has a task, a figure, check-yourself questions and a source."""
    for lesson in _all_lessons(library):
        front = lesson.front
        parts = {
            "figure": front.figures,
            "check-yourself question": lesson.checks,
            "source": front.sources,
        }
        lacks = [name for name, there in parts.items() if not there]
        if lacks:
            yield Gap("lesson", front.ref, f"no {', no '.join(lacks)}")


def _figures(library: Library) -> Iterator[Gap]:
    used = {slug for lesson in _all_lessons(library) for slug in lesson.front.figures}
    for slug in sorted(library.refs("figure") - used):
        yield Gap("figure", slug, "no lesson shows it")


def _modules(library: Library) -> Iterator[Gap]:
    """Every module reaches an objective of apply or higher."""
    for document in library.of("module"):
        if not isinstance(document.value, Module):
            continue
        blooms = {
            objective.bloom
            for lesson in _all_lessons(library)
            if lesson.front.module == document.ref
            for objective in lesson.front.objectives
        }
        if not blooms & APPLIED:
            yield Gap("module", document.ref, "no objective of apply or higher")


def _items(context: Context) -> Iterator[Gap]:
    """No item cites a closed edition."""
    for document in context.library.of("item"):
        for _, item in questions_of(document):
            if item.edition.startswith("FY") and item.edition not in context.editions:
                yield Gap("item", item.ref, f"the edition {item.edition} is closed")


def _all_lessons(library: Library) -> list[Lesson]:
    return [one.value for one in library.of("lesson") if isinstance(one.value, Lesson)]


def _task_ids(library: Library) -> list[str]:
    """Nodes of the frameworks that stand under a domain."""
    return [
        node.id
        for one in library.of("framework")
        if isinstance(one.value, Framework)
        for node in one.value.nodes
        if node.parent
    ]
