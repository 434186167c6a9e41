"""Rows of the code book, which everyone may read."""

from __future__ import annotations

from tests.permissions.rows import row

ROWS = {
    "codebook.index": row("all"),
    "codebook.results": row("all"),
    "codebook.show_editions": row("all"),
    "codebook.guideline_list": row("all"),
    "codebook.guideline": row("all", make=lambda *_: {"number": "B3.2"}),
    "codebook.code": row("all", make=lambda *_: {"system": "cm", "code": "J18.9"}),
}
