"""Links: every ref, id, term, figure and task that a document names exists, and ids stand once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

from app.domain.content.blocks import split_blocks
from app.domain.content.formats.course import Module
from app.domain.content.formats.library import Framework, Rates
from app.domain.content.formats.practice import Blueprint
from app.domain.content.lint.findings import Context, Finding
from app.domain.content.markdown import special_refs
from app.domain.content.validating import close_match
from app.domain.content.values import (
    Chart,
    ContentDocument,
    Figure,
    Glossary,
    Lesson,
    Library,
    Sources,
    questions_of,
)
from app.domain.content.yaml_reading import Location

Named = tuple[str, str, Location]


def links(document: ContentDocument, context: Context) -> Iterator[Finding]:
    """Every name that a document uses leads somewhere."""
    known = _known(context.library)
    for kind, name, at in _named(document):
        if name and name not in known[kind]:
            hint = close_match(name, list(known[kind]))
            yield Finding(document, "links", f"there is no {kind} {name}{hint}", at)


def lesson_in_module(document: ContentDocument, context: Context) -> Iterator[Finding]:
    """A lesson stands in the list of its module."""
    lesson = document.value
    if not isinstance(lesson, Lesson):
        return
    module = context.library.by_ref.get(("module", lesson.front.module))
    listed = module.value.lessons if module and isinstance(module.value, Module) else ()
    if module is not None and document.ref not in listed:
        message = f"{module.path} does not list this lesson"
        yield Finding(document, "links", message, ("module",))


def figures_of_lesson(document: ContentDocument, context: Context) -> Iterator[Finding]:
    """The front matter lists the figures that the body shows, and organs stand in one of them."""
    lesson = document.value
    if not isinstance(lesson, Lesson):
        return
    shown = {block.text for block in split_blocks(lesson.body) if block.kind == "figure"}
    for slug in sorted(shown ^ set(lesson.front.figures)):
        where = "the body shows it" if slug in shown else "the body does not show it"
        message = f"the figure {slug} is listed in front matter or shown, not both: {where}"
        yield Finding(document, "links", message, ("figures",))
    drawings = [context.library.by_ref.get(("figure", slug)) for slug in lesson.front.figures]
    svgs = [one.value.svg for one in drawings if one and isinstance(one.value, Figure)]
    for organ in sorted(set(special_refs(lesson.body)[1])):
        if not any(f'data-organ="{organ}"' in svg for svg in svgs):
            message = f"no figure of this lesson has the organ {organ}"
            yield Finding(document, "links", message, ("body",))


def unique_ids(library: Library) -> Iterator[Finding]:
    """Item refs, check-yourself ids, glossary refs and source ids stand once in the library."""
    seen: dict[tuple[str, str], ContentDocument] = {}
    for document in library.documents:
        for kind, name, at in _identities(document):
            first = seen.setdefault((kind, name), document)
            if first is not document or (kind, name, at) not in _first_of(document):
                message = f"the {kind} {name} stands in {first.path} too"
                yield Finding(document, "ref", message, at)


def unused_figures(library: Library) -> Iterator[Finding]:
    """Every figure is shown by a lesson."""
    lessons = [one.value for one in library.of("lesson") if isinstance(one.value, Lesson)]
    used = set(chain.from_iterable(lesson.front.figures for lesson in lessons))
    for document in library.of("figure"):
        if document.ref not in used:
            yield Finding(document, "unused-figure", "no lesson shows this figure", ("ref",))


def _known(library: Library) -> dict[str, Collection[str]]:
    frameworks = [one.value for one in library.of("framework")]
    nodes = {node.id for one in frameworks if isinstance(one, Framework) for node in one.nodes}
    return {
        "module": library.refs("module"),
        "lesson": library.refs("lesson"),
        "figure": library.refs("figure"),
        "framework": library.refs("framework"),
        "term": library.terms.keys(),
        "source": library.sources.keys(),
        "task": nodes,
    }


def _named(document: ContentDocument) -> Iterator[Named]:
    match document.value:
        case Module() as module:
            yield from _all("lesson", module.lessons, "lessons")
            yield from _all("module", module.requires, "requires")
            yield from _all("task", module.tasks, "tasks")
        case Lesson() as lesson:
            yield from _of_lesson(lesson)
        case Figure() as figure:
            yield "source", figure.front.source.id, ("source", "id")
        case Glossary() as glossary:
            for i, term in enumerate(glossary.terms):
                yield "lesson", term.lesson, (i, "lesson")
        case Framework() as framework:
            yield "source", framework.source, ("source",)
            yield "framework", framework.superseded_by, ("superseded_by",)
        case Rates() as rates:
            for i, amount in enumerate(rates.amounts):
                yield "source", amount.source.id, ("amounts", i, "source", "id")
        case Chart() as chart:
            yield from _all("task", chart.encounter.tasks, "tasks")
            yield from _all("lesson", chart.encounter.lessons, "lessons")
        case Blueprint() as blueprint:
            yield "framework", blueprint.framework, ("framework",)
            for domain, share in blueprint.domains.items():
                yield "task", domain, ("domains", domain)
                for task in share.tasks:
                    yield "task", task, ("domains", domain, "tasks", task)
        case _:
            for at, item in questions_of(document):
                yield "task", item.task, (*at, "task")
                yield "lesson", item.lesson, (*at, "lesson")


def _of_lesson(lesson: Lesson) -> Iterator[Named]:
    front = lesson.front
    yield "module", front.module, ("module",)
    yield from _all("task", front.tasks, "tasks")
    yield from _all("figure", front.figures, "figures")
    yield from _all("term", front.glossary, "glossary")
    yield from _all("lesson", front.requires, "requires")
    for i, source in enumerate(front.sources):
        yield "source", source.id, ("sources", i, "id")
    for i, block in enumerate(split_blocks(lesson.body)):
        if block.kind == "figure":
            yield "figure", block.text, ("block", i)
        elif block.kind == "text":
            for term in special_refs(block.text)[0]:
                yield "term", term, ("block", i)


def _all(kind: str, names: tuple[str, ...], field: str) -> Iterator[Named]:
    return ((kind, name, (field, i)) for i, name in enumerate(names))


def _identities(document: ContentDocument) -> Iterator[Named]:
    match document.value:
        case Glossary() as glossary:
            for i, term in enumerate(glossary.terms):
                yield "term", term.ref, (i, "ref")
        case Sources() as sources:
            for i, source in enumerate(sources.sources):
                yield "source", source.id, (i, "id")
        case Lesson() as lesson:
            for i, check in enumerate(lesson.checks):
                yield "question", check.id, ("cy", i, "id")
        case _:
            for at, item in questions_of(document):
                yield "item", item.ref, (*at, "ref")


def _first_of(document: ContentDocument) -> set[Named]:
    """The identities of a document without those that repeat an earlier one in it."""
    first: dict[tuple[str, str], Named] = {}
    for named in _identities(document):
        first.setdefault(named[:2], named)
    return set(first.values())
