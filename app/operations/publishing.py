"""Making versions and keys of documents, and what is derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from app.domain.content.values import ContentDocument
from app.domain.items.item import items_from_body
from app.models import (
    AnswerRow,
    ChartAttemptRow,
    DocumentRow,
    ItemFactsRow,
    KeyRow,
    VersionRow,
)

KEYED = frozenset({"item", "chart"})
_STATES = ("draft", "in_review", "retired", "live")
KEY_FIELDS = frozenset(
    {"correct", "rationale", "misconception", "answer", "tolerance", "formula", "wrong"}
)


class KeyInUseError(Exception):
    """The key of something that learners have answered cannot change until regrading exists."""

    def __init__(self, ref: str) -> None:
        super().__init__(
            f"{ref} has been answered: its key cannot change, since old results would no longer "
            "fit it. Retire it and write a new one."
        )


def _without_key(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _without_key(v) for k, v in value.items() if k not in KEY_FIELDS}
    if isinstance(value, (list, tuple)):
        return [_without_key(v) for v in value]
    return value


def shown(content: ContentDocument) -> Any:
    """What a learner sees before the answer, and the metadata: all but the key."""
    if content.kind == "chart":
        return {k: v for k, v in content.data.items() if k != "key"}
    return _without_key(content.data) if content.kind == "item" else content.data


def differs_in_key_only(old: ContentDocument, new: ContentDocument) -> bool:
    return old.kind in KEYED and old.body_hash != new.body_hash and shown(old) == shown(new)


def state_of(content: ContentDocument) -> str:
    """The state that a file asks for: items name theirs, everything else is live."""
    if content.kind != "item":
        return "live"
    members = content.data.get("items") or (content.data,)
    return min((str(m["status"]) for m in members), key=_STATES.index)


def has_answers(session: Session, version_id: int) -> bool:
    """Whether a learner has answered this version of an item, or begun to code the chart."""
    answered = exists().where(AnswerRow.version_id == version_id, AnswerRow.response.is_not(None))
    coded = exists().where(ChartAttemptRow.version_id == version_id)
    return bool(session.scalar(select(answered | coded)))


def add_document(session: Session, content: ContentDocument, now: datetime) -> DocumentRow:
    """A new document without any version."""
    row = DocumentRow(
        kind=content.kind,
        ref=content.ref,
        title=content.title,
        state=state_of(content),
        path=content.path,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def add_version(
    session: Session,
    document: DocumentRow,
    content: ContentDocument,
    *,
    source: str,
    state: str,
    now: datetime,
    author_id: int | None = None,
    measurement_group: int = 1,
) -> int:
    """Store the content as the document's next version, with its key; returns the id.

    Statistics of versions of one ``measurement_group`` are pooled.
    """
    number = session.scalar(
        select(func.coalesce(func.max(VersionRow.number), 0) + 1).where(
            VersionRow.document_id == document.id
        )
    )
    version = VersionRow(
        document_id=document.id,
        number=number or 1,
        body=content.body,
        body_hash=content.body_hash,
        author_id=author_id,
        source=source,
        base_version_id=document.current_version_id,
        measurement_group=measurement_group,
        state=state,
        created_at=now,
    )
    session.add(version)
    session.flush()
    if content.kind in KEYED:
        _add_key(session, version.id, content, author_id, "", now)
    if content.kind == "item":
        session.add_all(_facts(document.id, version.id, content))
    return version.id


def publish(
    session: Session, document: DocumentRow, version_id: int, content: ContentDocument
) -> None:
    """Make a version the one that learners get."""
    session.execute(update(VersionRow).where(VersionRow.id == version_id).values(state="published"))
    document.current_version_id = version_id
    document.title = content.title
    document.state = state_of(content)


def change_key(
    session: Session,
    document: DocumentRow,
    content: ContentDocument,
    *,
    reason: str,
    now: datetime,
    author_id: int | None = None,
) -> int:
    """Store a key for the current version; returns the key's id.

    Raises KeyInUseError when the version has answers.
    """
    version_id = document.current_version_id
    if version_id is None:
        raise ValueError("a document without a version has no key to change")
    if has_answers(session, version_id):
        raise KeyInUseError(document.ref)
    session.execute(
        update(KeyRow)
        .where(KeyRow.version_id == version_id, KeyRow.status == "in_effect")
        .values(status="superseded")
    )
    return _add_key(session, version_id, content, author_id, reason, now)


def _add_key(
    session: Session,
    version_id: int,
    content: ContentDocument,
    author_id: int | None,
    reason: str,
    now: datetime,
) -> int:
    number = session.scalar(
        select(func.coalesce(func.max(KeyRow.number), 0) + 1).where(KeyRow.version_id == version_id)
    )
    key = KeyRow(
        version_id=version_id,
        number=number or 1,
        body=content.body,
        body_hash=content.body_hash,
        reason=reason,
        author_id=author_id,
        status="in_effect",
        created_at=now,
    )
    session.add(key)
    session.flush()
    return key.id


def _facts(document_id: int, version_id: int, content: ContentDocument) -> list[ItemFactsRow]:
    rows = []
    for place, item in enumerate(items_from_body(content.data)):
        facts = item.facts
        rows.append(
            ItemFactsRow(
                version_id=version_id,
                document_id=document_id,
                position_in_set=place,
                ref=facts.ref,
                item_type=item.question.type,
                domain=facts.domain,
                task=facts.task,
                level=facts.level,
                purpose=facts.purpose,
                status=facts.status,
                family=facts.family,
                lesson=facts.lesson,
                angoff=facts.angoff.mean if facts.angoff else None,
                provisional=facts.angoff.provisional if facts.angoff else True,
                option_count=len(item.question.present(item.question.order(0)).options),
            )
        )
    return rows
