"""Formats of the course: modules, lessons with their check-yourself questions, figures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.content.formats.common import (
    BlindReading,
    Bloom,
    Citation,
    ContentModel,
    Curriculum,
    FilledLine,
    FilledText,
    LessonRef,
    Line,
    Many,
    Slug,
    TaskId,
    Waivers,
)

ShapeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]


class Module(ContentModel):
    """content/modules/<module>/module.yml: a module and the order of its lessons."""

    ref: Slug
    number: Annotated[str, StringConstraints(pattern=r"^M\d{2}$")]
    title: FilledLine
    summary: FilledText
    tasks: Annotated[Many[TaskId], Field(min_length=1)]
    curriculum: Annotated[Many[Curriculum], Field(min_length=1)]
    requires: Many[Slug] = ()
    lessons: Many[LessonRef]


class Objective(ContentModel):
    """One verb and one observable product, with its level by Bloom."""

    text: FilledLine
    bloom: Bloom


class LessonFront(ContentModel):
    """The front matter of content/modules/<module>/<lesson>.md."""

    ref: LessonRef
    title: FilledLine
    module: Slug
    tasks: Annotated[Many[TaskId], Field(min_length=1, max_length=4)]
    curriculum: Annotated[Many[Curriculum], Field(min_length=1)]
    objectives: Annotated[Many[Objective], Field(min_length=1)]
    minutes: Annotated[int, Field(ge=1, le=120)]
    edition: Line = ""
    review_by: date
    sources: Many[Citation]
    figures: Many[Slug] = ()
    glossary: Many[Slug] = ()
    requires: Many[LessonRef] = ()
    blind: BlindReading = BlindReading()
    lint_ok: Waivers = {}


class FigureSource(ContentModel):
    """Whose drawing it is; the id stands in sources.yml."""

    id: Slug
    locator: Line = ""


class FigureLabel(ContentModel):
    """A label of the drawing; ``id`` is the data-label of its group in the SVG."""

    id: ShapeId
    text: FilledLine


class FigureFront(ContentModel):
    """content/figures/<slug>.yml, the words beside <slug>.svg."""

    ref: Slug
    title: FilledLine
    teaches: FilledText
    caption: FilledText
    text: FilledText
    source: FigureSource
    licence: FilledLine
    kind: Literal["anatomy", "diagram"]
    labels: Many[FigureLabel] = ()
