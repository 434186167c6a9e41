"""Whether a code may be reported at all on a day, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.codesets.values import CodeBook, CodeEntry, System, normalise_cm, normalise_pcs


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a code is refused, with the rule and the half of a sentence that says it."""

    kind: Literal["invalid", "not_billable", "seventh_missing"]
    rule: str
    says: str


def fault_of(book: CodeBook, system: System, code: str, day: date) -> Fault | None:
    """The fault of a code as coded (canonical, or typed text); None where it is valid that day."""
    known = normalise_cm(code) if system == "cm" else normalise_pcs(code)
    if known and book.valid(system, code, day):
        return None
    entry = book.entry(system, code) if known else None
    if entry is None:
        return _unknown(system, code)
    if entry.billable:
        return Fault("invalid", "45 CFR 162.1000(a)", f"is not in force on {day.isoformat()}")
    if system == "cm" and _wants_seventh(entry):
        return Fault("seventh_missing", *_seventh(entry))
    return Fault("not_billable", "I.B.2", "is a heading with more detailed codes below it")


def _unknown(system: System, code: str) -> Fault:
    if system == "cm":
        if normalise_pcs(code):
            return Fault("invalid", "I.B.1", "has the form of a procedure code, not a diagnosis")
        return Fault("invalid", "I.B.1", "is not in the Tabular List")
    if len(code) != 7:
        return Fault("invalid", "A8", "has not the seven characters of a procedure code")
    return Fault("invalid", "A6", "is not in the PCS tables")


def _wants_seventh(entry: CodeEntry) -> bool:
    """Whether all that the heading lacks is its 7th character."""
    if not entry.seventh or len(entry.code.replace(".", "")) == 7:
        return False
    return all(len(code.replace(".", "")) == 7 for code, _ in entry.children)


def _seventh(entry: CodeEntry) -> tuple[str, str]:
    choices = ", ".join(value for value, _ in entry.seventh)
    if len(entry.code.replace(".", "")) < 6:
        return "I.A.4", f"needs placeholder X and then a 7th character ({choices})"
    return "I.A.5", f"lacks its 7th character ({choices})"
