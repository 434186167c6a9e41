"""Builds a chart from the plain values of its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal, cast

from app.domain.charts.values import (
    SETTINGS,
    Chart,
    Document,
    Encounter,
    Evidence,
    Key,
    KeyEntry,
    SequenceRule,
    Setting,
    Sex,
    Teaching,
    WrongCode,
)
from app.domain.codesets.values import normalise_cm, normalise_pcs
from app.domain.payment.case import Poa

Fields = Mapping[str, object]
CodeSystem = Literal["cm", "pcs"]
_POA_VALUES = {"Y", "N", "U", "W", "exempt"}


class ChartError(ValueError):
    """The files do not make a chart; the message names the field and what is wrong with it."""


def from_files(chart: Fields, key: Fields, documents: Mapping[str, Fields]) -> Chart:
    """The chart of ``chart.yml``, ``key.yml`` and documents by id.

    A document is its front matter with its Markdown under ``body``. Raises ChartError.
    """
    return Chart(
        ref=_text(chart, "ref"),
        title=_text(chart, "title"),
        specialty=_text(chart, "specialty", ""),
        level=_number(chart, "level"),
        minutes=_number(chart, "minutes"),
        encounter=read_encounter(chart),
        documents=tuple(_document(id_, documents[id_]) for id_ in sorted(documents)),
        key=read_key(key),
        tasks=_texts(chart, "tasks"),
        lessons=_texts(chart, "lessons"),
        sample=bool(chart.get("sample", False)),
    )


def from_data(data: Fields) -> Chart:
    """The chart of a content document's plain values: ``chart``, ``key`` and ``documents``."""
    documents = _mapping(data.get("documents"), "documents")
    return from_files(
        _mapping(data.get("chart"), "chart"),
        _mapping(data.get("key"), "key"),
        {id_: _mapping(fields, id_) for id_, fields in documents.items()},
    )


def read_encounter(chart: Fields) -> Encounter:
    """The encounter that ``chart.yml`` describes; raises ChartError."""
    patient = _mapping(chart.get("patient"), "patient")
    setting, sex = _text(chart, "setting"), _text(patient, "sex")
    if setting not in SETTINGS:
        raise ChartError(f"setting: {setting!r} is none of {', '.join(SETTINGS)}")
    if sex not in ("F", "M"):
        raise ChartError("patient.sex: must be F or M")
    encounter = Encounter(
        setting=cast(Setting, setting),
        facility=_text(chart, "facility", ""),
        record_number=_text(chart, "record_number", ""),
        patient_name=_text(patient, "name"),
        sex=cast(Sex, sex),
        birth_date=_required_day(patient, "birth_date"),
        admitted=_required_day(chart, "admitted"),
        discharged=_required_day(chart, "discharged"),
        inpatient_order=_moment(chart.get("inpatient_order"), "inpatient_order"),
        payer=_text(chart, "payer", ""),
    )
    if not encounter.birth_date <= encounter.admitted <= encounter.discharged:
        raise ChartError("birth_date, admitted and discharged must follow one another")
    return encounter


def read_key(key: Fields) -> Key:
    """The key that ``key.yml`` describes; raises ChartError."""
    diagnoses = _entries(key, "diagnoses", "cm")
    if not diagnoses:
        raise ChartError("diagnoses: the key needs at least one")
    return Key(
        diagnoses=diagnoses,
        optional_diagnoses=_entries(key, "optional_diagnoses", "cm"),
        procedures=_entries(key, "procedures", "pcs"),
        optional_procedures=_entries(key, "optional_procedures", "pcs"),
        principal_candidates=tuple(
            _code(code, "cm", "principal_candidates")
            for code in _texts(key, "principal_candidates")
        ),
        sequence=tuple(_sequence_rule(row) for row in _items(key, "sequence")),
        wrong=tuple(_wrong(row) for row in _items(key, "wrong")),
        discharge_status=_text(key, "discharge_status", ""),
        teaching=tuple(
            Teaching(_text(row, "rule"), _text(row, "text")) for row in _items(key, "teaching")
        ),
    )


