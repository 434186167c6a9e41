"""Whatever the order of edits, syncs, exports and moved files: no saved edit is lost."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import ROOT
from app.domain.content.reader import read_body
from app.domain.content.values import ContentDocument
from app.extensions import writing
from app.models import DocumentRow, VersionRow
from app.operations import publishing
from app.operations.content_files import load_files
from app.operations.content_sync import export_changed, sync_files
from app.operations.library import load_version
from tests.personas import NOW, School

FOLDER = "question_bank/items/d1"
PLAIN = Path(ROOT, FOLDER, "d1-index-retrieval.yml").read_text(encoding="utf-8")
numbers = itertools.count(1)

acts = st.lists(
    st.tuples(
        st.sampled_from(["file", "browser", "sync", "export", "move", "remove"]),
        st.integers(0, 1),
    ),
    min_size=3,
    max_size=12,
)


class Bench:
    """Two items of one example: their files, their documents, and the edits that were saved."""

    def __init__(self, session: Session, author: int) -> None:
        self.session, self.author = session, author
        run = next(numbers)
        self.refs = [f"d1-interleaved-{run}-{n}" for n in range(2)]
        self.files = {f"{FOLDER}/{ref}.yml": self.body(ref, "Begun.") for ref in self.refs}
        self.saved: dict[str, list[str]] = {ref: [] for ref in self.refs}
        self.sync()

    @staticmethod
    def body(ref: str, words: str) -> str:
        named = PLAIN.replace("ref: d1-index-retrieval", f"ref: {ref}", 1)
        return named.replace("stem: |\n  ", f"stem: |\n  {words} ", 1)

    def path(self, ref: str) -> str | None:
        return next((p for p, text in self.files.items() if f"ref: {ref}\n" in text), None)

    def document(self, ref: str) -> DocumentRow:
        return self.session.scalars(
            select(DocumentRow)
            .where(DocumentRow.kind == "item", DocumentRow.ref == ref)
            .execution_options(populate_existing=True)
        ).one()

    def current(self, ref: str) -> ContentDocument:
        version = self.document(ref).current_version_id
        assert version is not None
        return load_version(self.session, version).content

    def file(self, ref: str) -> None:
        path = self.path(ref) or f"{FOLDER}/{ref}.yml"
        self.files[path] = self.body(ref, f"Written {next(numbers)}.")

    def browser(self, ref: str) -> None:
        row = self.document(ref)
        body = self.body(ref, f"Edited {next(numbers)}.")
        content, problems = read_body("item", body, row.path or "")
        assert content is not None, problems
        with writing(self.session):
            version = publishing.add_version(
                self.session, row, content,
                source="browser", state="published", now=NOW, author_id=self.author,
            )  # fmt: skip
            publishing.publish(self.session, row, version, content)
        self.saved[ref].append(content.body_hash)

    def move(self, ref: str) -> None:
        path = self.path(ref)
        if path is not None:
            self.files[f"{FOLDER}/moved-{next(numbers)}.yml"] = self.files.pop(path)

    def remove(self, ref: str) -> None:
        self.files.pop(self.path(ref) or "", None)

    def sync(self, _ref: str = "") -> None:
        """A sync leaves what was edited as learners get it, and a second one changes nothing."""
        kept = {ref: self.current(ref).body_hash for ref in self.refs if self.edited(ref)}
        done = sync_files(self.session, self.files, NOW)
        assert {ref: self.current(ref).body_hash for ref in kept} == kept
        again = sync_files(self.session, self.files, NOW)
        assert not again.changed
        assert again.conflicts == done.conflicts

    def edited(self, ref: str) -> bool:
        """Whether an edit of the browser has not come back through a file yet."""
        if not self.saved[ref]:
            return False
        row = self.document(ref)
        return row.file_version_id != row.current_version_id

    def export(self, _ref: str = "") -> None:
        """What is exported into the tree is what learners get, and leaves no conflict."""
        with tempfile.TemporaryDirectory() as folder:
            export_changed(self.session, Path(folder))
            written = load_files([Path(folder)])
        kept = {}
        for path, text in written.items():
            for ref in self.refs:
                if f"ref: {ref}\n" in text:
                    self.remove(ref)
                    self.files[path] = text
                    kept[ref] = self.current(ref).body_hash
        done = sync_files(self.session, self.files, NOW)
        assert {ref: self.current(ref).body_hash for ref in kept} == kept
        assert not [one for one in done.conflicts if one["ref"].removeprefix("item:") in kept]

    def check(self) -> None:
        """Every edit that was saved is a version of its document."""
        for ref, hashes in self.saved.items():
            of_document = VersionRow.document_id == self.document(ref).id
            stored = self.session.scalars(select(VersionRow.body_hash).where(of_document))
            assert set(hashes) <= set(stored)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(done=acts)
def test_no_order_of_edits_syncs_exports_and_moves_loses_an_edit(
    session: Session, school: School, done: list[tuple[str, int]]
) -> None:
    bench = Bench(session, school.users["ivan"])
    for act, which in done:
        getattr(bench, act)(bench.refs[which])
        bench.check()
    bench.sync()
    bench.check()
