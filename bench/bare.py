"""A bare Flask application on the same database: the floor that ratios are taken from.

It does what any small Flask application does: Flask-SQLAlchemy's session, a Jinja template, the
driver's own transactions, a durable commit. No sign-in, no permissions, no headers, no log.
"""

from __future__ import annotations

import os
from typing import Any

from flask import Flask, render_template_string
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, text

TEMPLATE = """<!doctype html><html lang="en"><title>{{ name }}</title><h1>{{ title }}</h1>
<ol>{% for n in numbers %}<li><label><input type="radio" name="choice" value="{{ n }}">{{ title }}
</label></li>{% endfor %}</ol></html>"""
QUERIES = (
    text("SELECT name FROM users WHERE id = :id"),
    text("SELECT title FROM documents WHERE id = :id"),
    text("SELECT number FROM document_versions WHERE id = :id"),
)
SAVE = text("UPDATE bare_saves SET n = n + 1 WHERE id = :id")


def create_app() -> Flask:
    """``/page`` sends three queries and renders, ``/save`` commits one statement."""
    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BENCH_DATABASE"]
    db = SQLAlchemy(app)
    with app.app_context():
        event.listen(db.engine, "connect", _durable)
        with db.engine.begin() as connection:
            connection.execute(
                text("CREATE TABLE IF NOT EXISTS bare_saves (id INTEGER, n INTEGER)")
            )
            connection.execute(text("INSERT INTO bare_saves VALUES (1, 0)"))

    @app.get("/page")
    def page() -> str:
        name, title, number = (db.session.execute(q, {"id": 1}).scalar() for q in QUERIES)
        return render_template_string(TEMPLATE, name=name, title=title, numbers=range(number + 3))

    @app.post("/save")
    def save() -> str:
        db.session.execute(SAVE, {"id": 1})
        db.session.commit()
        return "saved"

    return app


def _durable(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()