def _document(id_: str, fields: Fields) -> Document:
    return Document(
        id=id_,
        title=_text(fields, "title"),
        kind=_text(fields, "kind"),
        author=_text(fields, "author", ""),
        credential=_text(fields, "credential", ""),
        written=_moment(fields.get("written"), f"{id_}.written"),
        signed=_moment(fields.get("signed"), f"{id_}.signed"),
        body=_text(fields, "body"),
    )


def _entries(key: Fields, name: str, system: CodeSystem) -> tuple[KeyEntry, ...]:
    return tuple(_entry(row, name, system) for row in _items(key, name))


def _entry(row: Fields, name: str, system: CodeSystem) -> KeyEntry:
    poa = _texts(row, "poa")
    if not _POA_VALUES.issuperset(poa):
        raise ChartError(f"{name}: poa must hold Y, N, U, W or exempt")
    return KeyEntry(
        code=_code(_text(row, "code"), system, name),
        alternatives=tuple(_code(code, system, name) for code in _texts(row, "alternatives")),
        evidence=_evidence(row),
        why=_text(row, "why", ""),
        poa=tuple(cast(Poa, letter) for letter in poa if letter != "exempt"),
        date=_day(row.get("date"), f"{name}.date"),
    )


def _sequence_rule(row: Fields) -> SequenceRule:
    return SequenceRule(
        before=_code(_text(row, "before"), "cm", "sequence"),
        after=_code(_text(row, "after"), "cm", "sequence"),
        rule=_text(row, "rule"),
        why=_text(row, "why", ""),
    )


def _wrong(row: Fields) -> WrongCode:
    system = _text(row, "system", "cm")
    if system not in ("cm", "pcs"):
        raise ChartError("wrong: system must be cm or pcs")
    known = cast(CodeSystem, system)
    instead_of = _text(row, "instead_of", "")
    return WrongCode(
        code=_code(_text(row, "code"), known, "wrong"),
        system=known,
        rule=_text(row, "rule"),
        why=_text(row, "why"),
        instead_of=_code(instead_of, known, "wrong") if instead_of else "",
        evidence=_evidence(row),
    )


def _evidence(row: Fields) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(_text(item, "document"), _text(item, "quote")) for item in _items(row, "evidence")
    )


def _code(text: str, system: CodeSystem, where: str) -> str:
    code = normalise_cm(text) if system == "cm" else normalise_pcs(text)
    if code is None:
        raise ChartError(f"{where}: {text!r} has not the form of a code")
    return code


def _text(fields: Fields, name: str, default: str | None = None) -> str:
    value = fields.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise ChartError(f"{name}: must be text")
    return value


def _number(fields: Fields, name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int):
        raise ChartError(f"{name}: must be a whole number")
    return value


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    values = _list(fields.get(name), name)
    if not all(isinstance(value, str) for value in values):
        raise ChartError(f"{name}: must be a list of texts")
    return tuple(cast(str, value) for value in values)


def _items(fields: Fields, name: str) -> list[Fields]:
    return [_mapping(value, name) for value in _list(fields.get(name), name)]


def _list(value: object, name: str) -> Sequence[object]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise ChartError(f"{name}: must be a list")
    return value


def _mapping(value: object, name: str) -> Fields:
    if not isinstance(value, Mapping):
        raise ChartError(f"{name}: must be a mapping")
    return value


def _required_day(fields: Fields, name: str) -> date:
    day = _day(fields.get(name), name)
    if day is None:
        raise ChartError(f"{name}: is missing")
    return day


def _day(value: object, name: str) -> date | None:
    moment = _moment(value, name)
    return moment.date() if moment else None


def _moment(value: object, name: str) -> datetime | None:
    """Local time of the facility, as written in the record: it carries no zone."""
    if value is None or isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value.isoformat() if isinstance(value, date) else str(value))
    except ValueError:
        raise ChartError(f"{name}: {value!r} is no date") from None
