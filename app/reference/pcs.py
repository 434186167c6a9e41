"""Reads ICD-10-PCS from package data: titles, axes, definitions, guidelines and index."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.domain.codesets.pcs import Definition, Guideline, IndexTerm

AXES = (
    "Section",
    "Body system",
    "Root operation",
    "Body part",
    "Approach",
    "Device",
    "Qualifier",
)
"""Axis names of the sections 0 (Medical and Surgical) and 1 (Obstetrics)."""

_LINE_END = re.compile(r"(?<=\w)- (?=[a-z])")
_INDEX_CODE = re.compile(r"\*\*([0-9A-HJ-NP-Z]{3,7})\*\*")
_AXES_SQL = (
    "SELECT code, sec_def, bs_def, ro_def, bp_def, ap_def, dv_def, qu_def FROM pcs_tree ORDER BY 1"
)
_OPERATIONS_SQL = (
    "SELECT section, code, value, definition, explanation, examples FROM pcs_root_operation"
)


def read_titles(database: Path, listed: Path) -> dict[str, str]:
    """Full titles by code; the database is preferred, the longer list fills what it lacks."""
    with listed.open(encoding="utf-8", newline="") as file:
        titles = {row[0]: row[1] for row in csv.reader(file)}
    with closing(_open(database)) as source:
        titles.update(source.execute("SELECT code, long_name FROM pcs_codes"))
    return titles


def read_axes(database: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each code of the sections 0 and 1 with the titles of its seven values."""
    with closing(_open(database)) as source:
        for code, *titles in source.execute(_AXES_SQL):
            titles[2] = titles[2].partition(":")[0]
            yield code, tuple(_LINE_END.sub("-", title or "") for title in titles)


def read_definitions(database: Path) -> list[Definition]:
    """Root operations (position 3) and approaches (position 5) as officially defined."""
    with closing(_open(database)) as source:
        operations = source.execute(_OPERATIONS_SQL).fetchall()
        approaches = source.execute("SELECT section, code, value, definition FROM pcs_approach")
        return [Definition(row[0], 3, *(text or "" for text in row[1:])) for row in operations] + [
            Definition(row[0], 5, *(text or "" for text in row[1:])) for row in approaches
        ]


def read_guidelines(database: Path) -> list[Guideline]:
    """The numbered guidelines; the one on the principal procedure has the number ``F``."""
    with closing(_open(database)) as source:
        rows = source.execute("SELECT idx, section, type, content FROM pcs_guidelines")
        return [
            Guideline(number, section, topic.replace("Mutliple", "Multiple"), text)
            for number, section, topic, text in rows
        ]


def read_index(database: Path) -> list[IndexTerm]:
    """The main terms of the index with the lines under them."""
    with closing(_open(database)) as source:
        rows = source.execute("SELECT term, content FROM pcs_index ORDER BY rowid")
        return [IndexTerm(term.strip(), text.replace("(continued)\n", "")) for term, text in rows]


def index_prefixes(term: IndexTerm) -> list[str]:
    """The tables and code beginnings that an index term leads to: ``["0FB4", "0FT4"]``."""
    return _INDEX_CODE.findall(term.text)


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
