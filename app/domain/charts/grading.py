"""The grader: compares a coding with the key of its chart and says what is right and what not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.charts.drg import DrgComparison, compare_drgs, drg_json
from app.domain.charts.findings import Finding
from app.domain.charts.rules import RULES
from app.domain.charts.rules.grounds import grounds_of
from app.domain.charts.score import Score, possible_units, score_of
from app.domain.charts.submissions import Submission
from app.domain.charts.values import Chart
from app.domain.codesets.values import CodeBook
from app.domain.payment.case import Grouper
from app.domain.payment.money import BaseRates

GRADER_VERSION = "1"
"""Stored with each grading; raised whenever the same coding would be graded otherwise."""


@dataclass(frozen=True, slots=True)
class Grading:
    """The result; the costs of the findings add up to 100 less the raw score."""

    score: Score
    findings: tuple[Finding, ...]
    drg: DrgComparison | None
    version: str = GRADER_VERSION

    def as_json(self) -> dict[str, object]:
        """The document that ``flask charts grade`` prints."""
        return {
            "score": self.score.as_json(),
            "drg": drg_json(self.drg),
            "findings": [finding.as_json() for finding in self.findings],
        }


def grade(
    chart: Chart,
    submission: Submission,
    book: CodeBook,
    grouper: Grouper,
    rates: BaseRates | None = None,
) -> Grading:
    """Grade a coding by the code sets in force at discharge.

    ``rates`` price the difference of the MS-DRGs; without them only weights are compared.
    Raises ValueError for a discharge date outside every edition of code book or grouper.
    """
    _refuse_unknown_day(chart, book)
    grounds = grounds_of(chart, submission, book)
    price = 100 / possible_units(chart)
    findings = tuple(
        replace(finding, cost=price * (finding.lost + finding.charged))
        if finding.lost or finding.charged
        else finding
        for rule in RULES
        for finding in rule(grounds)
    )
    drg = compare_drgs(chart, submission, grouper, rates)
    score = score_of(grounds, findings, drg.same if drg else None)
    return Grading(score, findings, drg)


def _refuse_unknown_day(chart: Chart, book: CodeBook) -> None:
    """A day on which no code of the key is in force lies outside every installed edition."""
    day = chart.discharge_date
    if not any(book.valid("cm", entry.code, day) for entry in chart.key.diagnoses):
        raise ValueError(f"no installed edition of the codes covers {day.isoformat()}")
