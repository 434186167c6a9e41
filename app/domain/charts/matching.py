"""Which code of the coding stands for which code of the key, each counted once.

An exact code goes before a near one; among equals the pairing that earns most is taken, and
then the one whose codes lie nearest. Nearest is what shares the longer beginning: category
before axis before side and encounter character.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.charts.assignment import best_assignment
from app.domain.charts.findings import POINT, QUARTER, SEVENTH
from app.domain.charts.values import Key, KeyEntry
from app.domain.payment.case import CodedDiagnosis, CodedProcedure

FAR = 99
_POINTS, _NEARNESS = 10**9, 10**4
PoaRight = Callable[[KeyEntry, CodedDiagnosis], bool]


@dataclass(frozen=True, slots=True)
class Match:
    """Row ``position`` of the coding stands for entry ``entry`` of the key; both count from 0."""

    position: int
    entry: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """The pairs of one code system; ``optional`` gives the optional entry of a row.

    ``first`` is the entry that belongs in the first place: of several candidates the one that
    the coding puts there. ``others`` are the rows that no key code matches.
    """

    entries: tuple[KeyEntry, ...]
    codes: tuple[str, ...]
    matches: tuple[Match, ...]
    optional: Mapping[int, KeyEntry] = field(default_factory=dict)
    first: int = -1

    @property
    def others(self) -> tuple[int, ...]:
        taken = {match.position for match in self.matches} | self.optional.keys()
        return tuple(position for position in range(len(self.codes)) if position not in taken)

    @property
    def missed(self) -> tuple[int, ...]:
        found = {match.entry for match in self.matches}
        return tuple(number for number in range(len(self.entries)) if number not in found)

    @property
    def first_match(self) -> Match | None:
        """The match in the first place, where it is the one that belongs there."""
        for match in self.matches:
            if match.position == 0 and match.entry == self.first:
                return match
        return None

    def position_of(self, code: str) -> int | None:
        """The row that stands for a code of the key, required or optional, or that holds it."""
        for match in self.matches:
            if code in self.entries[match.entry].accepted:
                return match.position
        for position, entry in self.optional.items():
            if code in entry.accepted:
                return position
        return self.codes.index(code) if code in self.codes else None


def match_diagnoses(key: Key, rows: Sequence[CodedDiagnosis], poa_right: PoaRight) -> Matching:
    """Pair diagnoses; ``poa_right`` tells whether a row's indicator is right for an entry."""
    codes = tuple(row.code for row in rows)
    first = _first_entry(key, codes)

    def earned(position: int, entry: int, exact: bool) -> int:
        in_place = entry == first and position == 0
        points = 2 * POINT if in_place else POINT
        poa = QUARTER if poa_right(key.diagnoses[entry], rows[position]) else 0
        return (points if exact else points // 2) + poa

    return _match(key.diagnoses, key.optional_diagnoses, codes, cm_distance, earned, first)


def match_procedures(key: Key, rows: Sequence[CodedProcedure]) -> Matching:
    """Pair procedures."""
    codes = tuple(row.code for row in rows)

    def earned(position: int, entry: int, exact: bool) -> int:
        return POINT if exact else SEVENTH * right_axes(key.procedures[entry], codes[position])

    return _match(key.procedures, key.optional_procedures, codes, pcs_distance, earned)


def cm_distance(entry: KeyEntry, code: str) -> int:
    """How far a diagnosis code lies from an entry; FAR outside its category."""
    return min(_cm_distance(accepted, code) for accepted in entry.accepted)


def pcs_distance(entry: KeyEntry, code: str) -> int:
    """How many axes differ; FAR where the code is neither of the table nor right in five axes.

    The first three characters, the table, are what a category is in ICD-10-CM.
    """
    if len(code) != 7:
        return FAR
    distances = [
        7 - _same_axes(accepted, code)
        for accepted in entry.accepted
        if accepted[:3] == code[:3] or (accepted[0] == code[0] and _same_axes(accepted, code) >= 5)
    ]
    return min(distances, default=FAR)


def right_axes(entry: KeyEntry, code: str) -> int:
    """How many of the seven characters are right for the nearest accepted code."""
    return max(_same_axes(accepted, code) for accepted in entry.accepted)


def nearest_accepted(entry: KeyEntry, code: str) -> str:
    """The accepted code that shares the longest beginning, then most characters, with a code."""
    return min(entry.accepted, key=lambda accepted: (_cm_distance(accepted, code), accepted))


def nearest_procedure(entry: KeyEntry, code: str) -> str:
    """The accepted code that agrees with a code in most axes."""
    return max(entry.accepted, key=lambda accepted: (_same_axes(accepted, code), accepted))


def _cm_distance(accepted: str, code: str) -> int:
    if accepted[:3] != code[:3]:
        return FAR
    one, other = accepted.replace(".", ""), code.replace(".", "")
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    shared = min(len(one), len(other)) if same is None else same
    return 10 * (7 - shared) + 7 - _same_axes(one, other)


def _same_axes(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=False))


def _first_entry(key: Key, codes: tuple[str, ...]) -> int:
    """The candidate that the coding puts first, exactly or nearly; else the key's first entry."""
    candidates = [
        number
        for number, entry in enumerate(key.diagnoses)
        if number == 0 or entry.code in key.principal_candidates
    ]
    if not codes:
        return 0
    for number in candidates:
        if codes[0] in key.diagnoses[number].accepted:
            return number
    if any(codes[0] in entry.accepted for entry in key.diagnoses + key.optional_diagnoses):
        return 0
    return min(
        candidates, key=lambda number: (cm_distance(key.diagnoses[number], codes[0]), number)
    )


def _match(
    entries: tuple[KeyEntry, ...],
    optional: tuple[KeyEntry, ...],
    codes: tuple[str, ...],
    distance: Callable[[KeyEntry, str], int],
    earned: Callable[[int, int, bool], int],
    first: int = -1,
) -> Matching:
    exact = best_assignment(
        {
            (position, number): _POINTS * earned(position, number, True) + len(codes) - position
            for position, code in enumerate(codes)
            for number, entry in enumerate(entries)
            if code in entry.accepted
        }
    )
    allowed = _optional_rows(optional, codes, exact)
    open_rows = [row for row in range(len(codes)) if row not in exact and row not in allowed]
    open_entries = [number for number in range(len(entries)) if number not in exact.values()]
    near = best_assignment(
        {
            (row, number): _POINTS * earned(row, number, False) + _NEARNESS * (FAR - far) - row
            for row in open_rows
            for number in open_entries
            if (far := distance(entries[number], codes[row])) < FAR
        }
    )
    matches = [Match(row, number, True) for row, number in exact.items()]
    matches += [Match(row, number, False) for row, number in near.items()]
    return Matching(entries, codes, tuple(sorted(matches, key=_position)), allowed, first)


def _position(match: Match) -> int:
    return match.position


def _optional_rows(
    optional: tuple[KeyEntry, ...], codes: tuple[str, ...], taken: Mapping[int, int]
) -> dict[int, KeyEntry]:
    """Rows that hold an optional code, the first row of each entry."""
    found: dict[int, KeyEntry] = {}
    for entry in optional:
        for row, code in enumerate(codes):
            if row not in taken and row not in found and code in entry.accepted:
                found[row] = entry
                break
    return found
