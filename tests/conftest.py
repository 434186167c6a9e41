"""Fixtures that every part shares: the application, its clock, its people and their pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from app import create_app
from app.config import ROOT
from app.extensions import db
from app.operations.content_files import load_files
from app.operations.content_sync import sync_files
from app.operations.library import forget_all
from tests.databases import Database, PostgresDatabase, SqliteDatabase, postgres_server
from tests.pages import Pages
from tests.personas import NOW, START, School, build_school, read_school

pytest_plugins = ["tests.reference_book"]


class FakeClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def set(self, at: datetime) -> None:
        self.at = at

    def move(self, **amount: float) -> datetime:
        self.at += timedelta(**amount)
        return self.at


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="engine to test on"
    )


@pytest.fixture(scope="session")
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    if request.config.getoption("--database") == "postgresql":
        with postgres_server() as url:
            yield PostgresDatabase(url)
    else:
        yield SqliteDatabase(tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def built_app(database: Database, book_dir: Path) -> Iterator[Flask]:
    """The application on a database with the schema, the shipped content and the personas."""
    for name in [n for n in os.environ if n.startswith("CHARTROOM_")]:
        if name != "CHARTROOM_TEST_BOOK_DIR":
            del os.environ[name]
    app = create_app(
        env="testing",
        data_dir=book_dir,
        database_url=database.url,
        secret_key="for tests alone, and long enough for them",
    )
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        sync_files(db.session(), load_files([ROOT]), START)
        build_school(db.session())
        db.session.remove()
    database.keep(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def app(built_app: Flask, database: Database, clock: FakeClock) -> Flask:
    """The application on a fresh copy of the database, with a clock that stands still."""
    database.restore(built_app)
    forget_all()
    built_app.extensions["clock"] = clock
    return built_app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session as services get it; no application context is pushed, so none can leak."""
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as own:
        yield own


@pytest.fixture
def school(session: Session) -> School:
    """Ids of the personas, their classes and organisations."""
    ids = read_school(session)
    session.commit()
    return ids


@pytest.fixture
def pages(app: Flask) -> Pages:
    """A visitor's browser; ``pages.as_("ana")`` is Ana's."""
    return Pages(app)
