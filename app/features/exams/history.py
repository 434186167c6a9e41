"""How the answers of a sitting changed, from its append-only events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.items.item import Item
from app.domain.items.values import MOCK_RULE, Response
from app.models import AnswerEventRow, AnswerRow


@dataclass(frozen=True, slots=True)
class Changes:
    """Answers changed into another one, by what the change did to them."""

    all: int
    to_right: int
    to_wrong: int


@dataclass(frozen=True, slots=True)
class Late:
    """An answer that arrived after the close: kept, never counted."""

    position: int
    answer: str
    received_at: datetime


def answers_given(session: Session, sitting_id: int) -> dict[int, list[Response]]:
    """By position, every answer that was saved, oldest first, the same twice running once.

    One that was still short of choices, on the way to the last one, is no answer yet.
    """
    found: dict[int, list[Response]] = {}
    for position, response in session.execute(
        select(AnswerEventRow.position, AnswerEventRow.response)
        .where(AnswerEventRow.sitting_id == sitting_id, AnswerEventRow.late.is_(False))
        .order_by(AnswerEventRow.position, AnswerEventRow.revision)
    ):
        if response is not None:
            found.setdefault(position, []).append(Response.from_json(response))
    return {position: _whole(responses) for position, responses in found.items()}


def changes(responses: list[Response]) -> int:
    """How often one answer was changed into another."""
    return len(responses) - 1


def _whole(responses: list[Response]) -> list[Response]:
    size = len(responses[-1].chosen)
    whole = [response for response in responses if len(response.chosen) == size]
    return whole[:1] + [after for before, after in pairwise(whole) if before != after]


def effects_of_changes(session: Session, sitting_id: int, items: Sequence[Item]) -> Changes:
    """First against last answer of each question that was answered in more than one way."""
    changed = to_right = to_wrong = 0
    for position, responses in answers_given(session, sitting_id).items():
        if responses[0] == responses[-1]:
            continue
        question = items[position - 1].question
        first, last = (
            question.score(response, MOCK_RULE).points for response in (responses[0], responses[-1])
        )
        changed += 1
        to_right += last > first
        to_wrong += last < first
    return Changes(changed, to_right, to_wrong)


def late_answers(session: Session, sitting_id: int, items: Sequence[Item]) -> tuple[Late, ...]:
    """Answers of a closed sitting that arrived after its end, in the order of arrival."""
    rows = session.execute(
        select(
            AnswerEventRow.position,
            AnswerEventRow.response,
            AnswerEventRow.received_at,
            AnswerRow.option_order,
        )
        .join(
            AnswerRow,
            (AnswerRow.sitting_id == AnswerEventRow.sitting_id)
            & (AnswerRow.position == AnswerEventRow.position),
        )
        .where(AnswerEventRow.sitting_id == sitting_id, AnswerEventRow.late)
        .order_by(AnswerEventRow.received_at)
    )
    return tuple(
        Late(position, _said(items[position - 1], response, order), received_at)
        for position, response, received_at, order in rows
    )


def _said(item: Item, response: str | None, order: str) -> str:
    """An answer in a few words, in the letters that she saw."""
    if response is None:
        return "no answer"
    return item.question.explain(Response.from_json(response), order).yours
