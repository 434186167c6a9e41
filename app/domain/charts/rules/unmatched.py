"""Codes that no code of the key matches, exactly or nearly: half a point each."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.charts.findings import HALF, Finding
from app.domain.charts.guidelines import cite
from app.domain.charts.rules.grounds import Grounds
from app.domain.codesets.values import System


def unmatched_codes(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each repeated, invalid or over-coded code."""
    yield from _unmatched(grounds, "cm")
    yield from _unmatched(grounds, "pcs")


def _unmatched(grounds: Grounds, system: System) -> Iterator[Finding]:
    matching = grounds.matching(system)
    taken = {match.position for match in matching.matches} | matching.optional.keys()
    seen = {matching.codes[position] for position in taken}
    for position in matching.others:
        code = matching.codes[position]
        yield _repeated(grounds, system, code) if code in seen else _extra(grounds, system, code)
        seen.add(code)


def _repeated(grounds: Grounds, system: System, code: str) -> Finding:
    rule = "I.B.12" if system == "cm" else "B3.2"
    message = f"{grounds.named(system, code)} stands in your coding already: {cite(rule)}."
    return Finding("duplicate", code, "", rule, message, charged=HALF)


def _extra(grounds: Grounds, system: System, code: str) -> Finding:
    wrong = grounds.wrong(system, code)
    expected = wrong.instead_of if wrong else ""
    evidence = wrong.evidence if wrong else ()
    if fault := grounds.fault(system, code):
        message = f"{grounds.named(system, code)} {fault.says}, so {cite(fault.rule)} refuses it."
        return Finding(fault.kind, code, expected, fault.rule, message, evidence, charged=HALF)
    rule = wrong.rule if wrong else _rule_of_silence(grounds, system, code)
    named = grounds.named(system, code)
    if wrong:
        message = f"{named} does not belong here by {cite(rule)}: {wrong.why}"
    else:
        message = (
            f"The key is silent on {named}: it names no passage for it, and {cite(rule)} asks "
            "for one that supports it."
        )
    return Finding("over_coded", code, expected, rule, message, evidence, charged=HALF)


def _rule_of_silence(grounds: Grounds, system: System, code: str) -> str:
    """The rule by which a code on which the key is silent would have to be justified."""
    if system == "pcs":
        return "UHDDS"
    if code.startswith("R"):
        return "I.B.5"
    return "IV.J" if grounds.outpatient else "III"
