"""The worksheet of a chart: rows of codes that are added, moved, changed and removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from app.domain.charts.submissions import (
    MAX_CODE_LENGTH,
    MAX_ROWS,
    Submission,
    read_submission,
    typed_diagnosis_code,
    typed_procedure_code,
)
from app.domain.payment.case import CodedDiagnosis, CodedProcedure, Poa

RowSystem = Literal["cm", "pcs"]
_LETTERS: dict[str, Poa] = {"Y": "Y", "N": "N", "U": "U", "W": "W"}


class SheetFault(ValueError):  # noqa: N818  the product says fault
    """What was asked of the worksheet cannot be done; the message says why."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row; its ``id`` stays the same wherever the row is moved."""

    id: int
    code: str
    poa: Poa | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Diagnoses and procedures in the order of their sequence, and the discharge status."""

    diagnoses: tuple[SheetRow, ...] = ()
    procedures: tuple[SheetRow, ...] = ()
    discharge_status: str = ""

    @property
    def submission(self) -> Submission:
        """What is graded."""
        return Submission(
            tuple(CodedDiagnosis(row.code, row.poa) for row in self.diagnoses),
            tuple(CodedProcedure(row.code, row.date) for row in self.procedures),
            self.discharge_status,
        )

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        return self.diagnoses + self.procedures

    def row(self, row_id: int) -> SheetRow | None:
        """The row with this id; None when there is none (any more)."""
        return next((row for row in self.rows if row.id == row_id), None)

    def same_coding(self, other: Sheet) -> bool:
        """Whether both say the same, whatever the ids of their rows."""
        return self.submission == other.submission


def read_sheet(value: object) -> Sheet:
    """A worksheet from plain JSON values; what cannot be read of it is left out."""
    submission, _ = read_submission(value)
    return sheet_of(submission, _ids(value, submission))


def sheet_of(submission: Submission, ids: Sequence[int] = ()) -> Sheet:
    """The worksheet of a coding; rows without an id get the next numbers."""
    count = len(submission.diagnoses) + len(submission.procedures)
    numbers = list(ids) if len(ids) == count else list(range(1, count + 1))
    split = len(submission.diagnoses)
    return Sheet(
        tuple(
            SheetRow(number, row.code, row.poa)
            for number, row in zip(numbers[:split], submission.diagnoses, strict=True)
        ),
        tuple(
            SheetRow(number, row.code, None, row.date)
            for number, row in zip(numbers[split:], submission.procedures, strict=True)
        ),
        submission.discharge_status,
    )


def sheet_json(sheet: Sheet) -> dict[str, object]:
    """The worksheet as plain JSON values: a submission whose rows carry their ids."""
    return {
        "diagnoses": [{"code": row.code, "poa": row.poa, "id": row.id} for row in sheet.diagnoses],
        "procedures": [
            {
                "code": row.code,
                "date": row.date.isoformat() if row.date else None,
                "id": row.id,
            }
            for row in sheet.procedures
        ],
        "discharge_status": sheet.discharge_status,
    }


def add_row(sheet: Sheet, system: RowSystem, text: str, first: bool = False) -> Sheet:
    """The worksheet with one more code, as typed, at the end or in the first place.

    A diagnosis stands on it once (guideline I.B.12). Raises SheetFault.
    """
    typed = text.strip()
    if not typed or len(typed) > MAX_CODE_LENGTH:
        raise SheetFault("That is no code. Type one, such as K35.80, or choose from the results.")
    code = typed_diagnosis_code(typed) if system == "cm" else typed_procedure_code(typed)
    rows = sheet.diagnoses if system == "cm" else sheet.procedures
    if len(rows) >= MAX_ROWS:
        raise SheetFault(f"The worksheet holds at most {MAX_ROWS} rows. Remove one first.")
    for place, row in enumerate(rows, 1):
        if system == "cm" and row.code == code:
            raise SheetFault(f"{code} is on the worksheet already, in row {place}.")
    new = SheetRow(max((row.id for row in sheet.rows), default=0) + 1, code)
    return _with(sheet, system, (new, *rows) if first else (*rows, new))


def remove_row(sheet: Sheet, row_id: int) -> Sheet:
    """The worksheet without a row; unchanged when it is gone already."""
    return replace(
        sheet,
        diagnoses=tuple(row for row in sheet.diagnoses if row.id != row_id),
        procedures=tuple(row for row in sheet.procedures if row.id != row_id),
    )


def move_row(sheet: Sheet, row_id: int, step: int) -> Sheet:
    """The worksheet with a row one place up (-1) or down (1); unchanged at the ends."""
    for system, rows in (("cm", sheet.diagnoses), ("pcs", sheet.procedures)):
        places = [place for place, row in enumerate(rows) if row.id == row_id]
        if places and 0 <= places[0] + step < len(rows):
            moved = list(rows)
            moved.insert(places[0] + step, moved.pop(places[0]))
            return _with(sheet, cast(RowSystem, system), tuple(moved))
    return sheet


def set_fields(
    sheet: Sheet,
    poa: Mapping[int, str],
    dates: Mapping[int, str],
    discharge_status: str | None = None,
) -> Sheet:
    """The worksheet with what was chosen beside the rows; rows not named keep theirs.

    Raises SheetFault for a text that is no day.
    """
    return Sheet(
        tuple(
            replace(row, poa=_LETTERS.get(poa[row.id].strip().upper())) if row.id in poa else row
            for row in sheet.diagnoses
        ),
        tuple(
            replace(row, date=_day(dates[row.id])) if row.id in dates else row
            for row in sheet.procedures
        ),
        sheet.discharge_status if discharge_status is None else discharge_status.strip()[:2],
    )


def keep_both(mine: Sheet, theirs: Sheet) -> Sheet:
    """Their worksheet with what mine has beside it: further codes after theirs, and whatever
    they left blank."""
    merged = replace(theirs, discharge_status=theirs.discharge_status or mine.discharge_status)
    for system, rows, others in (
        ("cm", mine.diagnoses, theirs.diagnoses),
        ("pcs", mine.procedures, theirs.procedures),
    ):
        by_code = {row.code: row for row in rows}
        known = {row.code for row in others}
        top = max((row.id for row in merged.rows), default=0)
        filled = [_filled(row, by_code.get(row.code, row)) for row in others]
        new = [row for row in rows if row.code not in known]
        numbered = [replace(row, id=top + place) for place, row in enumerate(new, 1)]
        merged = _with(merged, cast(RowSystem, system), (*filled, *numbered)[:MAX_ROWS])
    return merged


def _filled(row: SheetRow, other: SheetRow) -> SheetRow:
    return replace(row, poa=row.poa or other.poa, date=row.date or other.date)


def _with(sheet: Sheet, system: RowSystem, rows: tuple[SheetRow, ...]) -> Sheet:
    if system == "cm":
        return replace(sheet, diagnoses=rows)
    return replace(sheet, procedures=rows)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise SheetFault(f"{text[:20]!r} is no date. Give a day such as 2026-05-03.") from None


def _ids(value: object, submission: Submission) -> list[int]:
    """The ids that the rows carry; none unless each has one of its own."""
    if not isinstance(value, Mapping):
        return []
    found: list[int] = []
    for name in ("diagnoses", "procedures"):
        rows = value.get(name)
        for row in rows if isinstance(rows, list) else ():
            number = row.get("id") if isinstance(row, Mapping) else None
            if type(number) is int and 0 < number < 1_000_000:
                found.append(number)
    return found if len(set(found)) == len(found) else []
