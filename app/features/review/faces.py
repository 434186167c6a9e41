"""The two faces of a card: what is asked, and what the learner compares her recall with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session

from app.domain.charts.guidelines import heading as rule_heading
from app.domain.content.formats.practice import Card, Deck
from app.domain.content.values import Chart
from app.domain.items.values import PRACTICE_RULE, Response, ResponseFault
from app.features.review.queries import Stored
from app.operations.library import Loaded, load_version
from app.web.question_view import block, closed_view, heading, open_view

_KINDS = {"right": "correct", "partly": "partly", "wrong": "wrong", "unanswered": "info"}


@dataclass(frozen=True, slots=True)
class Face:
    """A card as a page shows it.

    ``kind`` is deck, item or rule; an item has a ``view`` of its question, the others ``ask``,
    and on the back ``answer`` with ``notes`` under it.
    """

    kind: str
    origin: str
    lead: str = ""
    ask: str = ""
    answer: str = ""
    notes: tuple[tuple[str, Markup], ...] = ()
    view: dict[str, Any] | None = None
    sign: str = ""


def front(session: Session, card: Stored) -> Face | None:
    """What is asked; None when the card's content was withdrawn."""
    return _face(session, card, None)


def back(session: Session, card: Stored, values: Sequence[str]) -> Face | None:
    """The answer; for a question also what the learner chose, if it can be read."""
    return _face(session, card, values)


def _face(session: Session, card: Stored, values: Sequence[str] | None) -> Face | None:
    if card.version_id is None:
        return None
    loaded = load_version(session, card.version_id)
    what, _, rest = card.aspect.partition(":")
    if what == "card":
        return _deck_face(loaded, rest)
    if what == "item":
        return _item_face(loaded, card, int(rest), values)
    return _rule_face(loaded, rest)


def _deck_face(loaded: Loaded, name: str) -> Face | None:
    deck = loaded.content.value
    ref, _, side = name.rpartition(":")
    if not isinstance(deck, Deck):
        return None
    found = next((card for card in deck.cards if card.id == ref), None)
    if found is None:
        return None
    asked, told = (found.front, found.back) if side == "front" else (found.back, found.front)
    lead = deck.asks if side == "front" else deck.asks_back
    return Face("deck", loaded.title, lead, block(asked), block(told), _notes(found))


def _notes(card: Card) -> tuple[tuple[str, Markup], ...]:
    both = (("Example", card.example), ("Note", card.note))
    return tuple((label, block(text)) for label, text in both if text)


def _rule_face(loaded: Loaded, rule: str) -> Face | None:
    chart = loaded.content.value
    if not isinstance(chart, Chart):
        return None
    taught = [block(point.text) for point in chart.key.teaching if point.rule == rule]
    return Face(
        "rule",
        loaded.title,
        "What does this rule say?",
        Markup("Rule {}").format(rule),
        Markup("{}").format(rule_heading(rule)),
        tuple(("In this chart", text) for text in taught),
    )


def _item_face(
    loaded: Loaded, card: Stored, place: int, values: Sequence[str] | None
) -> Face | None:
    if place >= len(loaded.items):
        return None
    item = loaded.items[place]
    order = item.question.order(f"{card.id}:{card.memory.last_review}")
    if values is None:
        view = open_view(item, order, None)
        for option in view["options"]:
            option["strike"] = False
        return Face("item", "Missed question", view=view)
    response = _read(item.question, values)
    verdict = item.question.score(response, PRACTICE_RULE)
    view = closed_view(item, order, response)
    view["heading"] = heading(verdict, view["yours"], view["answer"], view["type"])
    return Face("item", "Missed question", view=view, sign=_KINDS[verdict.state])


def _read(question: Any, values: Sequence[str]) -> Response | None:
    try:
        response: Response | None = question.parse(values)
    except ResponseFault:
        return None
    return response
