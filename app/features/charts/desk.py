"""What the workspace shows: the record with hits, the worksheet with edits, codes found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from app.domain.charts.drg import group_submission
from app.domain.charts.edits import Edit, sheet_edits
from app.domain.charts.faults import fault_of
from app.domain.charts.values import Chart, Document
from app.domain.charts.worksheet import Sheet, SheetRow
from app.domain.codesets.notes import by_level, one_line
from app.domain.codesets.values import (
    CodeBook,
    NoteKind,
    SearchResult,
    System,
    normalise_cm,
    normalise_pcs,
)
from app.domain.content.hits import find_words, mark_hits
from app.domain.payment.case import Grouper
from app.domain.payment.discharge import DISCHARGE_STATUSES
from app.web.chart_views import code_href, document_facts, rendered, written_in_short

MOST_FOUND = 12
_SHOWN_NOTES: tuple[tuple[NoteKind, str], ...] = (
    ("code_first", "Code first"),
    ("use_additional", "Use additional"),
    ("excludes1", "Excludes1"),
    ("code_also", "Code also"),
)
_MOST_NOTES = 2


@dataclass(frozen=True, slots=True)
class RecordView:
    """The record with one document open; ``find`` is what was searched for in it."""

    documents: list[dict[str, Any]]
    current: Document
    facts: list[tuple[str, str]]
    body: Markup
    find: str
    hits: int
    total: int
    previous: str
    next: str


def record_view(chart: Chart, wanted: str, find: str, href: Callable[[str], str]) -> RecordView:
    """The record at a document; the first one where the address names none that exists."""
    current = next((d for d in chart.documents if d.id == wanted), chart.documents[0])
    hits = {d.id: find_words(rendered(chart, d), find) for d in chart.documents}
    here = hits[current.id]
    place = chart.documents.index(current)
    body = mark_hits(rendered(chart, current), here) if here else rendered(chart, current).html
    return RecordView(
        documents=[
            {
                "id": d.id,
                "title": d.title,
                "when": written_in_short(d),
                "href": href(d.id),
                "hits": len(hits[d.id]),
                "current": d is current,
            }
            for d in chart.documents
        ],
        current=current,
        facts=document_facts(current),
        body=Markup(body),  # noqa: S704  sanitised HTML
        find=find,
        hits=len(here),
        total=sum(len(found) for found in hits.values()),
        previous=href(chart.documents[place - 1].id) if place else "",
        next=href(chart.documents[place + 1].id) if place + 1 < len(chart.documents) else "",
    )


def sheet_view(chart: Chart, sheet: Sheet, book: CodeBook, grouper: Grouper) -> dict[str, Any]:
    """The worksheet with its messages and, for inpatients, the group of what is there so far."""
    stay = chart.encounter
    edits: dict[int, list[Edit]] = {}
    for edit in sheet_edits(sheet, chart.discharge_date, stay.outpatient, book):
        edits.setdefault(edit.row, []).append(edit)
    on = chart.discharge_date.isoformat()
    return {
        "diagnoses": _rows("cm", sheet.diagnoses, edits, book, on),
        "procedures": _rows("pcs", sheet.procedures, edits, book, on),
        "inpatient": stay.inpatient,
        "takes_procedures": not stay.outpatient,
        "statuses": DISCHARGE_STATUSES,
        "discharge_status": sheet.discharge_status,
        "first_name": "first-listed" if stay.outpatient else "principal",
        "drg": _drg(chart, sheet, grouper) if stay.inpatient else None,
        "count": len(sheet.rows),
        "unsettled": sum(
            row.poa is None and not book.poa_exempt(row.code) for row in sheet.diagnoses
        )
        if stay.inpatient
        else 0,
        "refused": sum(edit.kind == "wrong" for found in edits.values() for edit in found),
        "undated": sum(row.date is None for row in sheet.procedures),
    }


def _rows(
    system: System,
    rows: tuple[SheetRow, ...],
    edits: Mapping[int, list[Edit]],
    book: CodeBook,
    on: str,
) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "order": "P" if place == 1 else str(place),
            "order_said": "first" if place == 1 else "",
            "code": row.code,
            "title": _title(book, system, row.code),
            "href": code_href(system, row.code, on),
            "poa": row.poa or "",
            "exempt": system == "cm" and book.poa_exempt(row.code),
            "date": row.date.isoformat() if row.date else "",
            "first": place == 1,
            "last": place == len(rows),
            "messages": [
                (edit.kind, f"{edit.text} ({edit.rule}).") for edit in edits.get(row.id, ())
            ],
        }
        for place, row in enumerate(rows, 1)
    ]


def _title(book: CodeBook, system: System, code: str) -> str:
    entry = book.entry(system, code)
    if entry is None:
        return "Not in the code book"
    return entry.title or "Valid, but no title is installed"


def _drg(chart: Chart, sheet: Sheet, grouper: Grouper) -> dict[str, str]:
    """The group for ``drg_line``; as if sent home while no discharge status is chosen."""
    status = sheet.discharge_status or "01"
    grouping = group_submission(chart, replace(sheet.submission, discharge_status=status), grouper)
    if grouping is None or grouping.drg is None:
        why = grouping.edits[0] if grouping and grouping.edits else "it cannot be grouped"
        return {"problem": f"No group yet: {why.rstrip('.')}."}
    return {
        "drg": grouping.drg,
        "title": grouping.title,
        "weight": "–" if grouping.weight is None else f"{grouping.weight:.4f}",
        "version": grouping.edition.rpartition(" ")[2],
    }


@dataclass(frozen=True, slots=True)
class Found:
    """Codes found, ready for the results list; ``typed`` is a code that no book knows."""

    rows: list[dict[str, Any]]
    typed: str
    status: str
    system: System


def found_codes(
    chart: Chart, book: CodeBook, text: str, system: str, search_for: Callable[[str], str]
) -> Found:
    """Search as one types, with what each result needs for the day of discharge.

    ``search_for`` gives the address of the search for a code, which finds the codes below it.
    """
    where: System = "pcs" if system == "pcs" else "cm"
    if not text.strip():
        return Found([], "", "", where)
    results = book.search(text[:200], where, MOST_FOUND)
    rows = [{**_result(one, chart, book), "below": search_for(one.code)} for one in results]
    code = normalise_cm(text) if where == "cm" else normalise_pcs(text)
    typed = code if code and not any(one.code == code for one in results) else ""
    count = len(rows)
    many = "1 code" if count == 1 else f"{count} codes"
    status = f"First {many}, best first" if count == MOST_FOUND else many
    return Found(rows, typed or "", status if count else "No code found", where)


def _result(one: SearchResult, chart: Chart, book: CodeBook) -> dict[str, Any]:
    day = chart.discharge_date
    fault = fault_of(book, one.system, one.code, day) if one.billable else None
    return {
        "system": one.system,
        "code": one.code,
        "title": one.title,
        "path": [code for code, _ in one.path[1:]],
        "notes": _notes(one),
        "why": "" if one.why == "code" else one.why,
        "href": code_href(one.system, one.code, day.isoformat()),
        "billable": one.billable,
        "invalid": f"{one.code} {fault.says}." if fault else "",
    }


def _notes(one: SearchResult) -> list[tuple[str, str]]:
    """The notes to know before the code is taken, nearest level first; chapters' left out."""
    found = [
        (name, one_line(lines, 100))
        for kind, name in _SHOWN_NOTES
        for level, lines in by_level(one.notes, kind)
        if level[:1].isalpha() and "-" not in level
    ]
    return found[:_MOST_NOTES]


