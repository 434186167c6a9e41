"""Starting and answering practice sets as a browser does."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.features.practice.queries import Place, place
from app.models import DocumentRow, ItemFactsRow
from tests.pages import Pages


def start(pages: Pages, **fields: Any) -> int:
    """Start a set; returns its id."""
    found = re.fullmatch(r"/practice/(\d+)/1", pages.post("practice.start", fields).location or "")
    assert found
    return int(found[1])


def at(session: Session, sitting: int, position: int) -> Place:
    """The place as it is stored now."""
    found = place(session, sitting, position)
    session.commit()
    return found


def values(found: Place, right: bool = True) -> list[str]:
    """What the form sends for a right, or a wrong, answer."""
    question: Any = found.item.question
    if question.type == "numeric":
        return [str(question.answer if right else question.answer + 1000)]
    chosen = [str(n) for n, option in enumerate(question.options) if option.correct == right]
    return chosen[: question.choose]


def give(
    pages: Pages, session: Session, sitting: int, position: int, right: bool = True, **more: Any
) -> Any:
    """Answer one place; expects the redirect unless ``status`` says otherwise."""
    status = more.pop("status", 302)
    headers = more.pop("headers", None)
    return pages.post(
        "practice.answer",
        {"choice": values(at(session, sitting, position), right), **more},
        status=status,
        headers=headers,
        sitting_id=sitting,
        position=position,
    )


def of_type(session: Session, item_type: str) -> str:
    """The ref of a live practice question of this type that belongs to no scenario set."""
    ref = session.scalar(
        select(ItemFactsRow.ref)
        .join(DocumentRow, DocumentRow.current_version_id == ItemFactsRow.version_id)
        .where(
            ItemFactsRow.item_type == item_type,
            ItemFactsRow.purpose == "practice",
            DocumentRow.state == "live",
            DocumentRow.ref == ItemFactsRow.ref,
        )
        .order_by(ItemFactsRow.ref)
        .limit(1)
    )
    session.commit()
    assert ref
    return ref


def texts_after(found: Place) -> list[str]:
    """Rationales that no page may show before the answer, in words that Markdown leaves alone."""
    question: Any = found.item.question
    if question.type == "numeric":
        rationales = [question.rationale, *(one.rationale for one in question.wrong)]
    else:
        rationales = [option.rationale for option in question.options]
    return [max(re.split(r"[`*\[\]\n'\"&<>]", text), key=len).strip() for text in rationales]


def give_to_practice(session: Session, *refs: str) -> None:
    """Make these questions, or whole scenario sets, ones of practice purpose."""
    with writing(session):
        documents = select(DocumentRow.id).where(
            DocumentRow.kind == "item", DocumentRow.ref.in_(refs)
        )
        session.execute(
            update(ItemFactsRow)
            .where(ItemFactsRow.document_id.in_(documents))
            .values(purpose="practice")
        )
