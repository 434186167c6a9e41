"""Codes that stand for a code of the key without being it: unspecific, neighbor, wrong axis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.charts.findings import POINT, SEVENTH, AxisDifference, Finding, Kind
from app.domain.charts.guidelines import AXIS_RULES, cite
from app.domain.charts.matching import Match, nearest_accepted, nearest_procedure, right_axes
from app.domain.charts.rules.grounds import Grounds
from app.domain.charts.values import Evidence, WrongCode

_UNSPECIFIC = re.compile(
    r"\b((?<!or )unspecified|without (further )?specification|NOS)\b", re.IGNORECASE
)
_SIDE = re.compile(r"\b(right|left|bilateral|unspecified)\b", re.IGNORECASE)


def near_diagnoses(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each code of the right category: half of what the code is worth."""
    matching = grounds.diagnoses
    for match in matching.matches:
        if match.exact:
            continue
        entry, code = matching.entries[match.entry], matching.codes[match.position]
        expected = nearest_accepted(entry, code)
        kind, rule, reason = _diagnosis_reason(grounds, code, expected)
        wrong = grounds.wrong("cm", code)
        message = (
            f"The record points to {grounds.named('cm', expected)}; "
            f"{grounds.named('cm', code)} {reason} by {cite(rule)}: "
            f"{wrong.why if wrong else entry.why}"
        )
        value = 2 * POINT if match == matching.first_match else POINT
        evidence = _evidence(wrong) or entry.evidence
        yield Finding(kind, code, expected, rule, message, evidence, lost=value // 2)


def near_procedures(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each procedure code of which some axes are right."""
    for match in grounds.procedures.matches:
        if not match.exact:
            yield _near_procedure(grounds, match)


def axis_differences(grounds: Grounds, code: str, expected: str) -> tuple[AxisDifference, ...]:
    """The characters that differ, with the titles of axis and values where the book has them."""
    yours, theirs = _axes(grounds, code), _axes(grounds, expected)
    return tuple(
        AxisDifference(
            position,
            theirs.get(position, ("", ""))[0] or f"character {position}",
            mine,
            yours.get(position, ("", ""))[1],
            right,
            theirs.get(position, ("", ""))[1],
        )
        for position, (mine, right) in enumerate(zip(code, expected, strict=True), 1)
        if mine != right
    )


def _near_procedure(grounds: Grounds, match: Match) -> Finding:
    matching = grounds.procedures
    entry, code = matching.entries[match.entry], matching.codes[match.position]
    expected = nearest_procedure(entry, code)
    axes = axis_differences(grounds, code, expected)
    fault, wrong = grounds.fault("pcs", code), grounds.wrong("pcs", code)
    derived = fault.rule if fault else AXIS_RULES.get(axes[0].position, "A11")
    rule = wrong.rule if wrong else derived
    invalid = f"{code} {fault.says}, and its " if fault else f"In {code} the "
    message = (
        f"The record points to {grounds.named('pcs', expected)}. "
        f"{invalid}{'; the '.join(_axis_says(axis) for axis in axes)}, by {cite(rule)}: "
        f"{wrong.why if wrong else entry.why}"
    )
    return Finding(
        fault.kind if fault else "pcs_axis",
        code,
        expected,
        rule,
        message,
        _evidence(wrong) or entry.evidence,
        lost=SEVENTH * (7 - right_axes(entry, code)),
        axes=axes,
    )


def _diagnosis_reason(grounds: Grounds, code: str, expected: str) -> tuple[Kind, str, str]:
    """Kind, rule and half a sentence; the key's own rule goes before the derived one."""
    if fault := grounds.fault("cm", code):
        return fault.kind, fault.rule, fault.says
    wrong = grounds.wrong("cm", code)
    mine, right = grounds.title("cm", code), grounds.title("cm", expected)
    if _UNSPECIFIC.search(mine) and not _UNSPECIFIC.search(right):
        return "unspecific", wrong.rule if wrong else "I.B.2", "says less than the record"
    rule = wrong.rule if wrong else _neighbor_rule(code, expected, mine, right)
    return "neighbor", rule, "is a neighbor in its category"


def _neighbor_rule(code: str, expected: str, mine: str, right: str) -> str:
    if len(code) == len(expected) == 8 and code[:7] == expected[:7]:
        if code[0] == "O":
            return "I.C.15.a.6"
        return "I.C.19.a" if code[0] in "ST" else "I.A.5"
    if mine != right and _SIDE.sub("", mine) == _SIDE.sub("", right):
        return "I.B.13"
    return "I.B.2"


def _axis_says(axis: AxisDifference) -> str:
    yours = f"{axis.yours} {axis.yours_title}".strip()
    expected = f"{axis.expected} {axis.expected_title}".strip()
    return f"{axis.axis.lower()} is {yours} and should be {expected}"


def _axes(grounds: Grounds, code: str) -> dict[int, tuple[str, str]]:
    entry = grounds.entry("pcs", code)
    return {axis.position: (axis.axis, axis.title) for axis in entry.axes} if entry else {}


def _evidence(wrong: WrongCode | None) -> tuple[Evidence, ...]:
    return wrong.evidence if wrong else ()
