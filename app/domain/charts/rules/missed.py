"""Codes of the key that nothing in the coding stands for."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.charts.findings import POINT, QUARTER, Finding
from app.domain.charts.guidelines import UHDDS, cite, rule_of_missed
from app.domain.charts.rules.grounds import Grounds, poa_due


def missed_codes(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each missed diagnosis, then for each missed procedure (UHDDS).

    A missed diagnosis loses its POA indicator too. The first place is a point of its own, lost
    here only when nothing is coded at all.
    """
    for number in grounds.diagnoses.missed:
        yield _missed_diagnosis(grounds, number)
    for number in grounds.procedures.missed:
        entry = grounds.procedures.entries[number]
        message = _message(grounds.named("pcs", entry.code), UHDDS, entry.why)
        yield Finding("missed", entry.code, entry.code, UHDDS, message, entry.evidence, lost=POINT)


def _missed_diagnosis(grounds: Grounds, number: int) -> Finding:
    entry = grounds.diagnoses.entries[number]
    first = number == grounds.diagnoses.first
    if first:
        rule = "IV.A" if grounds.outpatient else "II"
    else:
        rule = rule_of_missed(entry.code, grounds.outpatient)
    lost = POINT + (QUARTER if poa_due(grounds.chart, entry) else 0)
    if first and not grounds.diagnoses.codes:
        lost += POINT
    message = _message(grounds.named("cm", entry.code), rule, entry.why)
    return Finding("missed", entry.code, entry.code, rule, message, entry.evidence, lost=lost)


def _message(named: str, rule: str, why: str) -> str:
    reason = f": {why}" if why else "."
    return f"The record points to {named}, and {cite(rule)} asks for it{reason}"
