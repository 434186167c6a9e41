"""The sync of content files: nobody's edit is lost."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.config import ROOT
from app.domain.content.reader import read_body
from app.domain.content.values import ContentDocument
from app.extensions import writing
from app.models import AnswerRow, DocumentRow, KeyRow, SittingRow, VersionRow
from app.operations import publishing
from app.operations.content_conflicts import conflicts
from app.operations.content_files import load_files
from app.operations.content_sync import SyncError, export_changed, sync_files
from app.operations.library import current, load_version
from tests.personas import NOW, School

Files = dict[str, str]
ITEM = Path(ROOT, "question_bank/items/d1/d1-index-retrieval.yml")
PATH = ITEM.relative_to(ROOT).as_posix()
REF = ITEM.stem


@pytest.fixture(scope="module")
def files() -> Files:
    return load_files([ROOT])


def changed(files: Files, old: str, new: str, path: str = PATH) -> Files:
    assert old in files[path]
    return {**files, path: files[path].replace(old, new, 1)}


def reworded(files: Files) -> Files:
    return changed(files, "stem: |\n  ", "stem: |\n  Reworded. ")


def stored(session: Session, ref: str = REF) -> DocumentRow:
    return session.scalars(
        select(DocumentRow)
        .where(DocumentRow.kind == "item", DocumentRow.ref == ref)
        .execution_options(populate_existing=True)
    ).one()


def edit_in_browser(session: Session, files: Files, author: int) -> ContentDocument:
    """Publish a version as an instructor's edit does."""
    text = files[PATH].replace("stem: |\n  ", "stem: |\n  Edited. ", 1)
    content, problems = read_body("item", text, PATH)
    assert content is not None, problems
    row = stored(session)
    with writing(session):
        version = publishing.add_version(
            session, row, content, source="browser", state="published", now=NOW, author_id=author
        )
        publishing.publish(session, row, version, content)
    return content


def test_a_second_sync_changes_nothing(session: Session, files: Files) -> None:
    report = sync_files(session, files, NOW)
    assert not report.changed
    assert report.conflicts == []


def test_a_changed_file_becomes_a_version_and_the_old_one_stays(
    session: Session, files: Files
) -> None:
    before = stored(session).current_version_id
    report = sync_files(session, reworded(files), NOW)
    assert report.published == [f"item:{REF}"]
    after = stored(session).current_version_id
    assert after != before
    assert before is not None
    assert "Reworded" not in load_version(session, before).content.body
    assert after is not None
    assert "Reworded" in load_version(session, after).content.body


def test_an_edit_of_the_browser_is_never_overwritten(
    session: Session, files: Files, school: School
) -> None:
    edit = edit_in_browser(session, files, school.users["ivan"])
    report = sync_files(session, reworded(files), NOW)
    assert [c["ref"] for c in report.conflicts] == [f"item:{REF}"]
    loaded = current(session, "item", REF)
    assert loaded is not None
    assert loaded.content.body == edit.body
    assert [one.ref for one in conflicts(session)] == [REF]


def test_a_conflict_is_stored_once_however_often_one_syncs(
    session: Session, files: Files, school: School
) -> None:
    edit_in_browser(session, files, school.users["ivan"])
    for _ in range(3):
        sync_files(session, reworded(files), NOW)
    proposed = session.scalar(
        select(func.count()).select_from(VersionRow).where(VersionRow.state == "proposed")
    )
    assert proposed == 1


def test_an_edit_that_came_back_through_its_file_is_no_conflict(
    session: Session, files: Files, school: School
) -> None:
    edit = edit_in_browser(session, files, school.users["ivan"])
    back = {**files, PATH: edit.body}
    assert sync_files(session, back, NOW).conflicts == []
    row = stored(session)
    assert row.file_version_id == row.current_version_id
    assert sync_files(session, reworded(back), NOW).published == [f"item:{REF}"]


def test_a_file_that_is_gone_retires_its_document_and_returns_it_later(
    session: Session, files: Files
) -> None:
    less = {path: text for path, text in files.items() if path != PATH}
    assert sync_files(session, less, NOW).retired == [f"item:{REF}"]
    assert stored(session).state == "retired"
    sync_files(session, files, NOW)
    assert stored(session).state == "live"


def test_a_new_key_alone_makes_a_key_and_no_version(session: Session, files: Files) -> None:
    before = stored(session).current_version_id
    other = files[PATH].replace("rationale: |\n", "rationale: |\n      Also this.\n", 1)
    if other == files[PATH]:
        other = files[PATH].replace("rationale: ", "rationale: Also this. ", 1)
    sync_files(session, {**files, PATH: other}, NOW)
    assert stored(session).current_version_id == before
    numbers = session.scalars(
        select(KeyRow.number).where(KeyRow.version_id == before).order_by(KeyRow.number)
    ).all()
    assert numbers == [1, 2]
    assert before is not None
    assert "Also this." in load_version(session, before).content.body


def test_the_key_of_an_answered_item_is_kept_and_the_file_is_a_conflict(
    session: Session, files: Files, school: School
) -> None:
    version = stored(session).current_version_id
    assert version is not None
    with writing(session):
        sitting = SittingRow(
            kind="practice",
            user_id=school.users["ana"],
            number=1,
            state="open",
            seed=1,
            started_at=NOW,
            item_count=1,
            created_at=NOW,
        )
        session.add(sitting)
        session.flush()
        session.add(
            AnswerRow(
                sitting_id=sitting.id,
                position=1,
                version_id=version,
                option_order="0123",
                response="[0]",
                saved_at=NOW,
            )
        )
    other = files[PATH].replace("rationale: ", "rationale: Also this. ", 1)
    other = other.replace("rationale: Also this. |\n", "rationale: |\n      Also this.\n", 1)
    report = sync_files(session, {**files, PATH: other}, NOW)
    assert "has been answered" in report.conflicts[0]["reason"]
    assert "Also this" not in load_version(session, version).content.body


def test_one_invalid_file_stops_the_whole_sync(session: Session, files: Files) -> None:
    broken = {**reworded(files), "content/glossary.yml": "- term: [broken\n"}
    with pytest.raises(SyncError, match="glossary"):
        sync_files(session, broken, NOW)
    loaded = current(session, "item", REF)
    assert loaded is not None
    assert "Reworded" not in loaded.content.body


def test_a_dry_run_tells_and_writes_nothing(session: Session, files: Files) -> None:
    report = sync_files(session, reworded(files), NOW, dry_run=True)
    assert report.published == [f"item:{REF}"]
    assert not json.dumps(report.conflicts).strip("[]")
    assert sync_files(session, files, NOW + timedelta(days=1)).changed is False


def test_an_export_writes_what_differs_and_syncs_back_to_nothing(
    session: Session, files: Files, school: School, tmp_path: Path
) -> None:
    edit_in_browser(session, files, school.users["ivan"])
    written = export_changed(session, tmp_path)
    assert written == [PATH]
    exported = {**files, PATH: (tmp_path / PATH).read_text(encoding="utf-8")}
    assert sync_files(session, exported, NOW).conflicts == []
