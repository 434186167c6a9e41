"""The score of a chart: points earned and charged, and the usual measures of coding accuracy.

Possible are 2 points for the principal or first-listed diagnosis, 1 for each other diagnosis or
procedure of the key, and 0.25 for each POA indicator due. What a finding loses or is charged
for is in units of which POINT make a point, so that all sums are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.charts.findings import POINT, QUARTER, Finding
from app.domain.charts.rules.grounds import Grounds, poa_due
from app.domain.charts.values import Chart


@dataclass(frozen=True, slots=True)
class Measure:
    """A share with what it is made of; None where the denominator is 0.

    ``value`` may fall below zero where something is taken off the numerator.
    """

    numerator: float
    denominator: int
    method: str

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None

    @property
    def floored(self) -> float | None:
        return None if self.value is None else max(0.0, self.value)


@dataclass(frozen=True, slots=True)
class Score:
    """Points and measures of one coding; ``raw`` may fall below zero, ``total`` does not.

    ``drg`` is None where no MS-DRG belongs to the case.
    """

    possible: float
    earned: float
    charged: float
    raw: float
    principal: bool
    sequence: bool
    drg: bool | None
    poa: Measure
    precision: Measure
    recall: Measure
    f1: Measure
    code_over_code: Measure

    @property
    def total(self) -> float:
        return max(0.0, self.raw)

    @property
    def measures(self) -> dict[str, Measure]:
        return {
            "code_over_code": self.code_over_code,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "poa": self.poa,
        }

    def as_json(self) -> dict[str, object]:
        """The score in the names of ``flask charts grade``; shares run from 0 to 1."""
        measures = self.measures
        return {
            "total": self.total,
            "raw": self.raw,
            "possible": self.possible,
            "earned": self.earned,
            "charged": self.charged,
            "principal": self.principal,
            "sequence": self.sequence,
            "drg": self.drg,
            **{name: measure.value for name, measure in measures.items()},
            "methods": {
                name: {
                    "method": measure.method,
                    "numerator": measure.numerator,
                    "denominator": measure.denominator,
                    "floored": measure.floored,
                }
                for name, measure in measures.items()
            },
        }


def possible_units(chart: Chart) -> int:
    """Units that a coding which is right in every respect earns."""
    key = chart.key
    codes = 1 + len(key.diagnoses) + len(key.procedures)
    return POINT * codes + QUARTER * _indicators_due(chart)


def score_of(grounds: Grounds, findings: Sequence[Finding], drg: bool | None) -> Score:
    """Add up the findings of a grading."""
    possible = possible_units(grounds.chart)
    earned = possible - sum(finding.lost for finding in findings)
    charged = sum(finding.charged for finding in findings)
    kinds = {finding.kind for finding in findings}
    first = grounds.diagnoses.first_match
    correct, entered, required, over = _counts(grounds)
    return Score(
        possible=possible / POINT,
        earned=earned / POINT,
        charged=charged / POINT,
        raw=100 * (earned - charged) / possible,
        principal=first is not None and first.exact,
        sequence="sequence" not in kinds,
        drg=drg,
        poa=_poa(grounds, findings),
        precision=Measure(correct, entered, "correct codes / codes entered, optional ones aside"),
        recall=Measure(correct, required, "correct codes / codes in the key"),
        f1=Measure(
            2 * correct, entered + required, "2 x correct / (codes entered + codes in the key)"
        ),
        code_over_code=Measure(
            correct - over, required, "(correct codes - over-coded codes) / codes in the key"
        ),
    )


def _counts(grounds: Grounds) -> tuple[int, int, int, int]:
    """Correct, entered, required and over-coded codes, diagnoses and procedures together."""
    correct = entered = required = over = 0
    for matching in (grounds.diagnoses, grounds.procedures):
        correct += sum(match.exact for match in matching.matches)
        entered += len(matching.codes) - len(matching.optional)
        required += len(matching.entries)
        over += len(matching.others)
    return correct, entered, required, over


def _poa(grounds: Grounds, findings: Sequence[Finding]) -> Measure:
    """Indicators that agree with the key; those of missed codes do not."""
    due = _indicators_due(grounds.chart)
    wrong = sum(finding.kind in ("poa_wrong", "poa_missing") for finding in findings)
    missed = sum(
        poa_due(grounds.chart, grounds.diagnoses.entries[number])
        for number in grounds.diagnoses.missed
    )
    return Measure(due - wrong - missed, due, "POA indicators right / indicators due in the key")


def _indicators_due(chart: Chart) -> int:
    return sum(poa_due(chart, entry) for entry in chart.key.diagnoses)
