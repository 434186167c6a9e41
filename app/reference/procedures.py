"""Reads tables, definitions, guidelines and index terms of ICD-10-PCS out of the code book."""

from __future__ import annotations

import sqlite3

from app.domain.codesets.pcs import (
    SECTIONS,
    Definition,
    Guideline,
    IndexTerm,
    PcsBranch,
    PcsTable,
)


def load_table(db: sqlite3.Connection, prefix: str) -> PcsTable | None:
    """The table of three characters, as far as package data go: sections 0 and 1."""
    rows = db.execute(
        "SELECT code, titles FROM pcs_axes WHERE code >= ? AND code < ? ORDER BY code",
        (prefix, prefix + "~"),
    ).fetchall()
    if len(prefix) != 3 or not rows:
        return None
    axes = {code: titles.split("\t") for code, titles in rows}
    first = next(iter(axes.values()))
    return PcsTable(
        prefix=prefix,
        path=tuple((prefix[: place + 1], first[place]) for place in range(3)),
        values={
            position: tuple(
                sorted(
                    {(code[position - 1], titles[position - 1]) for code, titles in axes.items()}
                )
            )
            for position in range(4, 8)
        },
        codes=frozenset(axes),
    )


def load_below(db: sqlite3.Connection, prefix: str) -> tuple[PcsBranch, ...]:
    """The beginnings one character longer; titles only where the axes are known."""
    place = len(prefix)
    rows = db.execute(
        "SELECT substr(entry.code, 1, ?), count(*), min(pcs_axes.titles) FROM entry"
        " LEFT JOIN pcs_axes ON pcs_axes.code = entry.code"
        " WHERE entry.system = 'pcs' AND entry.code >= ? AND entry.code < ?"
        " GROUP BY 1 ORDER BY 1",
        (place + 1, prefix, prefix + "~"),
    )
    return tuple(
        PcsBranch(longer, titles.split("\t")[place] if titles else "", codes)
        for longer, codes, titles in rows
    )


def load_path(db: sqlite3.Connection, prefix: str) -> tuple[tuple[str, str], ...]:
    """Section, body system, root operation and so on, as far as the beginning goes."""
    row = db.execute(
        "SELECT titles FROM pcs_axes WHERE code >= ? AND code < ? LIMIT 1", (prefix, prefix + "~")
    ).fetchone()
    titles = row[0].split("\t") if row else [SECTIONS.get(prefix[:1], "")]
    return tuple(
        (prefix[: place + 1], titles[place] if place < len(titles) else "")
        for place in range(len(prefix))
    )


def count_codes(db: sqlite3.Connection, prefix: str) -> int:
    """How many codes of the edition begin so."""
    found = db.execute(
        "SELECT count(*) FROM entry WHERE system = 'pcs' AND code >= ? AND code < ?",
        (prefix, prefix + "~"),
    ).fetchone()
    return int(found[0])


def load_codes(
    db: sqlite3.Connection, prefix: str, skip: int, most: int
) -> tuple[tuple[str, str], ...]:
    """Codes and titles that begin so, in order."""
    rows = db.execute(
        "SELECT code, title FROM entry WHERE system = 'pcs' AND code >= ? AND code < ?"
        " ORDER BY code LIMIT ? OFFSET ?",
        (prefix, prefix + "~", most, skip),
    )
    return tuple(rows.fetchall())


def load_definition(
    db: sqlite3.Connection, section: str, position: int, value: str
) -> Definition | None:
    """A root operation (position 3) or approach (position 5) of the sections 0 and 1."""
    row = db.execute(
        "SELECT section, position, value, title, definition, explanation, examples"
        " FROM pcs_definition WHERE section = ? AND position = ? AND value = ?",
        (section, position, value),
    ).fetchone()
    return Definition(*row) if row else None


def load_guidelines(db: sqlite3.Connection) -> tuple[Guideline, ...]:
    """All guidelines in the order of the official text."""
    rows = db.execute("SELECT number, section, topic, text FROM pcs_guideline ORDER BY position")
    return tuple(Guideline(*row) for row in rows)


def load_index(db: sqlite3.Connection, beginning: str, limit: int) -> tuple[IndexTerm, ...]:
    """Main terms that begin with the given letters, whatever their case."""
    rows = db.execute(
        "SELECT term, text FROM pcs_index WHERE term LIKE ? ESCAPE '\\' ORDER BY term LIMIT ?",
        (beginning.replace("\\", "").replace("%", "\\%").replace("_", "\\_") + "%", limit),
    )
    return tuple(IndexTerm(*row) for row in rows)
