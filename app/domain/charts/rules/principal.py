"""The principal or first-listed diagnosis (guidelines II and IV.A): a point of its own."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.charts.findings import POINT, Finding
from app.domain.charts.guidelines import cite, rule_against_first
from app.domain.charts.rules.grounds import Grounds


def first_place(grounds: Grounds) -> Iterator[Finding]:
    """A finding when another diagnosis stands first; none when nothing is coded at all.

    A code of the right category in the first place is a near code, not a wrong principal.
    """
    matching = grounds.diagnoses
    if not matching.codes or matching.first_match:
        return
    code, entry = matching.codes[0], matching.entries[matching.first]
    rule, reason = _why_not(grounds, code)
    place = "first-listed" if grounds.outpatient else "principal"
    message = (
        f"{grounds.named('cm', code)} cannot be the {place} diagnosis by {cite(rule)}{reason}; "
        f"the record points to {grounds.named('cm', entry.code)}: {entry.why}"
    )
    yield Finding("principal", code, entry.code, rule, message, entry.evidence, lost=POINT)


def _why_not(grounds: Grounds, code: str) -> tuple[str, str]:
    """The rule against the code in the first place, and what has to be said beside it."""
    entry = grounds.diagnoses.entries[grounds.diagnoses.first]
    for sequence in grounds.chart.key.sequence:
        if sequence.after == code and sequence.before in entry.accepted:
            return sequence.rule, ""
    if "in diseases classified elsewhere" in grounds.title("cm", code):
        return "I.A.13", ", since it names a manifestation"
    return rule_against_first(code, grounds.outpatient), ""
