"""Health for load balancers and monitors."""

from __future__ import annotations

import structlog
from flask import Blueprint, current_app, jsonify
from flask.wrappers import Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.reference import open_book
from app.reference.errors import CodeBookMissing
from app.web.permissions import public

bp = Blueprint("system", __name__)
log = structlog.get_logger()


def _database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1 FROM organisations LIMIT 1"))
    except SQLAlchemyError as error:
        log.error("health", part="database", reason=str(error).splitlines()[0])
        return False
    return True


def _code_book_answers() -> bool:
    try:
        return open_book(current_app.config["CHARTROOM"].data_dir).exists("cm", "A00")
    except CodeBookMissing as error:
        log.error("health", part="code_book", reason=str(error))
        return False


@bp.get("/healthz")
@public
def healthz() -> tuple[Response, int]:
    parts = {"database": _database_answers(), "code_book": _code_book_answers()}
    fine = all(parts.values())
    return jsonify(status="ok" if fine else "unavailable", **parts), 200 if fine else 503
