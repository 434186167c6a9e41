"""Values that a code book hands out, and the protocol that every code book follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

System = Literal["cm", "pcs", "drg"]
Severity = Literal["CC", "MCC"]
NoteKind = Literal[
    "includes",
    "inclusion_term",
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
    "note",
]


@dataclass(frozen=True, slots=True)
class Note:
    """One instructional note; ``level`` is the code, category, block or chapter that prints it.

    ``codes`` are the codes and ranges that the note names, as printed: ``"N18.-"``,
    ``"A00-A09"``, ``"K92.1"``.
    """

    kind: NoteKind
    text: str
    level: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the seven characters of an ICD-10-PCS code with the title of its axis and value."""

    position: int
    value: str
    axis: str
    title: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code or heading with everything that the book says of it.

    ``path`` runs from the chapter down to the parent; ``notes`` hold own and inherited ones.
    ``title`` is empty where no installed part of the book has one.
    """

    system: System
    code: str
    title: str
    billable: bool
    parent: str | None = None
    path: tuple[tuple[str, str], ...] = ()
    children: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    seventh: tuple[tuple[str, str], ...] = ()
    severity: Severity | None = None
    poa_exempt: bool = False
    axes: tuple[Axis, ...] = ()
    edition: str = ""
    in_force: tuple[date, date] | None = None
    """First and last day on which the code may be reported, as far as the book knows."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One result of a search and, in words, why it was found."""

    system: System
    code: str
    title: str
    billable: bool
    why: str
    path: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()


class CodeBook(Protocol):
    """Read-only look-ups; codes are in canonical form (``I21.4``, ``0W3P8ZZ``)."""

    def entry(self, system: System, code: str) -> CodeEntry | None: ...

    def valid(self, system: System, code: str, on: date) -> bool:
        """Whether the code may be reported (billable, in force) on that date."""
        ...

    def exists(self, system: System, code: str) -> bool:
        """Whether the code or heading stands in the book, billable or not."""
        ...

    def excludes1(self, one: str, other: str) -> Note | None:
        """The Excludes1 note, own or inherited, of either code that names the other."""
        ...

    def poa_exempt(self, code: str) -> bool: ...

    def search(
        self, text: str, system: System | None = None, limit: int = 20
    ) -> Sequence[SearchResult]: ...


_CM = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?")
_PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}")


def normalise_cm(text: str) -> str | None:
    """``" i214 "`` gives ``"I21.4"``; None where the text has not the form of an ICD-10-CM code."""
    bare = re.sub(r"\s+", "", text).upper()
    if not _CM.fullmatch(bare):
        return None
    return dotted(bare.replace(".", ""))


def dotted(bare: str) -> str:
    """``"I214"`` gives ``"I21.4"``: the dot of ICD-10-CM stands after three characters."""
    return bare if len(bare) <= 3 else f"{bare[:3]}.{bare[3:]}"


def normalise_pcs(text: str) -> str | None:
    """``"0w3p8zz"`` gives ``"0W3P8ZZ"``; None where it has not the form (no I, no O)."""
    bare = re.sub(r"\s+", "", text).upper()
    return bare if _PCS.fullmatch(bare) else None
