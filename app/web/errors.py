"""Pages of our own for what goes wrong: what happened, what is safe, what to do next."""

from __future__ import annotations

import sqlite3
from typing import Any

import structlog
from flask import Flask, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, OperationalError
from werkzeug.exceptions import HTTPException

from app.extensions import db
from app.reference.errors import CodeBookMissing
from app.web.viewer import Visitor

log = structlog.get_logger()
PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 429, 500, 503})


def _page(status: int, **details: Any) -> tuple[Any, int]:
    reference = g.get("request_id", "")
    if request.accept_mimetypes.best == "application/json":
        return jsonify(error=details.get("message", ""), reference=reference), status
    name = status if status in PAGES else (500 if status >= 500 else 400)
    name = {401: 403, 405: 404}.get(name, name)
    return (
        render_template(f"errors/{name}.html", request_id=reference, **details),
        status,
    )


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    log.info("refused", id=g.get("request_id"), status=status, reason=error.description)
    return _page(status, message=_message(error))


def _message(error: HTTPException) -> str:
    """The sentence that the view gave; the library's own ones are for developers."""
    description = error.description or ""
    return "" if description == type(error).description else description


def _csrf(error: CSRFError) -> Any:
    log.info("refused", id=g.get("request_id"), status=400, reason="csrf")
    return _page(400, message="This page had been open too long, or cookies are off.", stale=True)


def _forget_viewer() -> None:
    """The page that follows asks nothing of the database, not even who looks."""
    db.session.rollback()
    g._login_user = Visitor()


def _unavailable(error: Exception) -> Any:
    """The database is locked, missing or not upgraded; the code book is missing."""
    _forget_viewer()
    log.error("unavailable", id=g.get("request_id"), reason=str(error).splitlines()[0])
    return _page(503)


def _crash(error: Exception) -> Any:
    _forget_viewer()
    log.exception("crash", id=g.get("request_id"))
    return _page(500)


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    for kind in (OperationalError, DatabaseError, sqlite3.OperationalError, CodeBookMissing):
        app.register_error_handler(kind, _unavailable)
    if not app.config["TESTING"]:
        app.register_error_handler(Exception, _crash)
