"""The bank as form assembly needs it: exam items of the database with their versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.exams.blueprint import Blueprint, blueprint_from_body
from app.domain.exams.pool import PoolItem, pool_item
from app.domain.items.item import Item
from app.models import DocumentRow
from app.operations.library import all_current, load_versions


@dataclass(frozen=True, slots=True)
class ExamItem:
    """An item that may stand on a form, as assembly sees it and as learners get it."""

    version_id: int
    pooled: PoolItem
    item: Item


def exam_items(session: Session) -> dict[str, ExamItem]:
    """Exam items by ref: live ones, and those on trial for unscored places."""
    versions = session.scalars(
        select(DocumentRow.current_version_id)
        .where(DocumentRow.kind == "item", DocumentRow.state.in_(("live", "in_review")))
        .where(DocumentRow.current_version_id.is_not(None))
    ).all()
    return {
        item.ref: ExamItem(version_id, pooled, item)
        for version_id, loaded in load_versions(session, [v for v in versions if v]).items()
        for item in loaded.items
        if (pooled := pool_item(item)) is not None
    }


def blueprints(session: Session) -> Mapping[str, Blueprint]:
    """Every live blueprint by ref."""
    return {
        loaded.ref: blueprint_from_body(loaded.content.data)
        for loaded in all_current(session, "blueprint")
    }
