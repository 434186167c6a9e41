"""Rows of the insights."""

from __future__ import annotations

from tests.permissions.rows import row

ROWS = {"insights.index": row("ivan irma sven ada")}
