"""Values of ICD-10-PCS beside its codes: tables, definitions, guidelines, index entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.codesets.values import CodeEntry

SECTIONS = {
    "0": "Medical and Surgical",
    "1": "Obstetrics",
    "2": "Placement",
    "3": "Administration",
    "4": "Measurement and Monitoring",
    "5": "Extracorporeal or Systemic Assistance and Performance",
    "6": "Extracorporeal or Systemic Therapies",
    "7": "Osteopathic",
    "8": "Other Procedures",
    "9": "Chiropractic",
    "B": "Imaging",
    "C": "Nuclear Medicine",
    "D": "Radiation Therapy",
    "F": "Physical Rehabilitation and Diagnostic Audiology",
    "G": "Mental Health",
    "H": "Substance Abuse Treatment",
    "X": "New Technology",
}
"""First characters with the titles of their sections, as the ICD-10-PCS tables print them."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a root operation or an approach means in one section of ICD-10-PCS."""

    section: str
    position: int
    value: str
    title: str
    definition: str
    explanation: str = ""
    examples: str = ""


@dataclass(frozen=True, slots=True)
class PcsTable:
    """One table: its first three characters, and the codes that it allows.

    ``values`` gives for the positions 4 to 7 each value with its title, in the table's order;
    ``codes`` hold the combinations that are valid, seven characters each.
    """

    prefix: str
    path: tuple[tuple[str, str], ...]
    values: dict[int, tuple[tuple[str, str], ...]]
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class PcsBranch:
    """A beginning of codes, the title of its last character (may be empty), how many codes."""

    prefix: str
    title: str
    codes: int


@dataclass(frozen=True, slots=True)
class Guideline:
    """One numbered coding guideline of ICD-10-PCS."""

    number: str
    section: str
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A main term of the ICD-10-PCS index and the lines under it."""

    term: str
    text: str


def pcs_title(entry: CodeEntry) -> str:
    """The printed title, or the axes spelled out where there is none; empty without either.

    ``"Extraction of Products of Conception, Retained; Open approach"``.
    """
    if entry.title or len(entry.axes) < 7:
        return entry.title
    operation, part, approach, device, qualifier = (axis.title for axis in entry.axes[2:7])
    parts = [f"{operation} of {part}", f"{approach} approach"]
    parts += [
        detail for detail in (device, qualifier) if detail not in ("No Device", "No Qualifier")
    ]
    return "; ".join(parts)


def table_rows(codes: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The codes of one table as rows: for the positions 4 to 7 the values that go together.

    ``["0SRC0J9", "0SRC0JZ", "0SRD0JZ"]`` gives ``(("C", "0", "J", "9Z"), ("D", "0", "J", "Z"))``.
    Each combination of a row is one of the codes, and each code stands in one row.
    """
    return tuple(_rows(frozenset(code[3:] for code in codes)))


def _rows(endings: frozenset[str]) -> Iterator[tuple[str, ...]]:
    if endings <= {""}:
        yield from [()] if endings else []
        return
    tails: defaultdict[str, set[str]] = defaultdict(set)
    for ending in sorted(endings):
        tails[ending[0]].add(ending[1:])
    values: defaultdict[frozenset[str], str] = defaultdict(str)
    for value, after in tails.items():
        values[frozenset(after)] += value
    for together_with, together in values.items():
        yield from ((together, *row) for row in _rows(together_with))
