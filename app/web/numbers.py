"""Numbers that people may type into an address: ids and pages, never larger than a table holds."""

from __future__ import annotations

MOST_ID = 2**31 - 1
"""The largest id that a table can hold; no database is asked for a larger one."""


def row_number(text: str) -> int:
    """Read an id or a page, as ``type=`` of a request's values; raises ValueError for others."""
    number = int(text)
    if not 0 <= number <= MOST_ID:
        raise ValueError(f"{text[:20]} is no id")
    return number
