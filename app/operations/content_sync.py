"""Takes changed content files into the database and never overwrites an edit of the browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.content.reader import read_tree
from app.domain.content.values import ContentDocument, Library
from app.domain.content.writer import write_files
from app.extensions import writing
from app.models import DocumentRow, KeyRow, VersionRow
from app.operations import audit, publishing
from app.operations.library import load_version


class SyncError(Exception):
    """Files cannot be read, so nothing is taken in; ``lines`` say which and why."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines[0])
        self.lines = lines


@dataclass
class SyncReport:
    """Refs by what became of them; ``conflicts`` pairs them with the reason."""

    published: list[str] = field(default_factory=list)
    unchanged: int = 0
    proposed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    conflicts: list[dict[str, str]] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.published or self.proposed or self.retired)

    def summary(self) -> str:
        return (
            f"{len(self.published)} published, {self.unchanged} unchanged, "
            f"{len(self.retired)} retired, {len(self.conflicts)} in conflict"
        )


def read_files(files: Mapping[str, str]) -> Library:
    """Read the files; raises SyncError when one is invalid."""
    library = read_tree(files)
    problems = [p for p in library.problems if p.rule != "canonical"]
    if problems:
        raise SyncError([f"{p.path}:{p.line}: {p.message}" for p in problems])
    return library


def sync_files(
    session: Session,
    files: Mapping[str, str],
    now: datetime,
    *,
    actor_id: int | None = None,
    dry_run: bool = False,
) -> SyncReport:
    """Take the files in, all in one commit; a dry run writes nothing.

    Raises SyncError when a file is invalid; nothing is changed then.
    """
    library = read_files(files)
    plan = _Plan(session, now)
    for content in library.documents:
        plan.judge(content)
    plan.judge_missing({(c.kind, c.ref) for c in library.documents})
    if dry_run or not (plan.acts or plan.report.changed):
        return plan.report
    with writing(session):
        for act, row_id, wanted in plan.acts:
            plan.carry_out(act, row_id, wanted)
        audit.record(
            session,
            at=now,
            actor_id=actor_id,
            action="content_synced",
            target="content:0",
            published=len(plan.report.published),
            retired=len(plan.report.retired),
            conflicts=len(plan.report.conflicts),
        )
    return plan.report


@dataclass(frozen=True, slots=True)
class _State:
    """What the sync knows of a stored document."""

    id: int
    state: str
    path: str | None
    base_hash: str | None
    current_hash: str | None
    edited: bool
    current_version_id: int | None


