"""A bare Flask application on the same database file: the floor that ratios are taken from."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine

PAGE = "<!doctype html><title>Bare</title><h1>{}</h1><p>{}</p><p>{}</p>"


def bare_app(url: str) -> Flask:
    """``/page`` sends three queries, ``/save`` commits one statement."""
    app, engine = Flask("bare"), _engine(url)

    @app.get("/page")
    def page() -> str:
        with engine.connect() as connection:
            parts = [
                connection.execute(text(query), {"id": 1}).scalar()
                for query in (
                    "SELECT name FROM users WHERE id = :id",
                    "SELECT title FROM documents WHERE id = :id",
                    "SELECT number FROM document_versions WHERE id = :id",
                )
            ]
        return PAGE.format(*parts)

    @app.post("/save")
    def save() -> str:
        with engine.begin() as connection:
            connection.execute(text("UPDATE bare_saves SET n = n + 1 WHERE id = 1"))
        return "saved"

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS bare_saves (id INTEGER, n INTEGER)"))
        connection.execute(text("INSERT INTO bare_saves VALUES (1, 0)"))
    return app


def _engine(url: str) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def durable(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    return engine
