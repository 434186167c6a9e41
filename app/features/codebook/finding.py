"""What the search shows: each result with path, notes, facts and why it was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.domain.codesets.pcs import pcs_title
from app.domain.codesets.values import SearchResult, System
from app.reference import SqliteCodeBook
from app.web.chart_views import code_href
from app.web.code_view import notes_in_short

MOST_FOUND = 20
MOST_TYPED = 200
_NEAREST = 8
_WHY = {"code": "", "title": "in the title"}
SYSTEM_NAMES: dict[System, str] = {"cm": "ICD-10-CM", "pcs": "ICD-10-PCS", "drg": "MS-DRG"}
_CATEGORY = re.compile(r"[A-Z][0-9][0-9A-Z]")
_TABLE = re.compile(r"[0-9A-HJ-NP-Z]{3}")


@dataclass(frozen=True, slots=True)
class Found:
    """Results of a search; ``table`` is the beginning of procedure codes that was typed."""

    text: str
    system: System | None
    rows: list[dict[str, Any]]
    status: str
    table: str = ""


def system_of(text: str) -> System | None:
    """The code set that a form names; None for all of them, whatever else it says."""
    return next((system for system in SYSTEM_NAMES if system == text), None)


def find(book: SqliteCodeBook, text: str, system: System | None) -> Found:
    """Search as one types; nothing typed finds nothing."""
    text = text.strip()[:MOST_TYPED]
    if not text:
        return Found("", system, [], "")
    results = book.search(text, system, MOST_FOUND)
    rows = [result_view(one, book) for one in results]
    return Found(text, system, rows, _status(len(rows)), _table(book, text, system))


def _status(count: int) -> str:
    if count == 0:
        return "No codes found"
    codes = "1 code" if count == 1 else f"{count} codes"
    return f"First {codes}, best first" if count == MOST_FOUND else codes


def _table(book: SqliteCodeBook, text: str, system: System | None) -> str:
    prefix = re.sub(r"\s", "", text).upper()
    if system not in (None, "pcs") or not _TABLE.fullmatch(prefix):
        return ""
    return prefix if book.pcs_count(prefix) else ""


def result_view(one: SearchResult, book: SqliteCodeBook) -> dict[str, Any]:
    """One result for the list of results; ``billable`` is false where characters are missing."""
    brief = book.brief(one.system, one.code)
    category = bool(_CATEGORY.match(one.code)) and "-" not in one.code
    return {
        "code": one.code,
        "title": one.title or _spelled(book, one.code),
        "path": _path(one),
        "notes": notes_in_short(one.notes, 3, 110),
        "why": _WHY.get(one.why, one.why),
        "href": code_href(one.system, one.code),
        "billable": one.billable or one.system != "cm" or not category,
        "invalid": "",
        "system": SYSTEM_NAMES[one.system],
        "level": (brief.severity if brief else None) or "",
        "kind": _kind(one, category),
    }


def _kind(one: SearchResult, category: bool) -> str:
    if one.system == "drg":
        return ""
    if one.billable:
        return "Billable"
    if category:
        return ""
    return "Block" if "-" in one.code else "Chapter"


def _path(one: SearchResult) -> list[str]:
    """The block's title and the codes under it; section, body system and operation of PCS."""
    if one.system == "pcs":
        return [title for _, title in one.path]
    return [title for _, title in one.path[1:2]] + [code for code, _ in one.path[2:]]


def _spelled(book: SqliteCodeBook, code: str) -> str:
    entry = book.entry("pcs", code)
    return (pcs_title(entry) if entry else "") or "No title in the packages"


def nearest(book: SqliteCodeBook, system: System, code: str) -> list[dict[str, Any]]:
    """For a code that is not in the book: it in another code set, else those that begin alike."""
    others = [one for one in book.search(code, None, 1) if one.code == code]
    alike = (found for found in _beginning_alike(book, system, code) if found)
    results = others or next(alike, [])
    return [result_view(one, book) for one in results]


def _beginning_alike(
    book: SqliteCodeBook, system: System, code: str
) -> Iterator[list[SearchResult]]:
    bare = code.replace(".", "")
    for length in range(len(bare), 1, -1):
        found = book.search(bare[:length], system, _NEAREST)
        yield [one for one in found if one.why.startswith("code")]
