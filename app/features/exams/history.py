"""How the answers of a sitting changed, from its append-only events."""

from __future__ import annotations

from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.items.values import Response
from app.models import AnswerEventRow


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
