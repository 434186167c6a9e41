"""Values of ICD-10-PCS beside its codes: tables, definitions, guidelines, index entries."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.codesets.values import CodeEntry


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
