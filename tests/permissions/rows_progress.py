"""Rows of the routes of progress."""

from __future__ import annotations

from tests.permissions.rows import STUDENTS, row

ROWS = {"progress.index": row(STUDENTS)}
