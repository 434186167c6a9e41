"""Every migration goes up, down and up again on a filled database, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select

from app import create_app
from app.config import ROOT
from app.extensions import db
from app.models import Base, DocumentRow, UserRow
from app.operations.content_files import load_files
from app.operations.content_sync import sync_files
from tests.databases import postgres_server
from tests.personas import ROLES, START, build_school

MIGRATIONS = str(ROOT / "migrations")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "postgresql":
        with postgres_server() as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path / 'migrated.sqlite3'}"


@pytest.fixture
def bare(engine_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database."""
    app = create_app(
        env="testing",
        data_dir=tmp_path,
        database_url=engine_url,
        secret_key="for tests alone, and long enough for them",
    )
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def fill() -> None:
    sync_files(db.session(), load_files([ROOT]), START)
    build_school(db.session())
    db.session.remove()


def test_the_steps_make_what_the_models_say(bare: Flask) -> None:
    upgrade(directory=MIGRATIONS)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_filled_database_goes_down_and_up_and_works_again(bare: Flask) -> None:
    upgrade(directory=MIGRATIONS)
    fill()
    downgrade(directory=MIGRATIONS, revision="base")
    assert tables() == set()
    upgrade(directory=MIGRATIONS)
    fill()
    assert db.session.scalar(select(func.count()).select_from(UserRow)) == len(ROLES)
    assert db.session.scalar(select(func.count()).select_from(DocumentRow))


def test_an_upgrade_that_has_nothing_to_do_loses_nothing(bare: Flask) -> None:
    upgrade(directory=MIGRATIONS)
    fill()
    upgrade(directory=MIGRATIONS)
    assert db.session.scalar(select(func.count()).select_from(UserRow)) == len(ROLES)
