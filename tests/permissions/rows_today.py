"""Rows of the routes of today."""

from __future__ import annotations

from tests.permissions.rows import SIGNED_IN, row

ROWS = {"today.index": row(SIGNED_IN)}
