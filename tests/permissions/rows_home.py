"""Rows of the routes for visitors."""

from __future__ import annotations

from tests.permissions.rows import row

ROWS = {
    "home.index": row("all"),
    "home.answer": row("all", data={"item": "unknown"}, fine=(404,)),
    "home.sample_chart": row("all"),
    "home.sample_submit": row("all"),
}
