"""Both engines in one run: an application on SQLite and one on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import create_app
from app.config import ROOT
from app.extensions import db, writing
from app.features.exams import service
from app.operations import people
from tests import exam_bank
from tests.databases import postgres_server
from tests.personas import NOW, build_school


@dataclass
class Ground:
    """An application's engine with the personas and the made-up bank, and Ana's id."""

    app: Flask
    engine: Engine
    ana: int

    def session(self) -> Session:
        return Session(self.engine, expire_on_commit=False)

    def start(self, name: str) -> int:
        """An open exam of a new learner with options in one order; returns the sitting's id."""
        with self.session() as session:
            with writing(session):
                learner = people.create(
                    session,
                    name=name,
                    email=f"{name}@learner.example",
                    password_hash=None,
                    now=NOW,
                )
            return service.start(session, "tiny", learner, 7, NOW)


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    with postgres_server() as url:
        yield url


def _ground(url: str, folder: Path) -> Ground:
    app = create_app(env="testing", data_dir=folder, database_url=url, secret_key="s" * 40)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        school = build_school(db.session())
        exam_bank.install(db.session(), NOW)
        db.session.remove()
        return Ground(app, db.engine, school.users["ana"])


@pytest.fixture(scope="module")
def on_postgres(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    ground = _ground(postgres_url, tmp_path_factory.mktemp("postgres"))
    yield ground
    ground.engine.dispose()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("sqlite")
    ground = _ground(f"sqlite:///{folder / 'live.sqlite3'}", folder)
    yield ground
    ground.engine.dispose()


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def ground(request: pytest.FixtureRequest) -> Ground:
    """The same test on each engine."""
    found: Ground = request.getfixturevalue(request.param)
    return found
