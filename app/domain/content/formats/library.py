"""Formats of what all content refers to: glossary, sources, frameworks and rates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from app.domain.content.formats.common import (
    Bloom,
    Citation,
    ContentModel,
    Decimals,
    FilledLine,
    FilledText,
    LessonRef,
    Line,
    Many,
    Slug,
    Text,
)

NodeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$")]


class Term(ContentModel):
    """A glossary term; ``lesson`` is the one that introduces it."""

    term: FilledLine
    ref: Slug
    definition: FilledText
    pronunciation: Line = ""
    parts: Line = ""
    lesson: LessonRef


class Source(ContentModel):
    """A place where facts were looked up; ``seen`` says how and where its text was seen."""

    id: Slug
    title: FilledLine
    kind: Literal[
        "cfr",
        "usc",
        "fr",
        "guideline",
        "manual",
        "standard",
        "textbook",
        "agency",
        "computed",
        "own",
    ]
    publisher: FilledLine
    url: Line = ""
    edition: Line = ""
    checked: date
    seen: FilledText


class FrameworkNode(ContentModel):
    """A domain or task of an outline; weights are percent of the scored items."""

    id: NodeId
    parent: NodeId | Literal[""] = ""
    title: FilledLine
    weight_min: Annotated[int, Field(ge=0, le=100)] | None = None
    weight_max: Annotated[int, Field(ge=0, le=100)] | None = None
    bloom: Bloom | Literal[""] = ""
    track: Line = ""


class Crosswalk(ContentModel):
    """What became of a node of the outline before."""

    from_: Annotated[NodeId, Field(alias="from")]
    to: Many[NodeId]
    kind: Literal["same", "split", "merged", "dropped"]


class Framework(ContentModel):
    """content/frameworks/<ref>.yml: an exam outline or curriculum as data."""

    ref: Slug
    version: FilledLine
    title: FilledLine
    source: Slug
    checked_on: date
    status: FilledText
    effective_from: date
    superseded_by: Slug | Literal[""] = ""
    nodes: Annotated[Many[FrameworkNode], Field(min_length=1)]
    crosswalk: Many[Crosswalk] = ()

    @model_validator(mode="after")
    def _tree(self) -> Self:
        seen: set[str] = set()
        for node in self.nodes:
            if node.id in seen:
                raise ValueError(f"the node {node.id} stands twice")
            if node.parent and node.parent not in seen:
                raise ValueError(f"the parent {node.parent} of {node.id} stands before it")
            seen.add(node.id)
        return self


class Amount(ContentModel):
    """One published amount; ``value`` is a decimal string in ``unit``."""

    id: Slug
    title: FilledLine
    value: Decimals
    unit: FilledLine
    source: Citation


class Rates(ContentModel):
    """content/rates/<ref>.yml: payment amounts that are in force for a time."""

    ref: Slug
    title: FilledLine
    effective_from: date
    effective_to: date
    note: Text = ""
    amounts: Annotated[Many[Amount], Field(min_length=1)]

    def amount(self, name: str) -> str:
        """The decimal string of an amount by its id; raises KeyError where there is none."""
        return {amount.id: amount.value for amount in self.amounts}[name]


GLOSSARY: TypeAdapter[tuple[Term, ...]] = TypeAdapter(Many[Term])
SOURCES: TypeAdapter[tuple[Source, ...]] = TypeAdapter(Many[Source])
