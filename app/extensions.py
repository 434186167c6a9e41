"""The extensions of the application, and the one door through which anything is written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

log = structlog.get_logger()

db = SQLAlchemy(session_options={"expire_on_commit": False})
login = LoginManager()
csrf = CSRFProtect()

LOCK_PATIENCE = 10.0
"""Seconds for which a write waits for another writer on SQLite."""
LONG_WRITE = 0.05
"""Seconds after which a write transaction is worth a line in the log."""

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class WriteOutsideError(RuntimeError):
    """A row was to be changed outside ``writing``."""


class PendingChangesError(RuntimeError):
    """``writing`` was entered with changes that were made before the write lock was taken."""


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """Hold the write transaction: end the read, take the lock, commit once at the end.

    Prepare everything before; only statements belong inside. Raises PendingChangesError when the
    session has changes from before, and re-raises whatever happens inside after a rollback.
    """
    if session.new or session.dirty or session.deleted:
        raise PendingChangesError("change rows inside writing(), not before it")
    session.commit()  # a rollback would expire every loaded object
    token = _writing.set(True)
    started = time.monotonic()
    try:
        session.connection()
        started = time.monotonic()
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)
        held = time.monotonic() - started
        if held > LONG_WRITE:
            log.warning("long_write", seconds=round(held, 3))


def watch_engine(engine: Engine) -> None:
    """Take transaction control from the driver and guard the door of ``writing``."""
    event.listen(engine, "before_cursor_execute", _refuse_stray_writes)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 5000",
        "cache_size = -8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    raw: Any = connection.connection.driver_connection
    if not _writing.get():
        raw.execute("BEGIN")
        return
    raw.execute("PRAGMA busy_timeout = 2")
    try:
        _begin_immediate(raw)
    finally:
        raw.execute("PRAGMA busy_timeout = 5000")


def _begin_immediate(raw: sqlite3.Connection) -> None:
    """Retry every 2 ms: SQLite's own handler backs off and starves whoever waited longest."""
    deadline = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.002)


_CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def _refuse_stray_writes(
    _conn: Connection, _cursor: Any, statement: str, _params: Any, context: Any, _many: bool
) -> None:
    if _writing.get() or not statement.lstrip()[:7].upper().startswith(_CHANGES):
        return
    if context is not None and context.execution_options.get("migrating"):
        return
    raise WriteOutsideError(f"a write outside writing(): {statement[:80]}")
