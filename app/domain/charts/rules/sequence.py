"""Order of diagnoses: the constraints of the key, and Code first notes of the book (I.A.13)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.charts.findings import HALF, Finding
from app.domain.charts.guidelines import cite
from app.domain.charts.rules.grounds import Grounds
from app.domain.charts.values import Evidence, SequenceRule
from app.domain.codesets.references import covers
from app.domain.codesets.values import Note


def key_sequence(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each constraint of the key that the order of the coding breaks."""
    matching = grounds.diagnoses
    for constraint in grounds.chart.key.sequence:
        before = matching.position_of(constraint.before)
        after = matching.position_of(constraint.after)
        if before is not None and after is not None and after < before:
            yield _broken(grounds, constraint, matching.codes[after], matching.codes[before])


def code_first(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each accepted code that stands before all that its note puts first.

    A note that gives examples only ("such as") is broken by the first place alone. An order
    that the key itself has is never a fault, and a constraint of the key is not said twice.
    """
    accepted = _accepted_positions(grounds)
    for position, code in accepted.items():
        for note in _code_first_notes(grounds, code):
            named = [row for row in accepted if row != position and _names(note, accepted[row])]
            if named and _broken_by(grounds, note, position, named):
                yield _out_of_order(grounds, note, code, accepted[named[0]])
                break


def _accepted_positions(grounds: Grounds) -> dict[int, str]:
    matching = grounds.diagnoses
    rows = {match.position for match in matching.matches} | matching.optional.keys()
    return {row: matching.codes[row] for row in sorted(rows)}


def _code_first_notes(grounds: Grounds, code: str) -> Iterator[Note]:
    entry = grounds.entry("cm", code)
    if entry:
        yield from (note for note in entry.notes if note.kind == "code_first" and note.codes)


def _names(note: Note, code: str) -> bool:
    return any(covers(named, code) for named in note.codes)


def _broken_by(grounds: Grounds, note: Note, position: int, named: list[int]) -> bool:
    if any(row < position for row in named):
        return False
    if "such as" in note.text and position != 0:
        return False
    return not any(_settled_by_key(grounds, row, position) for row in named)


def _settled_by_key(grounds: Grounds, before: int, after: int) -> bool:
    """Whether the key itself orders the two, by a constraint or by its own listing."""
    before_codes, after_codes = _standing_for(grounds, before), _standing_for(grounds, after)
    for rule in grounds.chart.key.sequence:
        if {rule.before, rule.after} <= {*before_codes, *after_codes}:
            return True
    listed = [entry.code for entry in grounds.chart.key.diagnoses]
    if before_codes[0] in listed and after_codes[0] in listed:
        return listed.index(after_codes[0]) < listed.index(before_codes[0])
    return False


def _standing_for(grounds: Grounds, position: int) -> tuple[str, ...]:
    matching = grounds.diagnoses
    for match in matching.matches:
        if match.position == position:
            return matching.entries[match.entry].accepted
    return matching.optional[position].accepted


def _broken(grounds: Grounds, constraint: SequenceRule, after: str, before: str) -> Finding:
    message = (
        f"{grounds.named('cm', before)} goes before {grounds.named('cm', after)} by "
        f"{cite(constraint.rule)}: {constraint.why}"
    )
    evidence = _evidence(grounds, constraint.before)
    return Finding("sequence", after, before, constraint.rule, message, evidence, charged=HALF)


def _out_of_order(grounds: Grounds, note: Note, code: str, before: str) -> Finding:
    message = (
        f"{grounds.named('cm', before)} goes before {grounds.named('cm', code)}: the note at "
        f"{note.level} says “Code first {_without_label(note.text)}”, by {cite('I.A.13')}."
    )
    evidence = _evidence(grounds, before)
    return Finding("sequence", code, before, "I.A.13", message, evidence, charged=HALF)


def _without_label(text: str) -> str:
    return text.strip().removeprefix("Code first").strip().rstrip(":.")


def _evidence(grounds: Grounds, code: str) -> tuple[Evidence, ...]:
    key = grounds.chart.key
    for entry in key.diagnoses + key.optional_diagnoses:
        if code in entry.accepted:
            return entry.evidence
    return ()
