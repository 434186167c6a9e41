"""A learner's coding of a chart, read from and written to plain JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from app.domain.codesets.values import normalise_cm, normalise_pcs
from app.domain.payment.case import CodedDiagnosis, CodedProcedure, Poa

MAX_ROWS = 200
MAX_CODE_LENGTH = 20
_POA = {"Y", "N", "U", "W"}
Row = Mapping[str, object]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Submission:
    """Codes in the order of their sequence; the first diagnosis is the principal one."""

    diagnoses: tuple[CodedDiagnosis, ...] = ()
    procedures: tuple[CodedProcedure, ...] = ()
    discharge_status: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What cannot be read, and where: ``diagnoses[2].poa``, rows counted from 1."""

    where: str
    message: str


def read_submission(value: object) -> tuple[Submission, tuple[RowProblem, ...]]:
    """Read ``{"diagnoses": [...], "procedures": [...], "discharge_status": "01"}``.

    Codes are taken in any case, with spaces, without the dot. A text that is no code stays as
    it was typed: that is a fault of the coding, which the grader names. Blank rows are dropped.
    A row with a problem keeps whatever of it could be read.
    """
    problems: list[RowProblem] = []
    if not isinstance(value, Mapping):
        problem = RowProblem("submission", "must be an object with diagnoses and procedures")
        return Submission(), (problem,)
    diagnoses = _rows(value, "diagnoses", _read_diagnosis, problems)
    procedures = _rows(value, "procedures", _read_procedure, problems)
    status = value.get("discharge_status")
    if status is not None and not isinstance(status, str):
        problems.append(RowProblem("discharge_status", 'must be text such as "01"'))
        status = None
    submission = Submission(tuple(diagnoses), tuple(procedures), (status or "").strip())
    return submission, tuple(problems)


def submission_json(submission: Submission) -> dict[str, object]:
    """The same as plain JSON values; reading them gives the submission back."""
    return {
        "diagnoses": [{"code": row.code, "poa": row.poa} for row in submission.diagnoses],
        "procedures": [
            {"code": row.code, "date": row.date.isoformat() if row.date else None}
            for row in submission.procedures
        ],
        "discharge_status": submission.discharge_status,
    }


def typed_diagnosis_code(text: str) -> str:
    """Canonical form of a diagnosis code, or the text in capitals where it is none."""
    return normalise_cm(text) or " ".join(text.upper().split())


def typed_procedure_code(text: str) -> str:
    """Canonical form of a procedure code, or the text in capitals where it is none."""
    return normalise_pcs(text) or " ".join(text.upper().split())


def _rows(
    value: Row,
    name: str,
    read: Callable[[Row, str, str, list[RowProblem]], T],
    problems: list[RowProblem],
) -> list[T]:
    rows = value.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        problems.append(RowProblem(name, "must be a list"))
        return []
    if len(rows) > MAX_ROWS:
        problems.append(RowProblem(name, f"has more than {MAX_ROWS} rows"))
        return []
    found: list[T] = []
    for number, row in enumerate(rows, 1):
        where = f"{name}[{number}]"
        code = _code_text(row, where, problems)
        if code:
            found.append(read(cast(Row, row), code, where, problems))
    return found


def _code_text(row: object, where: str, problems: list[RowProblem]) -> str:
    """The code as typed; empty for a blank row and, with a problem, for an unreadable one."""
    if not isinstance(row, Mapping):
        problems.append(RowProblem(where, "must be an object with a code"))
        return ""
    code = row.get("code")
    if code is None:
        code = ""
    if not isinstance(code, str):
        problems.append(RowProblem(f"{where}.code", "must be text"))
        return ""
    if len(code) > MAX_CODE_LENGTH:
        problems.append(RowProblem(f"{where}.code", "is too long for a code"))
        return ""
    return code.strip()


def _read_diagnosis(row: Row, code: str, where: str, problems: list[RowProblem]) -> CodedDiagnosis:
    poa = row.get("poa")
    letter = "" if poa is None else str(poa).strip().upper()
    if not letter:
        return CodedDiagnosis(typed_diagnosis_code(code))
    if letter not in _POA:
        problems.append(RowProblem(f"{where}.poa", "must be Y, N, U or W, or empty"))
        return CodedDiagnosis(typed_diagnosis_code(code))
    return CodedDiagnosis(typed_diagnosis_code(code), cast(Poa, letter))


def _read_procedure(row: Row, code: str, where: str, problems: list[RowProblem]) -> CodedProcedure:
    return CodedProcedure(typed_procedure_code(code), _read_date(row.get("date"), where, problems))


def _read_date(value: object, where: str, problems: list[RowProblem]) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(cast(str, value).strip())
    except (AttributeError, TypeError, ValueError):
        problems.append(RowProblem(f"{where}.date", "must be a day such as 2026-05-03"))
        return None
