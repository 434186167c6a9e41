"""Edits on a worksheet while it is written: code book and guidelines applied to the codes alone.

Nothing here looks at the key or the record, so no edit tells what the chart's coding should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from app.domain.charts.faults import fault_of
from app.domain.charts.worksheet import Sheet, SheetRow
from app.domain.codesets.notes import by_level, one_line, shortened
from app.domain.codesets.references import covers
from app.domain.codesets.values import CodeBook, CodeEntry, Note

EditKind = Literal["wrong", "warning", "info"]
_CATEGORY = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]+)?")

_PRESUMED_LINKS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("I10", ("I50", "I51.4", "I51.5", "I51.7", "I51.89", "I51.9"), "I.C.9.a.1", "heart disease"),
    ("I10", ("N18",), "I.C.9.a.2", "chronic kidney disease"),
    ("I11", ("N18",), "I.C.9.a.3", "chronic kidney disease"),
    ("I12", ("I50",), "I.C.9.a.3", "heart failure"),
    ("E11.9", ("N18",), "I.A.15", "chronic kidney disease"),
    ("E10.9", ("N18",), "I.A.15", "chronic kidney disease"),
)
"""A code, categories beside it, and the rule by which the Classification presumes a link."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One message about the row with this id; ``rule`` is its number in the guidelines."""

    row: int
    kind: EditKind
    rule: str
    text: str


def sheet_edits(sheet: Sheet, day: date, outpatient: bool, book: CodeBook) -> tuple[Edit, ...]:
    """Every edit of a worksheet on the day of discharge, in the order of the rules."""
    rows = sheet.diagnoses
    entries = {row.id: book.entry("cm", row.code) for row in rows}
    return (
        *_faults(sheet, day, book),
        *_first_place(rows, entries, outpatient),
        *_excludes1(rows, book),
        *_presumed(rows),
        *_code_first(rows, entries),
        *_use_additional(rows, entries),
    )


def _faults(sheet: Sheet, day: date, book: CodeBook) -> Iterator[Edit]:
    for row in sheet.diagnoses:
        if fault := fault_of(book, "cm", row.code, day):
            yield Edit(row.id, "wrong", fault.rule, f"{row.code} {fault.says}")
    for row in sheet.procedures:
        if fault := fault_of(book, "pcs", row.code, day):
            yield Edit(row.id, "wrong", fault.rule, f"{row.code} {fault.says}")


def _first_place(
    rows: Sequence[SheetRow], entries: dict[int, CodeEntry | None], outpatient: bool
) -> Iterator[Edit]:
    """Codes that never stand first: external causes (I.C.20) and manifestations (I.A.13)."""
    if not rows:
        return
    first, entry = rows[0], entries[rows[0].id]
    place = "first-listed" if outpatient else "principal"
    if first.code[:1] in tuple("VWXY"):
        text = f"An external cause is never the {place} diagnosis"
        yield Edit(first.id, "warning", "I.C.20", text)
    elif entry and "in diseases classified elsewhere" in entry.title:
        text = f"A manifestation is never the {place} diagnosis: its cause goes first"
        yield Edit(first.id, "warning", "I.A.13", text)


def _excludes1(rows: Sequence[SheetRow], book: CodeBook) -> Iterator[Edit]:
    for one, other in combinations(rows, 2):
        if note := book.excludes1(one.code, other.code):
            text = (
                f"Excludes1 with {one.code}: the note at {note.level} excludes "
                f"“{shortened(note.text)}”"
            )
            yield Edit(other.id, "warning", "I.A.12.a", text)


def _presumed(rows: Sequence[SheetRow]) -> Iterator[Edit]:
    for code, partners, rule, condition in _PRESUMED_LINKS:
        for row in rows:
            if row.code != code and not row.code.startswith(code + "."):
                continue
            found = [r.code for r in rows if r.code.startswith(partners)]
            if found:
                text = (
                    f"{row.code} beside {found[0]}: a link with {condition} is presumed "
                    "unless the record says otherwise"
                )
                yield Edit(row.id, "warning", rule, text)


def _code_first(rows: Sequence[SheetRow], entries: dict[int, CodeEntry | None]) -> Iterator[Edit]:
    for place, row in enumerate(rows):
        for level, notes in by_level(_notes(entries[row.id]), "code_first"):
            above = any(_names(notes, other.code) for other in rows[:place])
            below = [other.code for other in rows[place + 1 :] if _names(notes, other.code)]
            if below and not above:
                text = f"The note at {level} puts {below[0]} before {row.code}"
                yield Edit(row.id, "warning", "I.A.13", text)
            elif not above:
                yield Edit(row.id, "info", "I.A.13", f"Code first: {one_line(notes)}")


def _use_additional(
    rows: Sequence[SheetRow], entries: dict[int, CodeEntry | None]
) -> Iterator[Edit]:
    """Notes of the category or below; those of chapters and blocks would stand at every row."""
    for row in rows:
        for level, notes in by_level(_notes(entries[row.id]), "use_additional"):
            others = [other.code for other in rows if other.id != row.id]
            if _CATEGORY.fullmatch(level) and not any(_names(notes, code) for code in others):
                yield Edit(row.id, "info", "I.A.13", f"Use additional {one_line(notes)}")


def _notes(entry: CodeEntry | None) -> tuple[Note, ...]:
    return entry.notes if entry else ()


def _names(notes: Sequence[Note], code: str) -> bool:
    return any(covers(named, code) for note in notes for named in note.codes)
