"""Documents edited in the browser whose file changed too: one side is chosen by a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import DocumentRow, KeyRow, VersionRow
from app.operations import audit, publishing
from app.operations.library import load_version


class NoConflictError(Exception):
    """Someone has decided meanwhile, or a newer file came in."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """``ours`` is the version that learners get, ``theirs`` the newest one from the file."""

    document_id: int
    kind: str
    ref: str
    title: str
    ours: int | None
    theirs: int
    since: datetime


def conflicts(session: Session, document_id: int | None = None) -> list[Conflict]:
    """Documents for which a file's version waits; by kind and ref. One SELECT."""
    newest = (
        select(func.max(VersionRow.id).label("id"))
        .where(VersionRow.state == "proposed", VersionRow.source == "file")
        .group_by(VersionRow.document_id)
        .subquery()
    )
    own_key = exists().where(
        KeyRow.version_id == DocumentRow.current_version_id,
        KeyRow.status == "in_effect",
        KeyRow.author_id.is_not(None),
    )
    query = (
        select(
            DocumentRow.id,
            DocumentRow.kind,
            DocumentRow.ref,
            DocumentRow.title,
            DocumentRow.current_version_id,
            VersionRow.id,
            VersionRow.created_at,
        )
        .join(VersionRow, VersionRow.document_id == DocumentRow.id)
        .join(newest, newest.c.id == VersionRow.id)
        .where(
            VersionRow.id > func.coalesce(DocumentRow.file_version_id, 0),
            or_(DocumentRow.file_version_id != DocumentRow.current_version_id, own_key),
        )
        .order_by(DocumentRow.kind, DocumentRow.ref)
    )
    if document_id is not None:
        query = query.where(DocumentRow.id == document_id)
    return [Conflict(*row) for row in session.execute(query)]


def keep_ours(
    session: Session, document_id: int, theirs: int, actor_id: int, now: datetime
) -> None:
    """Learners keep what they have; the file's version becomes the base and asks no more.

    Raises NoConflictError when ``theirs`` is not what waits.
    """

    def act(row: DocumentRow) -> None:
        row.file_version_id = theirs

    _decide(session, document_id, theirs, act, "conflict_kept_ours", actor_id, now)


def take_theirs(
    session: Session, document_id: int, theirs: int, actor_id: int, now: datetime
) -> None:
    """Publish the file's version; ours stays in the history.

    Raises NoConflictError when ``theirs`` is not what waits, and KeyInUseError when it would
    change nothing but the key of something that learners have answered.
    """
    content = load_version(session, theirs).content

    def act(row: DocumentRow) -> None:
        current = row.current_version_id
        if (
            current is not None
            and publishing.differs_in_key_only(load_version(session, current).content, content)
            and publishing.has_answers(session, current)
        ):
            raise publishing.KeyInUseError(row.ref)
        publishing.publish(session, row, theirs, content)
        row.file_version_id = theirs

    _decide(session, document_id, theirs, act, "conflict_took_theirs", actor_id, now)


def _decide(
    session: Session,
    document_id: int,
    theirs: int,
    act: Callable[[DocumentRow], None],
    action: str,
    actor_id: int,
    now: datetime,
) -> None:
    with writing(session):
        if theirs not in {one.theirs for one in conflicts(session, document_id)}:
            raise NoConflictError("This was decided meanwhile, or its file has changed again.")
        act(session.get_one(DocumentRow, document_id, populate_existing=True))
        audit.record(
            session,
            at=now,
            actor_id=actor_id,
            action=action,
            target=f"document:{document_id}",
            version=theirs,
        )
