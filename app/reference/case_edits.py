"""What is wrong with a case before it is grouped, in sentences that name the code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.codesets.values import CodeBook, System
from app.domain.payment.case import Case

_OLDEST = 124
_STATUSES = frozenset(
    f"{number:02d}"
    for number in (
        *(1, 2, 3, 4, 5, 6, 7, 9, 20, 21, 30, 40, 41, 42, 43, 50, 51),
        *(61, 62, 63, 64, 65, 66, 69, 70),
        *range(81, 96),
    )
)
"""Patient discharge status codes of the UB-04 claim."""

_NAMES: dict[System, str] = {"cm": "ICD-10-CM", "pcs": "ICD-10-PCS", "drg": "MS-DRG"}


def case_edits(case: Case, book: CodeBook) -> Iterator[str]:
    """A sentence for each code that may not be reported on the day, and for bad age or status."""
    if not case.diagnoses:
        yield "There is no principal diagnosis."
    for diagnosis in case.diagnoses:
        yield from _code_edit("cm", diagnosis.code, case.discharge_date, book)
    for procedure in case.procedures:
        yield from _code_edit("pcs", procedure.code, case.discharge_date, book)
    if not 0 <= case.age <= _OLDEST:
        yield f"An age of {case.age} years is not between 0 and {_OLDEST}."
    if case.discharge_status not in _STATUSES:
        yield f"{case.discharge_status!r} is not a discharge status, such as '01' for home."


def _code_edit(system: System, code: str, on: date, book: CodeBook) -> Iterator[str]:
    if book.valid(system, code, on):
        return
    entry = book.entry(system, code)
    if entry is None:
        yield f"{code} is not an {_NAMES[system]} code."
    elif entry.in_force is None:
        yield f"{code} needs more characters; it cannot be reported by itself."
    else:
        first, last = entry.in_force
        limit = f"until {last}" if on > last else f"from {first}"
        yield f"{code} is not valid on {on}: it may be reported only {limit}."
