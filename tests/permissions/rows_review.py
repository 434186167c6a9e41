"""Rows of the routes of review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from tests.features.review.cards import DECK, add_card
from tests.permissions.rows import STUDENTS, row
from tests.personas import School


def _card(_app: Flask, session: Session, school: School) -> Mapping[str, Any]:
    return {"card_id": add_card(session, school.users["ana"], "deck", DECK, "card:dk-a:front")}


HIDDEN = "ben stella"

ROWS = {
    "review.index": row(STUDENTS),
    "review.decks": row(STUDENTS),
    "review.change_deck": row(STUDENTS, data={"group": f"deck:{DECK}", "act": "add"}),
    "review.card": row("ana", HIDDEN, _card),
    "review.grade": row("ana", HIDDEN, _card, {"rating": "3", "save_id": "one"}),
    "review.suspend": row("ana", HIDDEN, _card),
}
