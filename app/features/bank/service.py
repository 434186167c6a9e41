"""Saving, publishing and retiring documents; answering reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.domain.content.places import default_path
from app.domain.content.reader import read_body
from app.domain.content.values import ContentDocument, Kind, questions_of
from app.domain.content.yaml_writing import write_yaml
from app.extensions import writing
from app.features.bank.editing import values_of
from app.models import DocumentRow, KeyRow, ReportRow, VersionRow
from app.operations import audit, publishing
from app.operations.library import load_version


class RefusedError(Exception):
    """What was asked cannot be done; the text says why."""


class ConflictError(Exception):
    """Someone saved a newer version meanwhile; ``theirs`` is its content."""

    def __init__(self, theirs: ContentDocument) -> None:
        super().__init__("Someone saved this document while you were editing it.")
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Editing:
    """What an editor opens: the newest draft of the browser, else what learners get.

    ``base`` changes with every save, and is carried in the form.
    """

    document_id: int
    kind: Kind
    state: str
    content: ContentDocument
    version_id: int
    is_draft: bool
    base: str
    has_answers: bool


def open_document(session: Session, document_id: int) -> Editing:
    """Raises RefusedError for a kind that the browser does not edit."""
    row = session.get_one(DocumentRow, document_id)
    if row.kind not in ("item", "lesson"):
        raise RefusedError("Only items and lessons are edited here.")
    newest = session.execute(
        select(VersionRow.id, VersionRow.state, VersionRow.source)
        .where(VersionRow.document_id == document_id)
        .order_by(VersionRow.number.desc())
        .limit(1)
    ).one()
    draft = newest.state == "proposed" and newest.source == "browser"
    version_id = newest.id if draft or row.current_version_id is None else row.current_version_id
    key = session.scalar(
        select(func.max(KeyRow.id))
        .join(VersionRow, VersionRow.id == KeyRow.version_id)
        .where(VersionRow.document_id == document_id)
    )
    return Editing(
        document_id,
        cast(Kind, row.kind),
        row.state,
        load_version(session, version_id).content,
        version_id,
        draft,
        f"{newest.id}-{key or 0}",
        row.current_version_id is not None
        and publishing.has_answers(session, row.current_version_id),
    )


def create(
    session: Session, content: ContentDocument, organisation_id: int, author: int, now: datetime
) -> int:
    """A new document with its first draft; a form posted twice gives the same document.

    Raises RefusedError when the name is taken.
    """
    found = session.execute(
        select(DocumentRow.id, VersionRow.body_hash, VersionRow.author_id)
        .join(VersionRow, VersionRow.document_id == DocumentRow.id)
        .where(DocumentRow.kind == content.kind, DocumentRow.ref == content.ref)
        .order_by(VersionRow.number)
    ).first()
    if found is not None:
        if (found.body_hash, found.author_id) == (content.body_hash, author):
            return int(found.id)
        raise RefusedError(f"The name {content.ref} is taken. Choose another one.")
    domain = _domain(content)
    content = replace(content, path=default_path(content.kind, content.ref, domain))
    with writing(session):
        row = publishing.add_document(session, content, now)
        row.state, row.organisation_id = "draft", organisation_id
        publishing.add_version(
            session, row, content, source="browser", state="proposed", now=now, author_id=author
        )
    return row.id


def _domain(content: ContentDocument) -> str:
    """The domain under whose folder an export writes the item; the first one for a lesson."""
    task = questions_of(content)[0][1].task if content.kind == "item" else ""
    return task[0] if task[:1].isdigit() else "1"


def save_draft(
    session: Session,
    document_id: int,
    base: str,
    content: ContentDocument,
    author: int,
    now: datetime,
) -> None:
    """Store a proposed version; learners keep what they have.

    Saving what is already the newest text changes nothing. Raises ConflictError.
    """
    opened = _guard(session, document_id, base, content)
    if opened is None:
        return
    with writing(session):
        row = session.get_one(DocumentRow, document_id)
        _same_base(session, document_id, base, opened)
        publishing.add_version(
            session, row, content, source="browser", state="proposed", now=now, author_id=author
        )


def publish(
    session: Session,
    document_id: int,
    base: str,
    content: ContentDocument,
    *,
    author: int,
    now: datetime,
    wording_only: bool,
    reason: str = "",
    status: str = "live",
) -> None:
    """Make the content what learners get; sittings that are open keep their version.

    A change of the key alone makes a key. Raises ConflictError, and KeyInUseError when that
    key has answers.
    """
    content = with_status(content, status)
    row = session.get_one(DocumentRow, document_id)
    current = (
        load_version(session, row.current_version_id).content if row.current_version_id else None
    )
    if current is not None and current.body_hash == content.body_hash and row.state == status:
        return
    opened = open_document(session, document_id)
    if opened.base != base:
        raise ConflictError(opened.content)
    key_only = current is not None and publishing.differs_in_key_only(current, content)
    if key_only and opened.has_answers:
        raise publishing.KeyInUseError(content.ref)
    group = _group(session, document_id, row.current_version_id, wording_only)
    with writing(session):
        row = session.get_one(DocumentRow, document_id)
        _same_base(session, document_id, base, opened)
        if key_only and not opened.is_draft:
            publishing.change_key(session, row, content, reason=reason, now=now, author_id=author)
        else:
            version = publishing.add_version(
                session,
                row,
                content,
                source="browser",
                state="published",
                now=now,
                author_id=author,
                measurement_group=group,
            )
            publishing.publish(session, row, version, content)
        audit.record(
            session,
            at=now,
            actor_id=author,
            target=f"document:{document_id}",
            action="document_retired" if status == "retired" else "document_published",
            key_only=key_only,
            wording_only=wording_only,
        )


def set_retired(
    session: Session, document_id: int, retired: bool, author: int, now: datetime
) -> None:
    """Take an item from learners, or bring it back; doing it twice changes nothing."""
    row = session.get_one(DocumentRow, document_id)
    if row.kind != "item" or row.current_version_id is None:
        raise RefusedError("Only a published item can be retired.")
    content = load_version(session, row.current_version_id).content
    opened = open_document(session, document_id)
    publish(
        session,
        document_id,
        opened.base,
        content,
        author=author,
        now=now,
        wording_only=True,
        status="retired" if retired else "live",
    )


def with_status(content: ContentDocument, status: str) -> ContentDocument:
    """The item, or each question of a set, with this status; a lesson has none."""
    if content.kind != "item":
        return content
    values = values_of(content)
    for member in values.get("items", [values]):
        member["status"] = status
    changed, problems = read_body("item", write_yaml(values), content.path)
    if changed is None:
        raise RefusedError(problems[0].message)
    return changed


def close_report(session: Session, report_id: int, answer: str, author: int, now: datetime) -> int:
    """Close a report with an answer for the learner; returns the document's id.

    Closing it twice keeps the first answer.
    """
    document_id = session.scalar(select(ReportRow.document_id).where(ReportRow.id == report_id))
    with writing(session):
        closed = session.execute(
            update(ReportRow)
            .where(ReportRow.id == report_id, ReportRow.state == "open")
            .values(state="closed", answer=answer, closed_by=author, closed_at=now)
            .returning(ReportRow.id)
        ).first()
        if closed:
            audit.record(
                session,
                at=now,
                actor_id=author,
                action="report_closed",
                target=f"report:{report_id}",
            )
    return int(document_id or 0)


def _guard(
    session: Session, document_id: int, base: str, content: ContentDocument
) -> Editing | None:
    """What is open now, or None when this text is already the newest; raises ConflictError."""
    opened = open_document(session, document_id)
    if opened.content.body_hash == content.body_hash:
        return None
    if opened.base != base:
        raise ConflictError(opened.content)
    return opened


def _same_base(session: Session, document_id: int, base: str, opened: Editing) -> None:
    """Inside the write: nobody saved between the reading and the lock."""
    newest = session.scalar(
        select(func.max(VersionRow.id)).where(VersionRow.document_id == document_id)
    )
    if str(newest) != base.partition("-")[0]:
        raise ConflictError(opened.content)


def _group(session: Session, document_id: int, version_id: int | None, wording_only: bool) -> int:
    """The version's measurement group: that of the current one, or the next new one."""
    groups = select(func.max(VersionRow.measurement_group)).where(
        VersionRow.document_id == document_id
    )
    if version_id is None:
        return session.scalar(groups) or 1
    if wording_only:
        return session.scalar(groups.where(VersionRow.id == version_id)) or 1
    return (session.scalar(groups) or 0) + 1
