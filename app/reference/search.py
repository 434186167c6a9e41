"""Search as one types, over codes, titles, inclusion terms and notes of the code book."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from app.domain.codesets.values import SearchResult, System
from app.reference.entries import Entries, Row
from app.reference.query import Group, Query, parse
from app.reference.ranking import Hit, Tier, ranked, reasons
from app.reference.sources import FIRST_ID
from app.reference.vocabulary import Vocabulary

_TIERS: tuple[tuple[Tier, str], ...] = (
    ("title", "{title} : "),
    ("terms", "{title terms} : "),
    ("notes", ""),
)
_CANDIDATES: dict[System, int] = {"cm": 100, "pcs": 50, "drg": 15}
_MOST_ENTRIES = 1_000_000
_SHOWN_NOTES = frozenset({"code_first", "use_additional", "code_also", "excludes1"})
_CODE = re.compile(r"[A-Z][0-9][0-9A-Z]{0,5}|[0-9A-HJ-NP-Z]{2,7}")
_SYSTEM_WORDS: dict[str, System] = {"drg": "drg", "msdrg": "drg", "cm": "cm", "pcs": "pcs"}
_COLUMNS = "e.id, e.system, e.code, e.title, e.billable"


class Search:
    """Search in one open code book."""

    def __init__(self, db: sqlite3.Connection, entries: Entries) -> None:
        self._db = db
        self._entries = entries

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(dict(self._db.execute("SELECT word, entries FROM word").fetchall()))

    def results(self, text: str, system: System | None, limit: int) -> list[SearchResult]:
        """Best first: the exact code and those that begin so, or titles, inclusion terms, notes.

        A first word ``drg``, ``cm`` or ``pcs`` chooses the code set.
        """
        text, system = _with_named_system(text, system)
        systems: Sequence[System] = (system,) if system else tuple(FIRST_ID)
        query = parse(text, self._vocabulary)
        hits = {hit.id: hit for hit in self._by_code(text, systems, limit)}
        if not hits:
            hits = {hit.id: hit for hit in self._by_words(query, systems, limit)}
        return [self._result(hit, query, text) for hit in list(hits.values())[:limit]]

    def _by_code(self, text: str, systems: Sequence[System], limit: int) -> list[Hit]:
        """The code typed, with or without dot and spaces, then those that begin so."""
        bare = _bare(text)
        if not _CODE.fullmatch(bare) or not any(letter.isdigit() for letter in bare):
            return []
        found: list[Hit] = []
        for system in systems:
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM entry e"  # noqa: S608
                " WHERE e.system = ? AND e.bare >= ? AND e.bare < ? ORDER BY e.bare LIMIT ?",
                (system, bare, bare + "~", limit),
            )
            found += [_hit(row, "code") for row in rows]
        return sorted(found, key=lambda hit: _bare(hit.code) != bare)

    def _by_words(self, query: Query, systems: Sequence[System], limit: int) -> list[Hit]:
        if not query.groups:
            return []
        found = self._heads(query, systems) + self._in_tiers(query.groups, systems, limit)
        if not found:
            found = self._with_fewer(query.groups, systems, limit)
        return found

    def _with_fewer(
        self, groups: Sequence[Group], systems: Sequence[System], limit: int
    ) -> list[Hit]:
        """Without the one word, the last first, that no entry has together with the others."""
        for left_out in reversed(range(len(groups) if len(groups) > 1 else 0)):
            fewer = [*groups[:left_out], *groups[left_out + 1 :]]
            if found := self._in_tiers(fewer, systems, limit):
                return found
        return []

    def _heads(self, query: Query, systems: Sequence[System]) -> list[Hit]:
        """The codes that a synonym leads to, in the order of its line."""
        hits = []
        for code in query.heads:
            row = self._db.execute(
                f"SELECT {_COLUMNS} FROM entry e"  # noqa: S608
                " WHERE e.system IN ('cm', 'pcs') AND e.code = ?",
                (code,),
            ).fetchone()
            if row and row[1] in systems:
                hits.append(_hit(row, "head"))
        return hits

    def _in_tiers(
        self, groups: Sequence[Group], systems: Sequence[System], limit: int
    ) -> list[Hit]:
        matched = " AND ".join(group.expression() for group in groups)
        found: dict[int, Hit] = {}
        for tier, columns in _TIERS:
            hits = [
                hit
                for system in systems
                for hit in self._matches(f"{columns}({matched})", system, tier)
                if hit.id not in found
            ]
            found |= {hit.id: hit for hit in ranked(hits, groups)}
            if sum(hit.system != "drg" for hit in found.values()) >= limit:
                break
        return sorted(found.values(), key=lambda hit: len(systems) > 1 and hit.system == "drg")

    def _matches(self, expression: str, system: System, tier: Tier) -> list[Hit]:
        """The first entries in the order of ids, which is the order among equals."""
        first = FIRST_ID[system]
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM search JOIN entry e ON e.id = search.rowid"  # noqa: S608
            " WHERE search MATCH ? AND search.rowid >= ? AND search.rowid < ?"
            " ORDER BY search.rowid LIMIT ?",
            (expression, first, first + _MOST_ENTRIES, _CANDIDATES[system]),
        )
        return [_hit(row, tier) for row in rows]

    def _result(self, hit: Hit, query: Query, text: str) -> SearchResult:
        levels = self._entries.lineage(hit.id)
        notes = self._entries.notes(levels)
        return SearchResult(
            system=hit.system,
            code=hit.code,
            title=hit.title,
            billable=bool(hit.billable),
            why=self._why(hit, query, text, levels),
            path=self._entries.path(levels),
            notes=tuple(note for note in notes if note.kind in _SHOWN_NOTES),
        )

    def _why(self, hit: Hit, query: Query, text: str, levels: list[Row]) -> str:
        if hit.tier == "code":
            bare = _bare(text)
            return "code" if _bare(hit.code) == bare else f"code begins with {bare}"
        if hit.tier == "head" and query.heads_why:
            return query.heads_why
        terms = self._index_terms(hit.code) if hit.system == "pcs" else ()
        why = reasons(hit.title, query.groups, self._entries.notes(levels), terms)
        why += [f"without: {word}" for word in query.unknown]
        return "; ".join(why) or "title"

    def _index_terms(self, code: str) -> list[str]:
        """Terms of the ICD-10-PCS index that lead to a beginning of the code."""
        beginnings = [code[:length] for length in range(3, 8)]
        rows = self._db.execute(
            "SELECT term FROM pcs_index_prefix WHERE prefix IN (?, ?, ?, ?, ?)", beginnings
        )
        return [term for (term,) in rows]


def _hit(row: tuple[Any, ...], tier: Tier) -> Hit:
    number, system, code, title, billable = row
    return Hit(number, system, code, title, billable, tier)


def _with_named_system(text: str, system: System | None) -> tuple[str, System | None]:
    first, _, rest = text.strip().partition(" ")
    named = _SYSTEM_WORDS.get(first.replace("-", "").lower())
    return (rest, named) if named and rest.strip() else (text, system)


def _bare(text: str) -> str:
    return re.sub(r"[\s.-]", "", text).upper()