def both_sides(mine: Sheet, theirs: Sheet, book: CodeBook) -> list[dict[str, str]]:
    """Two versions of a worksheet code by code, each with its place and what stands beside it."""
    rows: list[dict[str, str]] = []
    for system, ours, others in (
        ("cm", mine.diagnoses, theirs.diagnoses),
        ("pcs", mine.procedures, theirs.procedures),
    ):
        where: System = "pcs" if system == "pcs" else "cm"
        for code in dict.fromkeys(row.code for row in (*ours, *others)):
            rows.append(
                {
                    "code": code,
                    "title": _title(book, where, code),
                    "mine": _side(ours, code),
                    "theirs": _side(others, code),
                }
            )
    if mine.discharge_status != theirs.discharge_status:
        rows.append(
            {
                "code": "",
                "title": "Discharge status",
                "mine": mine.discharge_status or "none",
                "theirs": theirs.discharge_status or "none",
            }
        )
    return rows


def _side(rows: tuple[SheetRow, ...], code: str) -> str:
    for place, row in enumerate(rows, 1):
        if row.code == code:
            facts = [f"row {place}"]
            facts += [f"POA {row.poa}"] if row.poa else []
            facts += [row.date.isoformat()] if row.date else []
            return ", ".join(facts)
    return "not there"
