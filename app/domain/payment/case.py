"""A case as the MS-DRG grouper takes it, and what the grouper says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

Poa = Literal["Y", "N", "U", "W"]


@dataclass(frozen=True, slots=True)
class CodedDiagnosis:
    """A diagnosis as coded; ``poa`` is None where no indicator is reported."""

    code: str
    poa: Poa | None = None


@dataclass(frozen=True, slots=True)
class CodedProcedure:
    """A procedure as coded, with the day on which it was done where that is known."""

    code: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An inpatient case; the first diagnosis is the principal one, the first procedure likewise."""

    diagnoses: tuple[CodedDiagnosis, ...]
    procedures: tuple[CodedProcedure, ...]
    age: int
    sex: Literal["F", "M"]
    discharge_status: str
    discharge_date: date
    version: str | None = None


@dataclass(frozen=True, slots=True)
class SecondarySeverity:
    """What a secondary diagnosis counts as, and whether the principal diagnosis excludes it."""

    code: str
    level: Literal["CC", "MCC"] | None
    excluded: bool


@dataclass(frozen=True, slots=True)
class Grouping:
    """The result of grouping; ``drg`` is None where the case is refused, and ``edits`` say why."""

    drg: str | None
    initial_drg: str | None
    title: str
    mdc: str
    type: str
    weight: Decimal | None
    edition: str
    secondary: tuple[SecondarySeverity, ...] = ()
    hac: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    geometric_mean_stay: Decimal | None = None
    arithmetic_mean_stay: Decimal | None = None
    post_acute: bool = False


class Grouper(Protocol):
    def group(self, case: Case) -> Grouping:
        """Group one case; raises ValueError for a discharge date outside every edition."""
        ...
