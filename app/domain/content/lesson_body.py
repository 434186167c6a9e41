"""A lesson's body as sections of parts in order, so that a page renders each part its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from app.domain.content.blocks import split_blocks
from app.domain.content.markdown import Links, parse, plain_text, render_tokens
from app.domain.content.values import Lesson


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of prose as sanitised HTML."""

    html: str


@dataclass(frozen=True, slots=True)
class FigurePart:
    """The place of a figure; ``number`` counts the lesson's figures from 1."""

    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class CheckPart:
    """The place of a check-yourself question; ``data`` are its plain fields."""

    id: str
    number: int
    data: Mapping[str, Any]


Part = Prose | FigurePart | CheckPart


@dataclass(frozen=True, slots=True)
class Section:
    """A section: the opening one has neither title nor id."""

    id: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class LessonBody:
    """The sections in order."""

    sections: tuple[Section, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """Slugs of the figures in the order in which they stand."""
        return tuple(
            part.slug
            for section in self.sections
            for part in section.parts
            if isinstance(part, FigurePart)
        )


def lesson_body(lesson: Lesson, links: Links | None = None) -> LessonBody:
    """The parts of a lesson; headings of level 2 begin sections."""
    sections: list[tuple[str, list[Part]]] = [("", [])]
    figures = checks = 0
    for block in split_blocks(lesson.body):
        if block.kind == "figure":
            figures += 1
            sections[-1][1].append(FigurePart(block.text, figures))
        elif block.kind == "cy":
            check = lesson.checks[checks]
            checks += 1
            sections[-1][1].append(CheckPart(check.id, checks, check.model_dump()))
        else:
            for title, tokens in _by_heading(parse(block.text)):
                if title is not None:
                    sections.append((title, []))
                if tokens:
                    sections[-1][1].append(Prose(render_tokens(tokens, links)))
    if not sections[0][1]:
        del sections[0]
    return LessonBody(tuple(_sections(sections)))


def _by_heading(tokens: list[Token]) -> Iterator[tuple[str | None, list[Token]]]:
    """Stretches of tokens, each with the heading of level 2 that begins it, if one does."""
    title: str | None = None
    start = 0
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
            if at > start or title is not None:
                yield title, tokens[start:at]
            title, start = plain_text(tokens[at + 1].content), at + 3
    if start < len(tokens) or title is not None:
        yield title, tokens[start:]


def _sections(sections: list[tuple[str, list[Part]]]) -> Iterator[Section]:
    used: set[str] = set()
    for title, parts in sections:
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        unique, number = slug, 2
        while unique and unique in used:
            unique, number = f"{slug}-{number}", number + 1
        used.add(unique)
        yield Section(unique, title, tuple(parts))
