"""Order of diagnoses: the constraints of the key, and Code first notes of the book (I.A.13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.charts.findings import HALF, Finding
from app.domain.charts.guidelines import cite
from app.domain.charts.rules.grounds import Grounds
from app.domain.charts.values import Evidence, SequenceRule
from app.domain.codesets.references import covers, named_codes
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
    """One finding for each accepted code that stands before all that its notes put first.

    A level whose note gives only examples ("such as") orders nothing. An order that the key
    itself has is never a fault, and a code that breaks a constraint of the key is named once.
    """
    accepted = _accepted_positions(grounds)
    named_already = {finding.code for finding in key_sequence(grounds)}
    for position, code in accepted.items():
        notes = _code_first_notes(grounds, code)
        if not notes or code in named_already:
            continue
        named = {
            row: note
            for row, other in accepted.items()
            if row != position and (note := _naming(notes, other))
        }
        if named and _broken_by(grounds, position, named):
            row, note = next(iter(named.items()))
            yield _out_of_order(grounds, note, code, accepted[row])


def _accepted_positions(grounds: Grounds) -> dict[int, str]:
    matching = grounds.diagnoses
    rows = {match.position for match in matching.matches} | matching.optional.keys()
    return {row: matching.codes[row] for row in sorted(rows)}


def _code_first_notes(grounds: Grounds, code: str) -> list[Note]:
    entry = grounds.entry("cm", code)
    notes = [note for note in entry.notes if note.kind == "code_first"] if entry else []
    with_examples = {note.level for note in notes if "such as" in note.text}
    return [note for note in notes if note.level not in with_examples]


def _naming(notes: list[Note], code: str) -> Note | None:
    for note in notes:
        if any(covers(named, code) for named in note.codes):
            return note
    return None


def _broken_by(grounds: Grounds, position: int, named: Iterable[int]) -> bool:
    if any(row < position for row in named):
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
        f"{note.level} puts first “{_line_for(note, before)}”, by {cite('I.A.13')}."
    )
    evidence = _evidence(grounds, before)
    return Finding("sequence", code, before, "I.A.13", message, evidence, charged=HALF)


def _line_for(note: Note, code: str) -> str:
    """The line of the note that names the code; the whole note where no line does."""
    for line in note.text.splitlines():
        if any(covers(named, code) for named in named_codes(line)):
            return line.strip()
    return " ".join(note.text.split())


def _evidence(grounds: Grounds, code: str) -> tuple[Evidence, ...]:
    key = grounds.chart.key
    for entry in key.diagnoses + key.optional_diagnoses:
        if code in entry.accepted:
            return entry.evidence
    return ()
