"""What the routes of charts share: the blueprint, the code sets, parts of the workspace."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from app.domain.charts.values import Chart
from app.features.charts import desk, service
from app.features.charts.queries import Attempt
from app.reference import MsDrgGrouper, SqliteCodeBook, open_book, open_grouper

bp = Blueprint("charts", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]
KEPT = ("document", "find", "q", "system")
"""Arguments of the workspace's address that stay while something else changes."""


def code_book() -> SqliteCodeBook:
    """The code book of this process."""
    return open_book(current_app.config["CHARTROOM"].data_dir)


def grouper() -> MsDrgGrouper:
    """The grouper of this process."""
    return open_grouper(current_app.config["CHARTROOM"].data_dir)


def partial() -> bool:
    """Whether a script asks for a part of the page."""
    return request.headers.get("HX-Request-Type") == "partial"


def workspace_address(attempt_id: int, **changed: str) -> str:
    """The workspace as it is shown now, with some of it changed."""
    wanted = {**{name: request.args.get(name, "")[:200] for name in KEPT}, **changed}
    given: dict[str, Any] = {name: value for name, value in wanted.items() if value}
    return url_for("charts.attempt", attempt_id=attempt_id, **given)


def sheet_context(found: Attempt, shown: Chart) -> dict[str, Any]:
    """What ``charts/_sheet.html`` needs."""
    return {
        "attempt": found,
        "view": desk.sheet_view(shown, found.sheet, code_book(), grouper()),
        "can_undo": service.can_undo(found),
    }


def undo_address(found: Attempt) -> str:
    """Where the toast's Undo is posted to."""
    return url_for("charts.sheet", attempt_id=found.id, act="undo", revision=found.revision)
