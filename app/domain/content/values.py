"""Values that the reader makes of content files, and the library that holds them all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel

from app.domain.content.formats.charts import DocumentFront, Encounter, Key
from app.domain.content.formats.course import FigureFront, LessonFront, Module
from app.domain.content.formats.items import (
    CheckMultiple,
    CheckNumeric,
    CheckSingle,
    MultipleItem,
    NumericItem,
    ScenarioSet,
    SingleItem,
)
from app.domain.content.formats.library import Framework, Rates, Source, Term
from app.domain.content.formats.practice import Blueprint, Deck
from app.domain.content.problems import Problem
from app.domain.content.yaml_reading import Location

Kind = Literal[
    "module",
    "lesson",
    "figure",
    "glossary",
    "sources",
    "framework",
    "rates",
    "item",
    "chart",
    "deck",
    "blueprint",
]
Check = CheckSingle | CheckMultiple | CheckNumeric
Question = SingleItem | MultipleItem | NumericItem


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson; ``body`` is canonical Markdown with its fences, ``checks`` are read from them."""

    front: LessonFront
    body: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: the words beside it and its drawing."""

    front: FigureFront
    svg: str


@dataclass(frozen=True, slots=True)
class ChartDocument:
    """A document of a record; ``name`` is its file's name without ``.md``."""

    name: str
    front: DocumentFront
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's folder: encounter, key, and documents in the order of their names."""

    encounter: Encounter
    key: Key
    documents: tuple[ChartDocument, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """content/glossary.yml."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """content/sources.yml."""

    sources: tuple[Source, ...]


Value = (
    Module
    | Lesson
    | Figure
    | Glossary
    | Sources
    | Framework
    | Rates
    | SingleItem
    | MultipleItem
    | NumericItem
    | ScenarioSet
    | Chart
    | Deck
    | Blueprint
)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class ContentDocument:
    """One document of the library; ``body`` is canonical, ``path`` its file or a chart's folder.

    ``places`` tells for each location in the value, such as ``("key", "diagnoses", 0, "code")``,
    the file and line where it was read.
    """

    kind: Kind
    ref: str
    path: str
    title: str
    body: str
    value: Value
    places: Mapping[Location, Place] = field(
        default_factory=lambda: MappingProxyType({}), compare=False, repr=False
    )

    @property
    def body_hash(self) -> str:
        """SHA-256 of the body as hexadecimal digits."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    @property
    def data(self) -> Mapping[str, Any]:
        """The value as plain mappings with every field: strings, numbers, dates, tuples.

        A lesson is its front matter with ``body``, a figure with ``svg``; a chart is ``chart``,
        ``key`` and ``documents``, those by name, each its front matter with ``body``.
        """
        return _data(self.value)

    def place(self, at: Location) -> Place:
        """Where the location, or the nearest one around it, was read."""
        while at and at not in self.places:
            at = at[:-1]
        return self.places.get(at, Place(self.path, 1))

    def problem(self, rule: str, message: str, *at: str | int) -> Problem:
        """A problem of this document at a location of its value."""
        place = self.place(at)
        return Problem(place.path, place.line, rule, message)


@dataclass(frozen=True)
class Library:
    """Every document that could be read, and every problem met in reading."""

    documents: tuple[ContentDocument, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def by_ref(self) -> Mapping[tuple[str, str], ContentDocument]:
        """Documents by (kind, ref)."""
        return {(document.kind, document.ref): document for document in self.documents}

    def of(self, kind: Kind) -> tuple[ContentDocument, ...]:
        """Documents of one kind in the order of their paths."""
        return tuple(document for document in self.documents if document.kind == kind)

    def refs(self, kind: Kind) -> frozenset[str]:
        """The refs of one kind."""
        return frozenset(document.ref for document in self.of(kind))

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Glossary terms by ref."""
        return {
            term.ref: term
            for document in self.of("glossary")
            if isinstance(document.value, Glossary)
            for term in document.value.terms
        }

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {
            source.id: source
            for document in self.of("sources")
            if isinstance(document.value, Sources)
            for source in document.value.sources
        }


def _data(value: Value) -> dict[str, Any]:
    match value:
        case Lesson():
            return {**_dump(value.front), "body": value.body}
        case Figure():
            return {**_dump(value.front), "svg": value.svg}
        case Glossary():
            return {"terms": [_dump(term) for term in value.terms]}
        case Sources():
            return {"sources": [_dump(source) for source in value.sources]}
        case Chart():
            return {
                "chart": _dump(value.encounter),
                "key": _dump(value.key),
                "documents": {
                    one.name: {**_dump(one.front), "body": one.text} for one in value.documents
                },
            }
        case _:
            return _dump(value)


def _dump(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(by_alias=True)


def questions_of(document: ContentDocument) -> tuple[tuple[Location, Question], ...]:
    """The questions of an item document with their locations: one, or those of a scenario set."""
    value = document.value
    if isinstance(value, ScenarioSet):
        return tuple((("items", i), item) for i, item in enumerate(value.items))
    if isinstance(value, (SingleItem, MultipleItem, NumericItem)):
        return (((), value),)
    return ()
