"""The code book as the rest of the program reads it: one immutable SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from app.domain.codesets.pcs import Definition, Guideline, IndexTerm, PcsBranch, PcsTable
from app.domain.codesets.poa import poa_exempt
from app.domain.codesets.references import covers
from app.domain.codesets.values import CodeEntry, Note, SearchResult, System, dotted
from app.domain.payment.drg import Drg
from app.reference import procedures
from app.reference.entries import Entries, Row
from app.reference.errors import CodeBookMissing
from app.reference.search import Search
from app.reference.sources import EDITION_FIRST_DAY, EDITION_LAST_DAY, book_path

_COUNTS = {
    "cm_entries": "SELECT count(*) FROM entry WHERE system = 'cm'",
    "cm_billable": "SELECT count(*) FROM entry WHERE system = 'cm' AND billable",
    "cm_poa_exempt": "SELECT count(*) FROM entry WHERE system = 'cm' AND poa_exempt",
    "pcs_codes": "SELECT count(*) FROM entry WHERE system = 'pcs'",
    "pcs_titled": "SELECT count(*) FROM entry WHERE system = 'pcs' AND title <> ''",
    "pcs_with_axes": "SELECT count(*) FROM pcs_axes",
    "drgs": "SELECT count(*) FROM drg",
}


def open_book(data_dir: Path) -> SqliteCodeBook:
    """The code book of the installed packages, opened once a process and kept.

    Raises CodeBookMissing where it was not built yet.
    """
    path = book_path(data_dir)
    try:
        built = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise CodeBookMissing(_explained(data_dir)) from None
    return _opened(path, built)


@lru_cache(maxsize=2)
def _opened(path: Path, built: int) -> SqliteCodeBook:
    return SqliteCodeBook(path)


def _explained(data_dir: Path) -> str:
    older = any(data_dir.glob("codebook-*.sqlite"))
    why = "belongs to other package versions" if older else "has not been built yet"
    return (
        f"The code book in {data_dir} {why}."
        " Run 'flask codebook build', which takes about 15 seconds."
    )


class SqliteCodeBook:
    """Look-ups in a built code book. Answers are frozen and kept; several threads may read.

    Implements the protocol ``app.domain.codesets.values.CodeBook``.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._edition: str = self._value("SELECT value FROM meta WHERE name = 'edition'")
        self._entries = Entries(self._db, self._edition)
        self._search = Search(self._db, self._entries)
        self._entry = lru_cache(4096)(self._load_entry)
        self._brief = lru_cache(8192)(self._entries.find)
        self._span = lru_cache(4096)(self._load_span)
        self._exclusions = lru_cache(4096)(self._load_exclusions)
        self._exclusion = lru_cache(65_536)(self._find_exclusion)
        self._drg = lru_cache(1024)(self._load_drg)
        self._below = lru_cache(1024)(lambda prefix: procedures.load_below(self._db, prefix))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def entry(self, system: System, code: str) -> CodeEntry | None:
        """The code or heading with its hierarchy and notes, own and inherited."""
        return self._entry(system, code)

    def _load_entry(self, system: System, code: str) -> CodeEntry | None:
        row = self._entries.find(system, code)
        return self._entries.load(row) if row else None

    def brief(self, system: System, code: str) -> Row | None:
        """The code or heading without hierarchy and notes: one look-up, for links and lists."""
        return self._brief(system, code)

    def exists(self, system: System, code: str) -> bool:
        """Whether the code or heading stands in the book, billable or not."""
        return self._entry(system, code) is not None

    def neighbours(
        self, system: System, code: str
    ) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
        """Code and title before and after a procedure code or group, in the order of codes."""
        sql = (
            "SELECT code, title FROM entry WHERE system = ? AND code {} ? ORDER BY code {} LIMIT 1"
        )
        before = self._db.execute(sql.format("<", "DESC"), (system, code)).fetchone()
        return before, self._db.execute(sql.format(">", "ASC"), (system, code)).fetchone()

    def valid(self, system: System, code: str, on: date) -> bool:
        """Whether the code may be reported (billable, in force) on that date.

        Known from 2024-10-01 to 2027-03-31; outside of that every code is called invalid.
        """
        if system == "drg":
            return self.exists(system, code) and EDITION_FIRST_DAY <= on <= EDITION_LAST_DAY
        span = self._span(system, code)
        return span is not None and span[0] <= on <= span[1]

    def in_force(self, system: System, code: str) -> tuple[date, date] | None:
        """First and last day of a code, also of one that only another edition has."""
        return self._span(system, code)

    def follows(self, code: str) -> tuple[str, ...]:
        """The ICD-10-CM codes of a later edition that begin so; no package has their titles."""
        bare = code.replace(".", "")
        rows = self._db.execute(
            "SELECT bare FROM elsewhere WHERE system = 'cm' AND bare > ? AND bare < ?"
            " AND first_day > ?",
            (bare, bare + "~", EDITION_LAST_DAY.isoformat()),
        )
        return tuple(dotted(found) for (found,) in rows)

    def _load_span(self, system: System, code: str) -> tuple[date, date] | None:
        row = self._db.execute(
            "SELECT first_day, last_day FROM entry WHERE system = ?1 AND code = ?2"
            " UNION ALL SELECT first_day, last_day FROM elsewhere"
            " WHERE system = ?1 AND bare = ?3",
            (system, code, code.replace(".", "")),
        ).fetchone()
        if row is None or row[0] is None:
            return None
        return date.fromisoformat(row[0]), date.fromisoformat(row[1])

    def excludes1(self, one: str, other: str) -> Note | None:
        """The Excludes1 note, own or inherited, of either ICD-10-CM code that names the other.

        Guideline I.A.12.a; the exception for unrelated conditions is the reader's to judge.
        """
        return self._exclusion(one, other)

    def _find_exclusion(self, one: str, other: str) -> Note | None:
        for code, named in ((one, other), (other, one)):
            for printed, note in self._exclusions(code):
                if covers(printed, named):
                    return note
        return None

    def _load_exclusions(self, code: str) -> tuple[tuple[str, Note], ...]:
        entry = self._entry("cm", code)
        notes = entry.notes if entry else ()
        return tuple(
            (printed, note) for note in notes if note.kind == "excludes1" for printed in note.codes
        )

    def poa_exempt(self, code: str) -> bool:
        """Whether no present-on-admission indicator is reported for the ICD-10-CM code."""
        return poa_exempt(code)

    def search(
        self, text: str, system: System | None = None, limit: int = 20
    ) -> Sequence[SearchResult]:
        """What was typed, found in codes, titles, inclusion terms and notes, best first."""
        return self._search.results(text, system, limit)

    def drg(self, number: str) -> Drg | None:
        """A group by its three digits, with weight (10 % cap applied) and mean stays."""
        return self._drg(number)

    def _load_drg(self, number: str) -> Drg | None:
        row = self._db.execute(
            "SELECT number, title, mdc, mdc_title, type, weight, weight_before_cap,"
            " geometric_mean_stay, arithmetic_mean_stay, post_acute, special_pay, edition"
            " FROM drg JOIN entry ON entry.system = 'drg' AND entry.code = drg.number"
            " WHERE number = ?",
            (number,),
        ).fetchone()
        if row is None:
            return None
        weight, uncapped, geometric, arithmetic = (text and Decimal(text) for text in row[5:9])
        return Drg(
            number=row[0],
            title=row[1],
            mdc=row[2],
            mdc_title=row[3],
            type=row[4],
            weight=weight,
            weight_before_cap=uncapped,
            geometric_mean_stay=geometric,
            arithmetic_mean_stay=arithmetic,
            post_acute=bool(row[9]),
            special_pay=bool(row[10]),
            edition=row[11],
        )

    def pcs_table(self, prefix: str) -> PcsTable | None:
        """The table of three characters, such as ``"0SR"``; None outside the sections 0 and 1."""
        return procedures.load_table(self._db, prefix)

    def pcs_below(self, prefix: str) -> tuple[PcsBranch, ...]:
        """What stands one character below a beginning of ICD-10-PCS codes."""
        return self._below(prefix)

    def pcs_path(self, prefix: str) -> tuple[tuple[str, str], ...]:
        """The beginnings of a beginning, shortest first, with titles; empty where unknown."""
        return procedures.load_path(self._db, prefix)

    def pcs_count(self, prefix: str) -> int:
        """How many codes of the edition begin so."""
        return procedures.count_codes(self._db, prefix)

    def pcs_codes(self, prefix: str, skip: int, most: int) -> tuple[tuple[str, str], ...]:
        """Codes and titles that begin so, in order; a title may be empty."""
        return procedures.load_codes(self._db, prefix, skip, most)

    def pcs_definition(self, section: str, position: int, value: str) -> Definition | None:
        """A root operation (position 3) or approach (position 5); None outside sections 0, 1."""
        return procedures.load_definition(self._db, section, position, value)

    def pcs_index(self, beginning: str, limit: int = 50) -> tuple[IndexTerm, ...]:
        """Main terms of the ICD-10-PCS index that begin with these letters."""
        return procedures.load_index(self._db, beginning, limit)

    def guidelines(self) -> tuple[Guideline, ...]:
        """The ICD-10-PCS guidelines in the order of the official text."""
        return procedures.load_guidelines(self._db)

    def guideline(self, number: str) -> Guideline | None:
        """An ICD-10-PCS guideline by its number, such as ``"B3.2"``."""
        return next((rule for rule in self.guidelines() if rule.number == number), None)

    def editions(self) -> Mapping[str, str]:
        """The edition of each part of the book, by the name of the part."""
        return {
            "cm": self._edition,
            "pcs": self._edition,
            "drg": f"{self._edition}, grouper 43.1",
            "weights": self._value("SELECT edition FROM drg LIMIT 1"),
            "poa_exempt": "FY2026",
        }

    def counts(self) -> Mapping[str, int]:
        """How much the book holds; ICD-10-PCS codes are those in force in the edition."""
        return self._counts

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        return {name: self._value(sql) for name, sql in _COUNTS.items()}

    def _value(self, sql: str) -> Any:
        return self._db.execute(sql).fetchone()[0]
