"""A chart as learners code it: encounter, documents and key, all frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from app.domain.codesets.values import System
from app.domain.payment.case import Poa

Setting = Literal[
    "inpatient",
    "emergency",
    "clinic",
    "ambulatory_surgery",
    "skilled_nursing",
    "home_health",
    "rehabilitation",
]
Sex = Literal["F", "M"]
SETTINGS: tuple[str, ...] = get_args(Setting)
OUTPATIENT_SETTINGS: frozenset[str] = frozenset({"emergency", "clinic", "ambulatory_surgery"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of one document, quoted word for word; ``document`` is the document's id."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the record; ``id`` is its file name, ``body`` its Markdown."""

    id: str
    title: str
    kind: str
    author: str
    credential: str
    written: datetime | None
    signed: datetime | None
    body: str


@dataclass(frozen=True, slots=True)
class Encounter:
    """Who was treated where and when; ``inpatient_order`` is None where there was none."""

    setting: Setting
    facility: str
    record_number: str
    patient_name: str
    sex: Sex
    birth_date: date
    admitted: date
    discharged: date
    inpatient_order: datetime | None = None
    payer: str = ""

    @property
    def age(self) -> int:
        """Completed years on the day of admission, as the grouper takes the age."""
        born, came = self.birth_date, self.admitted
        return came.year - born.year - ((came.month, came.day) < (born.month, born.day))

    @property
    def outpatient(self) -> bool:
        """Whether Section IV of the guidelines applies in place of Sections II and III."""
        return self.setting in OUTPATIENT_SETTINGS

    @property
    def inpatient(self) -> bool:
        """Whether POA indicators and an MS-DRG belong to the case: acute inpatient care alone."""
        return self.setting == "inpatient"


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One diagnosis or procedure of the key.

    ``poa`` is the set of accepted indicators, empty where none is due; ``date`` is the day of
    a procedure.
    """

    code: str
    alternatives: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    why: str = ""
    poa: tuple[Poa, ...] = ()
    date: date | None = None

    @property
    def accepted(self) -> tuple[str, ...]:
        """The code itself, then the other codes accepted in its place."""
        return (self.code, *self.alternatives)


@dataclass(frozen=True, slots=True)
class SequenceRule:
    """A constraint: where both are coded, ``before`` stands somewhere above ``after``."""

    before: str
    after: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class WrongCode:
    """A code that learners wrongly choose; ``instead_of`` is empty where it is over-coded."""

    code: str
    system: System
    rule: str
    why: str
    instead_of: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Teaching:
    """A point to take home and the rule it belongs to."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """What counts as right; the first diagnosis is the principal or first-listed one."""

    diagnoses: tuple[KeyEntry, ...]
    optional_diagnoses: tuple[KeyEntry, ...] = ()
    procedures: tuple[KeyEntry, ...] = ()
    optional_procedures: tuple[KeyEntry, ...] = ()
    principal_candidates: tuple[str, ...] = ()
    sequence: tuple[SequenceRule, ...] = ()
    wrong: tuple[WrongCode, ...] = ()
    discharge_status: str = ""
    teaching: tuple[Teaching, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A record to code with its key; ``ref`` is its identity, ``level`` runs from 1 to 5."""

    ref: str
    title: str
    specialty: str
    level: int
    minutes: int
    encounter: Encounter
    documents: tuple[Document, ...]
    key: Key
    tasks: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    sample: bool = False

    @property
    def discharge_date(self) -> date:
        """The day whose code sets apply; for an outpatient the day of the encounter."""
        return self.encounter.discharged
