"""What the discharge abstract says beside the codes: dates of procedures, discharge status."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.charts.findings import Finding
from app.domain.charts.guidelines import UHDDS, cite
from app.domain.charts.rules.grounds import Grounds


def procedure_dates(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each procedure of the key whose day differs; it has no price (UHDDS)."""
    for match in grounds.procedures.matches:
        entry = grounds.procedures.entries[match.entry]
        row = grounds.submission.procedures[match.position]
        if entry.date is None or row.date == entry.date:
            continue
        yours = f"not {row.date.isoformat()}" if row.date else "and you gave no date"
        message = (
            f"The record dates {grounds.named('pcs', entry.code)} {entry.date.isoformat()}, "
            f"{yours}; {cite(UHDDS)} asks for the day of each procedure."
        )
        yield Finding(
            "procedure_date", row.code, entry.date.isoformat(), UHDDS, message, entry.evidence
        )


def discharge_status(grounds: Grounds) -> Iterator[Finding]:
    """A finding when the patient's discharge status differs; it has no price (UHDDS)."""
    expected, yours = grounds.chart.key.discharge_status, grounds.submission.discharge_status
    if not expected or yours == expected:
        return
    given = f"not {yours}" if yours else "and you gave none"
    message = (
        f"The record points to discharge status {expected}, {given}; by {cite(UHDDS)} it says "
        "where the patient went, and for some MS-DRGs it changes the payment."
    )
    yield Finding("discharge_status", yours, expected, UHDDS, message)
