"""What the grader says: one finding for each thing, with rule, passage and price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.charts.values import Evidence

Kind = Literal[
    "correct",
    "optional",
    "missed",
    "over_coded",
    "duplicate",
    "unspecific",
    "neighbor",
    "pcs_axis",
    "invalid",
    "not_billable",
    "seventh_missing",
    "principal",
    "sequence",
    "excludes1",
    "poa_wrong",
    "poa_missing",
    "poa_exempt",
    "procedure_date",
    "discharge_status",
]

Group = Literal["correct", "missed", "partly", "wrong", "extra", "order", "poa"]

_GROUPS: dict[Kind, Group] = {
    "correct": "correct",
    "optional": "extra",
    "missed": "missed",
    "over_coded": "extra",
    "duplicate": "extra",
    "principal": "order",
    "sequence": "order",
    "poa_wrong": "poa",
    "poa_missing": "poa",
    "poa_exempt": "poa",
}

POINT = 28
"""Units of one point: the least number that halves, quarters and sevenths divide."""
HALF, QUARTER, SEVENTH = POINT // 2, POINT // 4, POINT // 7


@dataclass(frozen=True, slots=True)
class AxisDifference:
    """One of the seven characters of a procedure code that differs from the key's."""

    position: int
    axis: str
    yours: str
    yours_title: str
    expected: str
    expected_title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the coding.

    ``code`` is the learner's, or for a missed one the key's; ``expected`` the key's code where
    there is one. ``lost`` and ``charged`` are units (POINT to a point) not earned and charged;
    ``cost`` is their price in points of the score, where the whole key is 100.
    """

    kind: Kind
    code: str
    expected: str = ""
    rule: str = ""
    message: str = ""
    evidence: tuple[Evidence, ...] = ()
    lost: int = 0
    charged: int = 0
    cost: float = 0.0
    axes: tuple[AxisDifference, ...] = ()

    @property
    def group(self) -> Group:
        """What a page files the finding under; a code that stands for another is partly right."""
        return _GROUPS.get(self.kind) or ("partly" if self.lost else "wrong")

    def as_json(self) -> dict[str, object]:
        """The finding in the names of the command ``flask charts grade``."""
        return {
            "kind": self.kind,
            "code": self.code,
            "expected": self.expected,
            "rule": self.rule,
            "message": self.message,
            "evidence": [
                {"document": passage.document, "quote": passage.quote} for passage in self.evidence
            ],
            "cost": self.cost,
        }
