"""Reads codes and headings with their hierarchy and notes out of the code book."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.domain.codesets.values import Axis, CodeEntry, Note, Severity, System
from app.reference.pcs import AXES

_COLUMNS = "id, system, code, title, billable, parent, severity, poa_exempt, first_day, last_day"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table of entries; days are ISO dates, None for headings."""

    id: int
    system: System
    code: str
    title: str
    billable: int
    parent: int | None
    severity: Severity | None
    poa_exempt: int
    first_day: str | None
    last_day: str | None

    @property
    def in_force(self) -> tuple[date, date] | None:
        if self.first_day is None or self.last_day is None:
            return None
        return date.fromisoformat(self.first_day), date.fromisoformat(self.last_day)


class Entries:
    """Entries of one open code book; rows and notes are immutable, so they are kept."""

    def __init__(self, db: sqlite3.Connection, edition: str) -> None:
        self._db = db
        self._edition = edition
        self._rows = lru_cache(20_000)(self._load_row)
        self._notes = lru_cache(20_000)(self._load_notes)

    def find(self, system: System, code: str) -> Row | None:
        """The row of a code or heading."""
        values = self._db.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE system = ? AND code = ?",  # noqa: S608
            (system, code),
        ).fetchone()
        return Row(*values) if values else None

    def lineage(self, number: int) -> list[Row]:
        """The row with this id, then its ancestors up to the chapter."""
        found = [self._rows(number)]
        while (parent := found[-1].parent) is not None:
            found.append(self._rows(parent))
        return found

    def _load_row(self, number: int) -> Row:
        values = self._db.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE id = ?",  # noqa: S608
            (number,),
        ).fetchone()
        return Row(*values)

    def load(self, row: Row) -> CodeEntry:
        """Everything that the book says of a code or heading."""
        levels = self.lineage(row.id)
        return CodeEntry(
            system=row.system,
            code=row.code,
            title=row.title,
            billable=bool(row.billable),
            parent=levels[1].code if len(levels) > 1 else None,
            path=self.path(levels),
            children=self._children(row.id),
            notes=self.notes(levels),
            seventh=self._seventh(levels),
            severity=row.severity,
            poa_exempt=bool(row.poa_exempt),
            axes=self.axes(row.code) if row.system == "pcs" else (),
            edition=self._edition,
            in_force=row.in_force,
        )

    def path(self, levels: list[Row]) -> tuple[tuple[str, str], ...]:
        """From the chapter down to the parent; for ICD-10-PCS section, body system, operation."""
        code = levels[0].code
        if levels[0].system == "pcs":
            titles = self._axis_titles(code)[:3]
            return tuple((code[: place + 1], title) for place, title in enumerate(titles))
        return tuple((level.code, level.title) for level in reversed(levels[1:]))

    def notes(self, levels: list[Row]) -> tuple[Note, ...]:
        """Own notes, then those of each level above; inclusion terms are not inherited.

        A code with a seventh character keeps the inclusion terms of the code that it extends.
        """
        own = 2 if levels[0].system == "cm" and len(levels[0].code) == 8 else 1
        return tuple(
            note
            for distance, level in enumerate(levels)
            for note in self._notes(level.id, level.code)
            if distance < own or note.kind != "inclusion_term"
        )

    def _load_notes(self, number: int, code: str) -> tuple[Note, ...]:
        found = self._db.execute(
            "SELECT kind, text, codes FROM note WHERE entry = ? ORDER BY position", (number,)
        )
        return tuple(
            Note(kind, text, code, tuple(codes.split("|")) if codes else ())
            for kind, text, codes in found
        )

    def _children(self, number: int) -> tuple[tuple[str, str], ...]:
        found = self._db.execute(
            "SELECT code, title FROM entry WHERE parent = ? ORDER BY position", (number,)
        )
        return tuple(found.fetchall())

    def _seventh(self, levels: list[Row]) -> tuple[tuple[str, str], ...]:
        for level in levels:
            found = self._db.execute(
                "SELECT character, title FROM seventh WHERE entry = ? ORDER BY position",
                (level.id,),
            ).fetchall()
            if found:
                return tuple(found)
        return ()

    def axes(self, code: str) -> tuple[Axis, ...]:
        """The seven axes of an ICD-10-PCS code; empty outside the sections 0 and 1."""
        definitions = dict(
            self._db.execute(
                "SELECT position, definition FROM pcs_definition WHERE section = ?1"
                " AND (position, value) IN (VALUES (3, ?2), (5, ?3))",
                (code[0], code[2], code[4]),
            ).fetchall()
        )
        return tuple(
            Axis(place, code[place - 1], AXES[place - 1], title, definitions.get(place, ""))
            for place, title in enumerate(self._axis_titles(code), 1)
        )

    def _axis_titles(self, code: str) -> list[str]:
        found = self._db.execute("SELECT titles FROM pcs_axes WHERE code = ?", (code,)).fetchone()
        return found[0].split("\t") if found else []
