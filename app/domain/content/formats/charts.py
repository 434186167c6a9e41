"""Formats of a chart's folder: the encounter, its key, and the front matter of its documents."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from app.domain.content.formats.common import (
    BlindReading,
    ContentModel,
    FilledLine,
    FilledText,
    LessonRef,
    Line,
    LocalMinute,
    Many,
    Slug,
    TaskId,
    Waivers,
)

CmCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")]
PcsCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-Z]{7}$")]
RuleNumber = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w.\- ]*$", max_length=40)]
DocumentName = Annotated[str, StringConstraints(pattern=r"^\d{2}-[a-z0-9]+(-[a-z0-9]+)*$")]
PoaValue = Literal["Y", "N", "U", "W", "exempt"]
Setting = Literal[
    "inpatient",
    "emergency",
    "clinic",
    "ambulatory_surgery",
    "skilled_nursing",
    "home_health",
    "rehabilitation",
]
DocumentKind = Literal[
    "face_sheet",
    "ed_note",
    "history_physical",
    "orders",
    "progress",
    "consult",
    "laboratory",
    "imaging",
    "operative",
    "pathology",
    "medication",
    "nursing",
    "discharge_summary",
    "anesthesia",
    "procedure_note",
    "other",
]


class Patient(ContentModel):
    """An invented patient."""

    name: FilledLine
    sex: Literal["F", "M"]
    birth_date: date


class Encounter(ContentModel):
    """chart.yml: who, where and when; ``inpatient_order`` is null when outpatient."""

    ref: Slug
    title: FilledLine
    setting: Setting
    specialty: FilledLine
    level: Annotated[int, Field(ge=1, le=5)]
    minutes: Annotated[int, Field(ge=1, le=240)]
    record_number: FilledLine
    patient: Patient
    facility: FilledLine
    admitted: date
    discharged: date
    inpatient_order: LocalMinute | None
    payer: FilledLine
    tasks: Annotated[Many[TaskId], Field(min_length=1)]
    lessons: Many[LessonRef] = ()
    sample: bool = False
    writer: Slug
    blind: BlindReading = BlindReading()
    lint_ok: Waivers = {}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.patient.birth_date <= self.admitted <= self.discharged:
            raise ValueError("birth, admission and discharge come in this order")
        if (self.setting == "inpatient") != (self.inpatient_order is not None):
            raise ValueError("inpatient charts, and only they, have an inpatient_order")
        return self


class Evidence(ContentModel):
    """A passage of the record, word for word; ``document`` is the file's name without .md."""

    document: DocumentName
    quote: FilledText


class KeyDiagnosis(ContentModel):
    """A diagnosis of the key; ``poa`` is the accepted set, empty when outpatient."""

    code: CmCode
    poa: Many[PoaValue] = ()
    alternatives: Many[CmCode] = ()
    evidence: Annotated[Many[Evidence], Field(min_length=1)]
    why: FilledText


class KeyProcedure(ContentModel):
    """A procedure of the key and the day on which it was done."""

    code: PcsCode
    date: date
    alternatives: Many[PcsCode] = ()
    evidence: Annotated[Many[Evidence], Field(min_length=1)]
    why: FilledText


class Sequence(ContentModel):
    """One code that must stand before another, with the rule that says so."""

    before: CmCode
    after: CmCode
    rule: RuleNumber
    why: FilledText


class WrongCode(ContentModel):
    """A code that learners wrongly choose; ``instead_of`` is empty when it is simply too much."""

    code: CmCode | PcsCode
    system: Literal["cm", "pcs"]
    rule: RuleNumber
    why: FilledText
    instead_of: CmCode | PcsCode | Literal[""] = ""
    evidence: Many[Evidence] = ()


class Teaching(ContentModel):
    """A teaching point and the rule behind it."""

    rule: RuleNumber
    text: FilledText


class Key(ContentModel):
    """key.yml: what is right, with its evidence; the first diagnosis is the principal one."""

    diagnoses: Annotated[Many[KeyDiagnosis], Field(min_length=1)]
    optional_diagnoses: Many[KeyDiagnosis] = ()
    procedures: Many[KeyProcedure] = ()
    optional_procedures: Many[KeyProcedure] = ()
    principal_candidates: Many[CmCode] = ()
    sequence: Many[Sequence] = ()
    wrong: Many[WrongCode] = ()
    discharge_status: Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
    teaching: Many[Teaching] = ()


class DocumentFront(ContentModel):
    """The front matter of documents/NN-name.md."""

    title: FilledLine
    kind: DocumentKind
    author: FilledLine
    credential: Line = ""
    written: LocalMinute
    signed: LocalMinute | None
