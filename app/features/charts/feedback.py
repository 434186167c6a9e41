"""What the feedback page shows: findings by kind, one document with its passages, the key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.domain.charts.guidelines import heading
from app.domain.charts.values import Chart, Document, KeyEntry
from app.domain.codesets.values import CodeBook, System
from app.features.charts.queries import Attempt, StoredGrading
from app.web.chart_views import (
    GROUP_NAMES,
    GradedFinding,
    ScoreView,
    code_href,
    document_facts,
    finding_view,
    marked,
    money_sides,
    money_source,
    score_view,
    written_in_short,
)


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """The page; ``findings`` are those of the kind that is shown, all when ``kind`` is empty."""

    score: ScoreView
    findings: list[dict[str, Any]]
    filters: list[dict[str, Any]]
    kind: str
    documents: list[dict[str, Any]]
    current: Document
    facts: list[tuple[str, str]]
    body: Markup
    marks: int
    money: tuple[dict[str, str], dict[str, str]] | None
    money_why: str
    money_source: str
    teaching: list[tuple[str, str, str]]
    key: list[dict[str, str]]
    rules: int


def feedback_view(
    attempt: Attempt,
    chart: Chart,
    grading: StoredGrading,
    book: CodeBook,
    wanted: str,
    kind: str,
) -> FeedbackView:
    """The stored grading beside the record of the version that was coded."""
    kind = kind if kind in GROUP_NAMES else ""

    def href(document: str, mark: str = "") -> str:
        address = url_for(
            "charts.feedback", attempt_id=attempt.id, document=document, kind=kind or None
        )
        return f"{address}#{mark}" if mark else address

    current = _document(chart, grading, wanted)
    counts = _passages(grading)
    return FeedbackView(
        score=score_view(grading.scores),
        findings=[
            finding_view(finding, chart, book, href)
            for finding in _in_order(grading)
            if kind in ("", finding.group)
        ],
        filters=_filters(attempt, grading, kind),
        kind=kind,
        documents=[
            {
                "id": document.id,
                "title": document.title,
                "when": written_in_short(document),
                "href": href(document.id),
                "hits": counts.get(document.id, 0),
                "current": document is current,
            }
            for document in chart.documents
        ],
        current=current,
        facts=document_facts(current),
        body=marked(chart, current, grading.findings),
        marks=counts.get(current.id, 0),
        money=money_sides(grading.drg) if grading.drg else None,
        money_why=grading.drg["sentence"] if grading.drg else "",
        money_source=money_source(grading.drg) if grading.drg else "",
        teaching=[(one.rule, heading(one.rule), one.text) for one in chart.key.teaching],
        key=_key(chart, book),
        rules=len({f.rule for f in grading.findings if f.cost and f.rule}),
    )


def _in_order(grading: StoredGrading) -> list[GradedFinding]:
    """Those with a price first, in the grader's order, what is right last."""
    return sorted(grading.findings, key=lambda finding: finding.group == "correct")


def _document(chart: Chart, grading: StoredGrading, wanted: str) -> Document:
    """The document asked for, else the one with the first passage of the first finding."""
    by_id = {document.id: document for document in chart.documents}
    if wanted in by_id:
        return by_id[wanted]
    for finding in _in_order(grading):
        for document, _ in finding.evidence:
            if document in by_id:
                return by_id[document]
    return chart.documents[0]


def _passages(grading: StoredGrading) -> dict[str, int]:
    counts: dict[str, int] = {}
    for finding in grading.findings:
        for document, _ in finding.evidence:
            counts[document] = counts.get(document, 0) + 1
    return counts


def _filters(attempt: Attempt, grading: StoredGrading, kind: str) -> list[dict[str, Any]]:
    counts = dict.fromkeys(GROUP_NAMES, 0)
    for finding in grading.findings:
        counts[finding.group] = counts.get(finding.group, 0) + 1
    shown = [("", "All", len(grading.findings))]
    shown += [(name, GROUP_NAMES[name], count) for name, count in counts.items() if count]
    return [
        {
            "label": label,
            "count": count,
            "href": url_for("charts.feedback", attempt_id=attempt.id, kind=name or None),
            "current": name == kind,
        }
        for name, label, count in shown
    ]


def _key(chart: Chart, book: CodeBook) -> list[dict[str, str]]:
    """Every code of the key with its reason, in the key's order, optional ones marked."""
    key, on = chart.key, chart.discharge_date.isoformat()
    parts: list[tuple[System, tuple[KeyEntry, ...], bool]] = [
        ("cm", key.diagnoses, False),
        ("pcs", key.procedures, False),
        ("cm", key.optional_diagnoses, True),
        ("pcs", key.optional_procedures, True),
    ]
    return [
        {
            "code": entry.code,
            "title": found.title if (found := book.entry(system, entry.code)) else "",
            "href": code_href(system, entry.code, on),
            "also": ", ".join(entry.alternatives),
            "poa": " or ".join(entry.poa) if chart.encounter.inpatient else "",
            "date": entry.date.isoformat() if entry.date else "",
            "optional": "optional" if optional else "",
            "why": entry.why,
        }
        for system, entries, optional in parts
        for entry in entries
    ]
