"""Review cards of a test, and reviewing as a browser does."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.review import service
from app.models import DocumentRow, ReviewCardRow
from app.operations.cards import add_cards
from tests.pages import Pages
from tests.personas import NOW

DECK = "word-parts"


def add_deck(session: Session, user_id: int) -> None:
    service.add_deck(session, user_id, DECK, NOW)


def add_card(session: Session, user_id: int, kind: str, ref: str, aspect: str) -> int:
    """Make one card, due now; returns its id."""
    document = session.scalar(
        select(DocumentRow.id).where(DocumentRow.kind == kind, DocumentRow.ref == ref)
    )
    session.commit()
    assert document
    with writing(session):
        add_cards(session, user_id, [(document, aspect)], NOW)
    found = session.scalar(
        select(ReviewCardRow.id).where(
            ReviewCardRow.user_id == user_id,
            ReviewCardRow.document_id == document,
            ReviewCardRow.aspect == aspect,
        )
    )
    session.commit()
    assert found
    return found


def asked(pages: Pages) -> int | None:
    """The id of the card that the page asks now; None when nothing is left."""
    found = re.search(r'action="/review/(\d+)"', pages.get("review.index").text)
    return int(found[1]) if found else None


def grade(pages: Pages, card: int, rating: int, save_id: str = "") -> None:
    """Show the answer and grade it, with the save id of the page unless one is given."""
    page = pages.get("review.card", card_id=card).text
    found = re.search(r'name="save_id" value="([^"]+)"', page)
    given = save_id or (found[1] if found else "none")
    pages.post("review.grade", {"rating": rating, "save_id": given}, card_id=card)
