"""Making a conflict: an item edited in the browser whose file changed too."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import ROOT
from app.domain.content.reader import read_body
from app.domain.content.values import ContentDocument
from app.extensions import writing
from app.models import DocumentRow
from app.operations import publishing
from app.operations.content_conflicts import Conflict, conflicts
from tests.personas import NOW, School

ITEM = Path(ROOT, "question_bank/items/d1/d1-index-retrieval.yml")


@cache
def reworded(word: str) -> ContentDocument:
    """The item with this word at the head of its stem."""
    path = ITEM.relative_to(ROOT).as_posix()
    text = ITEM.read_text().replace("stem: |\n  ", f"stem: |\n  {word}. ", 1)
    content, problems = read_body("item", text, path)
    assert content is not None, problems
    return replace(content, path=path)


def conflicting(session: Session, school: School) -> Conflict:
    """Ivan wrote "Ours" in the browser, the file says "Theirs"."""
    ours, theirs = reworded("Ours"), reworded("Theirs")
    with writing(session):
        row = session.scalars(
            select(DocumentRow).where(DocumentRow.kind == "item", DocumentRow.ref == ours.ref)
        ).one()
        version = publishing.add_version(
            session, row, ours, source="browser", state="published", now=NOW,
            author_id=school.users["ivan"],
        )  # fmt: skip
        publishing.publish(session, row, version, ours)
        publishing.add_version(session, row, theirs, source="file", state="proposed", now=NOW)
    [found] = conflicts(session)
    session.commit()
    return found
