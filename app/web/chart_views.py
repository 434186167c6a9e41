"""Charts as pages show them: record, findings and scores, for learners and for visitors."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from app.domain.charts.findings import Finding
from app.domain.charts.guidelines import heading
from app.domain.charts.values import Chart, Document
from app.domain.codesets.values import CodeBook, System, normalise_cm
from app.domain.content.marks import Mark, Rendered, mark_quotes, render_document
from app.web.formatters import day, money

MOST_CACHED = 1000
SETTING_NAMES = {
    "inpatient": "Inpatient",
    "emergency": "Emergency",
    "clinic": "Clinic",
    "ambulatory_surgery": "Ambulatory surgery",
    "skilled_nursing": "Skilled nursing",
    "home_health": "Home health",
    "rehabilitation": "Rehabilitation",
}
GROUP_NAMES = {
    "missed": "Missed",
    "partly": "Partly",
    "wrong": "Wrong",
    "extra": "Extra",
    "order": "Order",
    "poa": "POA",
    "correct": "Right",
}
MEASURE_NAMES = {
    "code_over_code": "Code over code",
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "poa": "POA indicators",
}

_rendered: OrderedDict[tuple[str, str, int], Rendered] = OrderedDict()
Href = Callable[[str, str], str]
"""The address of a mark: a document's id and the id of the mark in it."""


def rendered(chart: Chart, document: Document) -> Rendered:
    """The document as HTML; rendered once a process and version."""
    known = (chart.ref, document.id, hash(document.body))
    if known not in _rendered:
        _rendered[known] = render_document(document.body, anchor=f"at-{document.id}")
        while len(_rendered) > MOST_CACHED:
            _rendered.popitem(last=False)
    return _rendered[known]


def person_in_short(chart: Chart) -> str:
    """``66 M``: age in years at admission, and sex."""
    return f"{chart.encounter.age} {chart.encounter.sex}"


def encounter_in_short(chart: Chart) -> str:
    """Setting, dates, payer and facility in one line."""
    stay = chart.encounter
    when = day(stay.admitted)
    if stay.discharged != stay.admitted:
        when = f"admitted {when}, discharged {day(stay.discharged)}"
    parts = (f"{SETTING_NAMES[stay.setting]}, {when}", stay.payer, stay.facility)
    return " · ".join(part for part in parts if part)


def document_facts(document: Document) -> list[tuple[str, str]]:
    """Author and times as the record gives them: local time of the facility."""
    author = ", ".join(part for part in (document.author, document.credential) if part)
    facts = [("Author", author)] if author else []
    if document.written:
        facts.append(("Written", _local(document.written)))
    facts.append(("Signed", _local(document.signed) if document.signed else "not signed"))
    return facts


def written_in_short(document: Document) -> str:
    """``22 Jun 14:10``, or nothing."""
    moment = document.written
    return f"{moment.day} {moment:%b %H:%M}" if moment else ""


def code_href(system: System, code: str, on: str = "") -> str:
    """The page of a code in the code book, as of the day of discharge."""
    return f"/codebook/{system}/{code}" + (f"?on={on}" if on else "")


def _local(moment: datetime) -> str:
    return f"{day(moment.date())} {moment:%H:%M}"


@dataclass(frozen=True, slots=True)
class GradedFinding:
    """A finding as stored or as just graded; ``seq`` is its number on the page."""

    seq: int
    kind: str
    group: str
    rule: str
    code: str
    key_code: str
    message: str
    evidence: tuple[tuple[str, str], ...]
    cost: float


def as_graded(findings: Sequence[Finding]) -> list[GradedFinding]:
    """Findings of the grader, numbered from 1."""
    return [
        GradedFinding(
            seq,
            finding.kind,
            finding.group,
            finding.rule,
            finding.code,
            finding.expected,
            finding.message,
            tuple((passage.document, passage.quote) for passage in finding.evidence),
            finding.cost,
        )
        for seq, finding in enumerate(findings, 1)
    ]


