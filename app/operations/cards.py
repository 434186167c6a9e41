"""Review cards: made once for each thing to remember, due at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.recall.memory import new_memory
from app.models import ReviewCardRow


def add_cards(
    session: Session,
    user_id: int,
    aspects: list[tuple[int, str]],
    now: datetime,
    due: datetime | None = None,
) -> None:
    """Make a card for each (document id, aspect) that has none yet; due now unless said.

    Aspects: ``item:0`` (the item at that place of its document), ``card:ID:front`` and
    ``card:ID:back`` (a deck's card, asked from that side), ``rule:I.B.5``.
    """
    if not aspects:
        return
    due = due or now
    state = new_memory(due).to_dict()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(ReviewCardRow)
        .values(
            [
                {
                    "user_id": user_id,
                    "document_id": document_id,
                    "aspect": aspect,
                    "state": state,
                    "due_at": due,
                    "created_at": now,
                }
                for document_id, aspect in dict.fromkeys(aspects)
            ]
        )
        .on_conflict_do_nothing(index_elements=["user_id", "document_id", "aspect"])
    )
