"""The tables of the code book, and how each is filled from the sources."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from app.domain.codesets.pcs import IndexTerm
from app.domain.codesets.poa import poa_exempt
from app.domain.codesets.references import named_codes
from app.domain.codesets.values import Severity
from app.domain.payment.drg import Drg
from app.reference import pcs
from app.reference.common import COMMON_CODES
from app.reference.sources import EDITION_FIRST_DAY, EDITION_LAST_DAY, FIRST_ID, Sources
from app.reference.tabular import Heading
from app.reference.validity import Span
from app.reference.words import folded, words

SCHEMA_SQL = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, system TEXT NOT NULL, code TEXT NOT NULL, bare TEXT NOT NULL,
    title TEXT NOT NULL, billable INTEGER NOT NULL, parent INTEGER, position INTEGER NOT NULL,
    severity TEXT, poa_exempt INTEGER NOT NULL, first_day TEXT, last_day TEXT
);
CREATE TABLE elsewhere (
    system TEXT NOT NULL, bare TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL,
    PRIMARY KEY (system, bare)
) WITHOUT ROWID;
CREATE TABLE note (
    entry INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    codes TEXT NOT NULL, PRIMARY KEY (entry, position)
) WITHOUT ROWID;
CREATE TABLE seventh (
    entry INTEGER NOT NULL, position INTEGER NOT NULL, character TEXT NOT NULL,
    title TEXT NOT NULL, PRIMARY KEY (entry, position)
) WITHOUT ROWID;
CREATE TABLE pcs_axes (code TEXT PRIMARY KEY, titles TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE pcs_definition (
    section TEXT NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL, title TEXT NOT NULL,
    definition TEXT NOT NULL, explanation TEXT NOT NULL, examples TEXT NOT NULL,
    PRIMARY KEY (section, position, value)
) WITHOUT ROWID;
CREATE TABLE pcs_guideline (
    number TEXT PRIMARY KEY, position INTEGER NOT NULL, section TEXT NOT NULL,
    topic TEXT NOT NULL, text TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE pcs_index (id INTEGER PRIMARY KEY, term TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE pcs_index_prefix (
    prefix TEXT NOT NULL, term TEXT NOT NULL, PRIMARY KEY (prefix, term)
) WITHOUT ROWID;
CREATE TABLE drg (
    number TEXT PRIMARY KEY, mdc TEXT NOT NULL, mdc_title TEXT NOT NULL, type TEXT NOT NULL,
    weight TEXT, weight_before_cap TEXT, geometric_mean_stay TEXT, arithmetic_mean_stay TEXT,
    post_acute INTEGER NOT NULL, special_pay INTEGER NOT NULL, edition TEXT NOT NULL
) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(
    title, terms, notes, content='', detail=column, prefix='1 2 3'
);
CREATE TABLE word (word TEXT PRIMARY KEY, entries INTEGER NOT NULL) WITHOUT ROWID;
"""

FINISH_SQL = """
CREATE UNIQUE INDEX entry_code ON entry (system, code);
CREATE INDEX entry_bare ON entry (system, bare);
CREATE INDEX entry_parent ON entry (parent, position);
INSERT INTO search (search) VALUES ('optimize');
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search, row);
INSERT INTO word SELECT term, doc FROM temp.vocabulary;
DROP TABLE temp.vocabulary;
ANALYZE;
"""

_ENTRY_SQL = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SEARCH_SQL = "INSERT INTO search (rowid, title, terms, notes) VALUES (?, ?, ?, ?)"
_LIGHT_WORDS = frozenset(
    {"unspecified", "other", "without", "and", "or", "of", "the", "in", "with", "not"}
    | {"complications"}
)
_SEARCHED_NOTES = frozenset({"includes", "code_first", "use_additional"})


def fill_cm(
    db: sqlite3.Connection,
    headings: list[Heading],
    severities: Mapping[str, Severity],
    spans: Mapping[str, Span],
) -> None:
    """Entries, notes, seventh characters and search text of ICD-10-CM."""
    position = {heading: place for place, heading in enumerate(headings)}
    ranked = sorted(headings, key=lambda heading: (*_cm_rank(heading), position[heading]))
    ids = {heading: number for number, heading in enumerate(ranked, FIRST_ID["cm"])}
    db.executemany(_ENTRY_SQL, (_cm_row(h, ids, position[h], severities, spans) for h in ranked))
    db.executemany("INSERT INTO note VALUES (?, ?, ?, ?, ?)", _note_rows(headings, ids))
    db.executemany("INSERT INTO seventh VALUES (?, ?, ?, ?)", _seventh_rows(headings, ids))
    db.executemany(_SEARCH_SQL, ((ids[h], *_cm_search_text(h)) for h in ranked))
    known = {heading.code.replace(".", "") for heading in headings}
    _fill_elsewhere(db, "cm", {code: span for code, span in spans.items() if code not in known})


def _cm_rank(heading: Heading) -> tuple[int, int, bool]:
    stem = heading.parent if heading.kind == "extended" and heading.parent else heading
    heavy = [word for word in words(stem.title) if word not in _LIGHT_WORDS]
    return int(heading.code not in COMMON_CODES), len(heavy), not heading.billable


def _cm_row(
    heading: Heading,
    ids: Mapping[Heading, int],
    position: int,
    severities: Mapping[str, Severity],
    spans: Mapping[str, Span],
) -> tuple[object, ...]:
    bare = heading.code.replace(".", "")
    first, last = spans.get(bare, (None, None))
    return (
        ids[heading],
        "cm",
        heading.code,
        bare,
        heading.title,
        heading.billable,
        ids[heading.parent] if heading.parent else None,
        position,
        severities.get(heading.code),
        heading.billable and poa_exempt(heading.code),
        first.isoformat() if first else None,
        last.isoformat() if last else None,
    )