def finding_view(
    finding: GradedFinding, chart: Chart, book: CodeBook, href: Href
) -> dict[str, Any]:
    """A finding for the macro of that name, with its passages and where they are."""
    shown = finding.code or finding.key_code
    system: System = "cm" if normalise_cm(shown) and len(shown) != 7 else _system(shown, book)
    entry = book.entry(system, shown)
    instead = finding.key_code if finding.key_code != shown else ""
    titles = {document.id: document.title for document in chart.documents}
    return {
        "id": f"finding-{finding.seq}",
        "number": finding.seq,
        "kind": finding.group,
        "code": shown,
        "title": entry.title if entry else "",
        "instead": instead if finding.group != "correct" else "",
        "rule": rule_name(finding.rule),
        "sentence": finding.message,
        "cost": f"−{finding.cost:.1f} points" if finding.cost else "",
        "evidence": [
            {
                "number": finding.seq,
                "quote": quote,
                "document": titles.get(document, document),
                "href": href(document, mark_id(finding.seq, place)),
            }
            for place, (document, quote) in enumerate(finding.evidence)
        ],
    }


def _system(code: str, book: CodeBook) -> System:
    return "cm" if book.exists("cm", code) else "pcs"


def rule_name(rule: str) -> Markup | str:
    """The number of a rule with its heading on hover; nothing where there is none."""
    if not rule:
        return ""
    return Markup('<span class="rule" title="{}">{}</span>').format(heading(rule), rule)


def mark_id(seq: int, place: int) -> str:
    """The id of a passage: the finding's number, then its place among the finding's passages."""
    return f"ev-{seq}" if place == 0 else f"ev-{seq}-{place + 1}"


def marked(chart: Chart, document: Document, findings: Sequence[GradedFinding]) -> Markup:
    """The document with the passages of the findings marked and numbered."""
    marks = [
        Mark(
            str(finding.seq),
            quote,
            f"passage passage--{finding.group}",
            mark_id(finding.seq, place),
        )
        for finding in findings
        for place, (where, quote) in enumerate(finding.evidence)
        if where == document.id
    ]
    return Markup(mark_quotes(rendered(chart, document), marks))  # noqa: S704  sanitised HTML


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The scores for a page; ``measures`` are (name, value, method) with value in percent."""

    total: str
    raw: str
    points: str
    right: int
    required: int
    checks: tuple[tuple[str, bool], ...]
    measures: tuple[tuple[str, str, str], ...]


def score_view(scores: Mapping[str, Any]) -> ScoreView:
    """Scores in the names of ``Score.as_json``."""
    recall = scores["methods"]["recall"]
    checks = [("Principal or first-listed", scores["principal"]), ("Sequence", scores["sequence"])]
    if scores["drg"] is not None:
        checks.append(("MS-DRG", scores["drg"]))
    return ScoreView(
        total=f"{scores['total']:.0f}",
        raw=f"{scores['raw']:.1f}",
        points=(
            f"{scores['earned']:g} of {scores['possible']:g} points earned, "
            f"{scores['charged']:g} charged"
        ),
        right=round(recall["numerator"]),
        required=recall["denominator"],
        checks=tuple(checks),
        measures=tuple(
            (MEASURE_NAMES[name], *_measure(row))
            for name, row in scores["methods"].items()
            if name in MEASURE_NAMES
        ),
    )


def _measure(row: Mapping[str, Any]) -> tuple[str, str]:
    count = f"{row['numerator']:g} of {row['denominator']}: {row['method']}"
    if not row["denominator"]:
        return "–", f"none due: {row['method']}"
    share = 100 * row["numerator"] / row["denominator"]
    if share < 0:
        return "0 %", f"{count}; raw {share:.0f} %, shown as 0"
    return f"{share:.0f} %", count


def money_sides(drg: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The learner's group and the key's for the macro ``money``."""
    sides = []
    for name, paid in (("yours", "your_payment"), ("key", "key_payment")):
        weight = drg[f"{name}_weight"]
        sides.append(
            {
                "drg": drg[name] or "none",
                "title": drg[f"{name}_title"],
                "weight": "–" if weight is None else f"{weight:.4f}",
                "payment": "–" if drg[paid] is None else money(drg[paid]),
            }
        )
    return sides[0], sides[1]


def money_source(drg: Mapping[str, Any]) -> str:
    """What the payments rest on, for the small print under them."""
    if drg["base_rate"] is None:
        return f"{drg['edition']}. No payment rates are installed for this day."
    rate = money(round(drg["base_rate"] * 100))
    return f"{drg['edition']}. {drg['method'].capitalize()}; base rate {rate} ({drg['rates']})."
