"""Formats of decks for spaced review and of blueprints for exam forms."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.domain.content.formats.common import (
    ContentModel,
    FilledLine,
    FilledText,
    Many,
    Slug,
    TaskId,
    Text,
)


class Card(ContentModel):
    """One card; ``id`` is unique in its deck."""

    id: Slug
    front: FilledText
    back: FilledText
    note: Text = ""
    example: Text = ""


class Deck(ContentModel):
    """question_bank/decks/<slug>.yml: cards, asked both ways when ``two_way``.

    ``asks`` stands over a front, ``asks_back`` over a back that is asked.
    """

    ref: Slug
    title: FilledLine
    summary: FilledText
    two_way: bool = False
    asks: FilledLine = "What does it mean?"
    asks_back: FilledLine = "Which one means this?"
    cards: Annotated[Many[Card], Field(min_length=1)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        ids = [card.id for card in self.cards]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"card ids stand twice: {', '.join(twice)}")
        return self


class DomainShare(ContentModel):
    """Scored items of a domain, the outline's range in percent, and counts by task if set."""

    count: Annotated[int, Field(ge=0)]
    weight_min: Annotated[int, Field(ge=0, le=100)]
    weight_max: Annotated[int, Field(ge=0, le=100)]
    tasks: dict[TaskId, int] = {}


class LevelShares(ContentModel):
    """Share of each cognitive level; the three make 1."""

    recall: Annotated[float, Field(ge=0, le=1)]
    application: Annotated[float, Field(ge=0, le=1)]
    analysis: Annotated[float, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if abs(self.recall + self.application + self.analysis - 1) > 0.001:
            raise ValueError("the shares of the levels make 1")
        return self


class Scale(ContentModel):
    """The scale on which a result is shown."""

    low: int
    cut: int
    high: int

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not self.low < self.cut < self.high:
            raise ValueError("low, cut and high rise")
        return self


class Blueprint(ContentModel):
    """question_bank/blueprints/<slug>.yml: what a form of an exam is made of."""

    ref: Slug
    title: FilledLine
    framework: Slug
    scored: Annotated[int, Field(ge=1)]
    pretest: Annotated[int, Field(ge=0)]
    minutes: Annotated[int, Field(ge=1)]
    navigation: Literal["free"]
    domains: dict[str, DomainShare]
    levels: LevelShares
    scale: Scale

    @model_validator(mode="after")
    def _sums(self) -> Self:
        total = sum(share.count for share in self.domains.values())
        if total != self.scored:
            raise ValueError(f"the domains hold {total} items, scored says {self.scored}")
        return self
