"""Excludes1: codes that are never reported together (guideline I.A.12.a)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from app.domain.charts.findings import HALF, Finding
from app.domain.charts.guidelines import cite
from app.domain.charts.rules.grounds import Grounds
from app.domain.codesets.values import Note

_RULE = "I.A.12.a"


def excludes1(grounds: Grounds) -> Iterator[Finding]:
    """One finding for each code that a note keeps out, however many codes it clashes with.

    Of a pair the code that the key does not have is the one kept out; it has a price here only
    where it stands for a code of the key, since any other is charged for already. Pairs that
    the key itself holds are unrelated conditions, which the guideline allows.
    """
    matching = grounds.diagnoses
    charged = {matching.codes[position] for position in matching.others}
    fine = {matching.codes[match.position] for match in matching.matches if match.exact}
    fine |= {matching.codes[position] for position in matching.optional}
    kept_out: dict[str, tuple[str, Note]] = {}
    for one, other in combinations(dict.fromkeys(matching.codes), 2):
        if one in fine and other in fine:
            continue
        code, partner = (one, other) if other in fine else (other, one)
        if code not in kept_out and (note := grounds.book.excludes1(one, other)):
            kept_out[code] = partner, note
    for code, (partner, note) in kept_out.items():
        yield _finding(grounds, code, partner, note, 0 if code in charged else HALF)


def _finding(grounds: Grounds, code: str, partner: str, note: Note, charge: int) -> Finding:
    wrong = grounds.wrong("cm", code)
    message = (
        f"{grounds.named('cm', code)} and {grounds.named('cm', partner)} are never reported "
        f"together by {cite(_RULE)}: the note at {note.level} excludes “{note.text}”."
    )
    return Finding(
        "excludes1", code, partner, _RULE, message, wrong.evidence if wrong else (), charged=charge
    )