class _Plan:
    """Decides by reading alone what each file asks for, then carries it out."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.report = SyncReport()
        self.acts: list[tuple[str, int, ContentDocument | None]] = []
        self.stored = _stored(session)

    def judge(self, content: ContentDocument) -> None:
        stored = self.stored.get((content.kind, content.ref))
        name = f"{content.kind}:{content.ref}"
        if stored is None:
            self._do("create", 0, content)
            self.report.published.append(name)
        elif content.body_hash == stored.base_hash:
            self._unchanged(stored, content)
        elif content.body_hash == stored.current_hash:
            self._do("move_base", stored.id, content)
            self.report.unchanged += 1
        elif stored.edited:
            self._conflict(stored, content, name)
        else:
            self._changed(stored, content, name)

    def _do(self, act: str, row_id: int, content: ContentDocument) -> None:
        self.acts.append((act, row_id, content))

    def _unchanged(self, stored: _State, content: ContentDocument) -> None:
        revives = stored.state == "retired" and publishing.state_of(content) != "retired"
        if revives and not stored.edited:
            self._do("revive", stored.id, content)
            self.report.published.append(f"{content.kind}:{content.ref}")
            return
        if stored.path != content.path:
            self._do("move", stored.id, content)
        self.report.unchanged += 1

    def _changed(self, stored: _State, content: ContentDocument, name: str) -> None:
        version_id = stored.current_version_id
        if version_id is not None:
            old = load_version(self.session, version_id).content
            if publishing.differs_in_key_only(old, content):
                if publishing.has_answers(self.session, version_id):
                    reason = str(publishing.KeyInUseError(content.ref))
                    self.report.conflicts.append({"ref": name, "reason": reason})
                    return
                self._do("change_key", stored.id, content)
                self.report.published.append(name)
                return
        self._do("publish", stored.id, content)
        self.report.published.append(name)

    def _conflict(self, stored: _State, content: ContentDocument, name: str) -> None:
        self.report.conflicts.append(
            {"ref": name, "reason": "edited in the browser and in its file"}
        )
        known = self.session.scalar(
            select(VersionRow.id)
            .where(
                VersionRow.document_id == stored.id,
                VersionRow.body_hash == content.body_hash,
            )
            .limit(1)
        )
        if known is None:
            self._do("propose", stored.id, content)
            self.report.proposed.append(name)

    def judge_missing(self, present: set[tuple[str, str]]) -> None:
        for (kind, ref), stored in self.stored.items():
            if (kind, ref) in present or stored.base_hash is None or stored.state == "retired":
                continue
            name = f"{kind}:{ref}"
            if stored.edited:
                self.report.conflicts.append(
                    {"ref": name, "reason": "edited in the browser, and its file is gone"}
                )
            else:
                self.acts.append(("retire", stored.id, None))
                self.report.retired.append(name)

    def carry_out(self, act: str, row_id: int, content: ContentDocument | None) -> None:
        session, now = self.session, self.now
        if content is None:
            session.get_one(DocumentRow, row_id).state = "retired"
            return
        if act == "create":
            row = publishing.add_document(session, content, now)
        else:
            row = session.get_one(DocumentRow, row_id)
        if act in ("create", "publish"):
            version_id = publishing.add_version(
                session, row, content, source="file", state="published", now=now
            )
            publishing.publish(session, row, version_id, content)
            row.file_version_id, row.path = version_id, content.path
        elif act == "change_key":
            publishing.change_key(session, row, content, reason="changed in its file", now=now)
            row.path = content.path
        elif act == "propose":
            publishing.add_version(session, row, content, source="file", state="proposed", now=now)
        elif act == "move_base":
            row.file_version_id, row.path = row.current_version_id, content.path
        elif act in ("move", "revive"):
            row.path, row.state = content.path, publishing.state_of(content)


def _stored(session: Session) -> dict[tuple[str, str], _State]:
    """Every stored document with the hash of its base and of what learners get."""
    by_file, by_anyone = _key_hashes(session, True), _key_hashes(session, False)
    hashes = dict(session.execute(select(VersionRow.id, VersionRow.body_hash)).all())
    stored = {}
    for row in session.execute(
        select(
            DocumentRow.id,
            DocumentRow.kind,
            DocumentRow.ref,
            DocumentRow.state,
            DocumentRow.path,
            DocumentRow.file_version_id,
            DocumentRow.current_version_id,
        )
    ):
        base, current = row.file_version_id, row.current_version_id
        base_hash = by_file.get(base) or hashes.get(base) if base else None
        current_hash = by_anyone.get(current) or hashes.get(current) if current else None
        edited = base is not None and (base != current or base_hash != current_hash)
        stored[(row.kind, row.ref)] = _State(
            row.id, row.state, row.path, base_hash, current_hash, edited, current
        )
    return stored


def _key_hashes(session: Session, of_files: bool) -> dict[int, str]:
    """Hash of the newest key of each version; only keys that came from files if asked."""
    newest = select(func.max(KeyRow.id)).group_by(KeyRow.version_id)
    if of_files:
        newest = newest.where(KeyRow.author_id.is_(None))
    rows = session.execute(select(KeyRow.version_id, KeyRow.body_hash).where(KeyRow.id.in_(newest)))
    return dict(rows.all())


def export_changed(session: Session, folder: Path) -> list[str]:
    """Write the documents that differ from their files into a folder; returns the paths."""
    written = []
    for _, stored in sorted(_stored(session).items()):
        if stored.current_version_id is None or stored.base_hash == stored.current_hash:
            continue
        content = load_version(session, stored.current_version_id).content
        for path, text in write_files(content).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            written.append(path)
    return written
