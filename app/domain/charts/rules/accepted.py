"""Codes that the key accepts: required ones that are right, and optional ones."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.charts.findings import Finding
from app.domain.charts.guidelines import cite
from app.domain.charts.rules.grounds import Grounds
from app.domain.codesets.values import System


def accepted_codes(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each code that is right, then for each that the key leaves open."""
    for matching in (grounds.diagnoses, grounds.procedures):
        for match in matching.matches:
            if match.exact:
                entry = matching.entries[match.entry]
                code = matching.codes[match.position]
                yield Finding("correct", code, entry.code, "", entry.why, entry.evidence)
    yield from _optional(grounds, "cm")
    yield from _optional(grounds, "pcs")


def _optional(grounds: Grounds, system: System) -> Iterator[Finding]:
    matching = grounds.matching(system)
    rule = "UHDDS" if system == "pcs" else "IV.J" if grounds.outpatient else "III"
    for position, entry in sorted(matching.optional.items()):
        code = matching.codes[position]
        message = (
            f"{grounds.named(system, code)} is optional here and counts nothing either way; "
            f"whether it is reported is for the facility to say within {cite(rule)}."
        )
        yield Finding("optional", code, entry.code, rule, message, entry.evidence)
