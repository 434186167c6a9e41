"""The visitors' chart: a coding read from one form, and its grading; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.charts.drg import drg_details
from app.domain.charts.grading import grade
from app.domain.charts.submissions import (
    MAX_CODE_LENGTH,
    Submission,
    typed_diagnosis_code,
)
from app.domain.charts.values import Chart
from app.domain.codesets.values import CodeBook
from app.domain.payment.case import CodedDiagnosis, Grouper, Poa
from app.domain.payment.money import BaseRates
from app.web.chart_views import (
    ScoreView,
    as_graded,
    document_facts,
    finding_view,
    marked,
    money_sides,
    money_source,
    rendered,
    score_view,
)

ROWS = 6
MOST_FOUND = 8
_LETTERS: dict[str, Poa] = {"Y": "Y", "N": "N", "U": "U", "W": "W"}


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One line of the worksheet; ``title`` is empty for what the code book does not know."""

    number: int
    code: str = ""
    poa: str = ""
    title: str = ""


def read_rows(form: Mapping[str, str], book: CodeBook) -> list[SampleRow]:
    """The lines as typed, each with the title of its code."""
    rows = []
    for number in range(1, ROWS + 1):
        typed = form.get(f"code-{number}", "").strip()[:MAX_CODE_LENGTH]
        code = typed_diagnosis_code(typed) if typed else ""
        entry = book.entry("cm", code) if code else None
        poa = _LETTERS.get(form.get(f"poa-{number}", ""), "")
        rows.append(SampleRow(number, code, poa, entry.title if entry else ""))
    return rows


def with_code(rows: list[SampleRow], code: str, book: CodeBook) -> list[SampleRow]:
    """The lines with one more code in the first empty one; unchanged when there is none."""
    entry = book.entry("cm", code)
    for place, row in enumerate(rows):
        if not row.code:
            title = entry.title if entry else ""
            filled = replace(row, code=typed_diagnosis_code(code), title=title)
            return [*rows[:place], filled, *rows[place + 1 :]]
    return rows


def submission_of(rows: list[SampleRow], discharge_status: str) -> Submission:
    """The coding that the lines say."""
    return Submission(
        tuple(CodedDiagnosis(row.code, _LETTERS.get(row.poa)) for row in rows if row.code),
        (),
        discharge_status[:2],
    )


@dataclass(frozen=True, slots=True)
class Result:
    """The graded coding for the page; ``documents`` carry the passages of the findings."""

    score: ScoreView
    findings: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    money: tuple[dict[str, str], dict[str, str]] | None
    money_why: str
    money_source: str
    teaching: tuple[tuple[str, str], ...]


def result_of(
    chart: Chart,
    submission: Submission,
    book: CodeBook,
    grouper: Grouper,
    rates: BaseRates | None,
) -> Result:
    """Grade the coding as a learner's is graded."""
    grading = grade(chart, submission, book, grouper, rates)
    findings = as_graded(grading.findings)
    drg = drg_details(grading.drg)
    return Result(
        score=score_view(grading.score.as_json()),
        findings=[
            finding_view(one, chart, book, lambda _document, mark: f"#{mark}") for one in findings
        ],
        documents=[
            {
                "id": document.id,
                "title": document.title,
                "facts": document_facts(document),
                "body": marked(chart, document, findings),
            }
            for document in chart.documents
        ],
        money=money_sides(drg) if drg else None,
        money_why=str(drg["sentence"]) if drg else "",
        money_source=money_source(drg) if drg else "",
        teaching=tuple((one.rule, one.text) for one in chart.key.teaching),
    )


def documents_of(chart: Chart) -> list[dict[str, Any]]:
    """The record before grading."""
    return [
        {
            "id": document.id,
            "title": document.title,
            "facts": document_facts(document),
            "body": rendered(chart, document).html,
        }
        for document in chart.documents
    ]
