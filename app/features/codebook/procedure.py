"""Pages of ICD-10-PCS: a code with its axes, a table, and what lies below a beginning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from app.domain.codesets.pcs import (
    Definition,
    PcsBranch,
    PcsTable,
    pcs_title,
    table_rows,
)
from app.domain.codesets.values import Axis, CodeEntry
from app.features.codebook.validity import Validity, validity_of
from app.reference import SqliteCodeBook

PAGE_SIZE = 50
_TABLE_LENGTH = 3

Titled = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """A code of seven characters; ``axes`` are empty outside the sections 0 and 1."""

    entry: CodeEntry
    title: str
    path: tuple[Titled, ...]
    axes: tuple[Axis, ...]
    operation: Definition | None
    before: Titled | None
    after: Titled | None
    validity: Validity


def procedure_page(book: SqliteCodeBook, entry: CodeEntry, on: date) -> ProcedurePage:
    """Put the page of a procedure code together."""
    before, after = book.neighbours("pcs", entry.code)
    return ProcedurePage(
        entry=entry,
        title=pcs_title(entry),
        path=book.pcs_path(entry.code[:_TABLE_LENGTH]),
        axes=entry.axes,
        operation=book.pcs_definition(entry.code[0], 3, entry.code[2]) if entry.axes else None,
        before=before,
        after=after,
        validity=validity_of(book, entry, on),
    )


@dataclass(frozen=True, slots=True)
class TableRow:
    """Values that go together, for the positions 4 to 7: each its character and title."""

    cells: tuple[tuple[Titled, ...], ...]


@dataclass(frozen=True, slots=True)
class BeginningPage:
    """A beginning of codes: the way on below it, its table if it has one, and codes by page.

    ``outside`` counts the codes that are in force but stand in no row of the table.
    """

    prefix: str
    path: tuple[Titled, ...]
    count: int
    below: tuple[PcsBranch, ...]
    definition: Definition | None
    rows: list[TableRow]
    outside: int
    codes: tuple[Titled, ...]
    page: int
    pages: int


def beginning_page(book: SqliteCodeBook, prefix: str, page: int) -> BeginningPage | None:
    """One to six characters; None where no code begins so. Sections and systems list no codes."""
    count = book.pcs_count(prefix)
    if not count:
        return None
    short = len(prefix) < _TABLE_LENGTH
    table = book.pcs_table(prefix)
    pages = ceil(count / PAGE_SIZE)
    page = min(max(page, 1), pages)
    return BeginningPage(
        prefix=prefix,
        path=book.pcs_path(prefix),
        count=count,
        below=book.pcs_below(prefix) if short else (),
        definition=book.pcs_definition(prefix[0], 3, prefix[2]) if table else None,
        rows=_rows(table) if table else [],
        outside=count - len(table.codes) if table else 0,
        codes=() if short else book.pcs_codes(prefix, (page - 1) * PAGE_SIZE, PAGE_SIZE),
        page=page,
        pages=1 if short else pages,
    )


def _rows(table: PcsTable) -> list[TableRow]:
    titles = {position: dict(values) for position, values in table.values.items()}
    return [
        TableRow(
            tuple(
                tuple((value, titles[position][value]) for value in together)
                for position, together in enumerate(row, 4)
            )
        )
        for row in table_rows(table.codes)
    ]
