"""Reads the ICD-10-CM tabular list from its official XML, one heading or code at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from app.domain.codesets.values import NoteKind

Kind = Literal["chapter", "block", "category", "subcategory", "extended"]

_NOTE_KINDS: dict[str, NoteKind] = {
    "includes": "includes",
    "inclusionTerm": "inclusion_term",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "note",
    "sevenChrNote": "note",
}
_KINDS: dict[str, Kind] = {"chapter": "chapter", "section": "block", "diag": "subcategory"}


@dataclass(slots=True, eq=False)
class Heading:
    """A chapter, block, category or code with what is printed at its own level."""

    code: str
    kind: Kind
    title: str = ""
    parent: Heading | None = None
    has_children: bool = False
    notes: list[tuple[NoteKind, str]] = field(default_factory=list)
    seventh: dict[str, str] = field(default_factory=dict)

    @property
    def billable(self) -> bool:
        """A category, subcategory or extended code with nothing below it."""
        return self.kind not in ("chapter", "block") and not self.has_children

    def lineage(self) -> Iterator[Heading]:
        """The heading itself, then its ancestors up to the chapter."""
        heading: Heading | None = self
        while heading is not None:
            yield heading
            heading = heading.parent


def read_tabular(xml: Path, code_list: Path) -> list[Heading]:
    """Every heading and code of the tabular list in its order, seventh characters applied.

    ``code_list`` names the codes that exist, since some seventh characters do not apply to every
    code below the category that prints them. Raises ValueError for a file with a document type
    or an entity declaration.
    """
    printed = _Reader().read(xml)
    known = set(code_list.read_text(encoding="utf-8").split())
    return list(_with_extensions(printed, known))


def _with_extensions(printed: list[Heading], known: set[str]) -> Iterator[Heading]:
    for heading in printed:
        yield heading
        if heading.billable:
            yield from _extended(heading, known)


def _extended(leaf: Heading, known: set[str]) -> Iterator[Heading]:
    seventh = next((level.seventh for level in leaf.lineage() if level.seventh), {})
    stem = with_placeholder(leaf.code) if seventh else ""
    for character, meaning in seventh.items():
        code = stem + character
        if code.replace(".", "") in known:
            leaf.has_children = True
            yield Heading(code, "extended", f"{leaf.title}, {meaning}", leaf)


def with_placeholder(code: str) -> str:
    """The code filled with placeholder X up to the sixth character: ``T40.0`` to ``T40.0XX``.

    Guidelines I.A.4 and I.A.5.
    """
    dotted = code if "." in code else f"{code}."
    return dotted.ljust(7, "X")


class _Reader:
    """Collects headings from expat's events; a note's text may come in several pieces."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self._open: list[Heading] = []
        self._tags: list[str] = []
        self._text: list[str] = []
        self._character: str = ""

    def read(self, path: Path) -> list[Heading]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        with path.open("rb") as file:
            parser.ParseFile(file)
        return self.headings

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._tags.append(tag)
        self._text.clear()
        if tag in _KINDS:
            self._open_heading(tag, attributes)
        elif tag == "extension":
            self._character = attributes["char"]

    def _open_heading(self, tag: str, attributes: dict[str, str]) -> None:
        kind: Kind = _KINDS[tag]
        parent = self._open[-1] if self._open else None
        heading = Heading(_block_code(attributes.get("id", "")), kind, parent=parent)
        if parent is not None:
            parent.has_children = True
        self._open.append(heading)
        self.headings.append(heading)

    def _end(self, tag: str) -> None:
        self._tags.pop()
        if tag in _KINDS:
            self._open.pop()
        elif self._open:
            self._take(tag, " ".join("".join(self._text).split()).removeprefix(", "))
        self._text.clear()

    def _take(self, tag: str, text: str) -> None:
        heading, above = self._open[-1], self._tags[-1]
        if tag == "name":
            heading.code = text
            if heading.kind == "subcategory" and len(text) == 3:
                heading.kind = "category"
        elif tag == "desc":
            heading.title = text
        elif tag == "extension":
            heading.seventh[self._character] = text
        elif tag == "note" and above == "sevenChrDef":
            heading.notes.append(("note", f"7th character {self._character}: {text}"))
        elif tag == "note" and above in _NOTE_KINDS and text:
            heading.notes.append((_NOTE_KINDS[above], text))


def _block_code(identity: str) -> str:
    """A block of one category is named like its category: ``B20`` becomes ``B20-B20``."""
    return f"{identity}-{identity}" if len(identity) == 3 else identity


def _refuse(*_: object) -> None:
    raise ValueError("The tabular list must not declare a document type or entities.")