def _note_rows(
    headings: list[Heading], ids: Mapping[Heading, int]
) -> Iterator[tuple[int, int, str, str, str]]:
    for heading in headings:
        for place, (kind, text) in enumerate(heading.notes):
            yield ids[heading], place, kind, text, "|".join(named_codes(text))


def _seventh_rows(
    headings: list[Heading], ids: Mapping[Heading, int]
) -> Iterator[tuple[int, int, str, str]]:
    for heading in headings:
        for place, (character, title) in enumerate(heading.seventh.items()):
            yield ids[heading], place, character, title


def _cm_search_text(heading: Heading) -> tuple[str, str, str]:
    own = heading.lineage()
    terms = [text for kind, text in heading.notes if kind in ("inclusion_term", "includes")]
    if heading.kind == "extended" and heading.parent:
        terms += [text for kind, text in heading.parent.notes if kind == "inclusion_term"]
    notes = [
        text
        for level in own
        if level.kind not in ("chapter", "block")
        for kind, text in level.notes
        if kind in _SEARCHED_NOTES
    ]
    return folded(heading.title), folded(" ".join(terms)), folded(" ".join(notes))


def fill_pcs(db: sqlite3.Connection, sources: Sources, spans: Mapping[str, Span]) -> None:
    """Codes in force in the edition, axes, definitions, guidelines and index of ICD-10-PCS."""
    current = {
        code
        for code, (first, last) in spans.items()
        if first <= EDITION_LAST_DAY and last >= EDITION_FIRST_DAY
    }
    _fill_pcs_index(db, pcs.read_index(sources.pcs))
    _fill_pcs_codes(db, sorted(current), pcs.read_titles(sources.pcs, sources.pcs_titles), spans)
    axes = ((code, "\t".join(t)) for code, t in pcs.read_axes(sources.pcs) if code in current)
    db.executemany("INSERT INTO pcs_axes VALUES (?, ?)", axes)
    db.executemany(
        "INSERT INTO pcs_definition VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (d.section, d.position, d.value, d.title, d.definition, d.explanation, d.examples)
            for d in pcs.read_definitions(sources.pcs)
        ),
    )
    guidelines = enumerate(pcs.read_guidelines(sources.pcs))
    db.executemany(
        "INSERT INTO pcs_guideline VALUES (?, ?, ?, ?, ?)",
        ((g.number, place, g.section, g.topic, g.text) for place, g in guidelines),
    )
    _fill_elsewhere(db, "pcs", {code: span for code, span in spans.items() if code not in current})


def _fill_pcs_codes(
    db: sqlite3.Connection,
    codes: list[str],
    titles: Mapping[str, str],
    spans: Mapping[str, Span],
) -> None:
    ranked = sorted(codes, key=lambda code: (code not in COMMON_CODES, code))
    ids = dict(zip(ranked, range(FIRST_ID["pcs"], FIRST_ID["pcs"] + len(ranked)), strict=True))
    place = {code: number for number, code in enumerate(codes)}
    days = {code: [day.isoformat() for day in spans[code]] for code in codes}
    db.executemany(
        _ENTRY_SQL,
        (
            (ids[c], "pcs", c, c, titles.get(c, ""), True, None, place[c], None, False, *days[c])
            for c in ranked
        ),
    )
    terms = _terms_by_prefix(db)
    db.executemany(
        _SEARCH_SQL,
        ((ids[c], folded(titles.get(c, "")), folded(_pcs_terms(c, terms)), "") for c in ranked),
    )


def _fill_pcs_index(db: sqlite3.Connection, terms: list[IndexTerm]) -> None:
    db.executemany(
        "INSERT INTO pcs_index (term, text) VALUES (?, ?)", ((t.term, t.text) for t in terms)
    )
    db.executemany(
        "INSERT OR IGNORE INTO pcs_index_prefix VALUES (?, ?)",
        ((prefix, term.term) for term in terms for prefix in pcs.index_prefixes(term)),
    )


def _terms_by_prefix(db: sqlite3.Connection) -> dict[str, str]:
    terms: defaultdict[str, list[str]] = defaultdict(list)
    for prefix, term in db.execute("SELECT prefix, term FROM pcs_index_prefix"):
        terms[prefix].append(term)
    return {prefix: " ".join(found) for prefix, found in terms.items()}


def _pcs_terms(code: str, terms: Mapping[str, str]) -> str:
    return " ".join(filter(None, (terms.get(code[:length]) for length in range(3, 8))))


def fill_drgs(db: sqlite3.Connection, drgs: Iterable[Drg]) -> None:
    """MS-DRGs with weights and stays, and their titles as entries."""
    for place, drg in enumerate(drgs):
        number = FIRST_ID["drg"] + place
        row = (number, "drg", drg.number, drg.number, drg.title, True, None, place, None, False)
        db.execute(_ENTRY_SQL, (*row, None, None))
        db.execute(_SEARCH_SQL, (number, folded(drg.title), "", ""))
        db.execute(
            "INSERT INTO drg VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                drg.number,
                drg.mdc,
                drg.mdc_title,
                drg.type,
                *(
                    None if number is None else str(number)
                    for number in (
                        drg.weight,
                        drg.weight_before_cap,
                        drg.geometric_mean_stay,
                        drg.arithmetic_mean_stay,
                    )
                ),
                drg.post_acute,
                drg.special_pay,
                drg.edition,
            ),
        )


def _fill_elsewhere(db: sqlite3.Connection, system: str, spans: Mapping[str, Span]) -> None:
    rows = ((system, code, *(day.isoformat() for day in span)) for code, span in spans.items())
    db.executemany("INSERT INTO elsewhere VALUES (?, ?, ?, ?)", rows)
