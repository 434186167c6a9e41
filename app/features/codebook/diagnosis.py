"""The page of an ICD-10-CM code, category, block or chapter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from app.domain.codesets.notes import explain, label
from app.domain.codesets.values import CodeEntry, Note, NoteKind, dotted
from app.features.codebook.validity import Validity, validity_of
from app.reference import SqliteCodeBook
from app.web.code_view import Links

_LAST_CHAPTER = 22

Titled = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The notes of one kind at one level, with the line that explains the kind."""

    label: str
    means: str
    lines: list[Markup]


@dataclass(frozen=True, slots=True)
class Level:
    """The notes that one level prints; ``far`` are blocks and chapters."""

    code: str
    title: str
    own: bool
    far: bool
    groups: list[NoteGroup]

    @property
    def count(self) -> int:
        return sum(len(group.lines) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Seventh:
    """A 7th character; ``code`` is the whole code, empty where characters before it are open."""

    character: str
    title: str
    code: str
    current: bool


@dataclass(frozen=True, slots=True)
class DiagnosisPage:
    """Everything that the page shows; ``filled`` says that a placeholder X stands in the codes."""

    entry: CodeEntry
    name: str
    terms: list[Markup]
    levels: list[Level]
    children: list[tuple[str, str, bool]]
    seventh: list[Seventh]
    filled: bool
    before: Titled | None
    after: Titled | None
    validity: Validity


def diagnosis_page(book: SqliteCodeBook, entry: CodeEntry, on: date, links: Links) -> DiagnosisPage:
    """Put the page of a code or heading together."""
    seventh = _seventh(book, entry)
    extended = {one.code for one in seventh}
    before, after = _neighbours(book, entry)
    return DiagnosisPage(
        entry=entry,
        name=name_of(entry.code),
        terms=[links.note(note) for note in entry.notes if note.kind == "inclusion_term"],
        levels=list(_levels(book, entry, links)),
        children=[
            (code, title, _needs_more(book, code))
            for code, title in entry.children
            if code not in extended
        ],
        seventh=seventh,
        filled=any("X" in one.code[3:7] and "X" not in entry.code for one in seventh),
        before=before,
        after=after,
        validity=validity_of(book, entry, on),
    )


def name_of(code: str) -> str:
    """``Chapter 10``; other codes, categories and blocks are named by themselves."""
    return f"Chapter {code}" if code.isdigit() else code


def _needs_more(book: SqliteCodeBook, code: str) -> bool:
    found = book.brief("cm", code)
    return found is not None and not found.billable and "-" not in code


def _levels(book: SqliteCodeBook, entry: CodeEntry, links: Links) -> Iterator[Level]:
    """Nearest level first, as the notes come."""
    titles = dict((*entry.path, (entry.code, entry.title)))
    noted = [note for note in entry.notes if note.kind != "inclusion_term"]
    for code, notes in groupby(noted, key=lambda note: note.level):
        yield Level(
            code=code,
            title=titles.get(code, ""),
            own=code == entry.code,
            far=code != entry.code and (code.isdigit() or "-" in code),
            groups=_groups(list(notes), links),
        )


def _groups(notes: list[Note], links: Links) -> list[NoteGroup]:
    kinds: dict[NoteKind, list[Markup]] = {}
    for note in notes:
        kinds.setdefault(note.kind, []).append(links.note(note))
    return [NoteGroup(label(kind), explain(kind), lines) for kind, lines in kinds.items()]


def _seventh(book: SqliteCodeBook, entry: CodeEntry) -> list[Seventh]:
    """Each 7th character with its code where the six characters before it are settled."""
    bare = entry.code.replace(".", "")
    settled = len(bare) == 7 or any(len(code) == 8 for code, _ in entry.children)
    found = []
    for character, title in entry.seventh:
        code = dotted(bare[:6].ljust(6, "X") + character) if settled else ""
        if not code or book.brief("cm", code):
            found.append(Seventh(character, title, code, code == entry.code))
    return found


def _neighbours(book: SqliteCodeBook, entry: CodeEntry) -> tuple[Titled | None, Titled | None]:
    """The codes before and after it under the same heading, or the chapters beside a chapter."""
    if entry.parent:
        parent = book.entry("cm", entry.parent)
        row = list(parent.children) if parent else []
    else:
        row = chapters(book)
    place = next((n for n, (code, _) in enumerate(row) if code == entry.code), 0)
    return row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None


def chapters(book: SqliteCodeBook) -> list[Titled]:
    """The chapters of the tabular list."""
    found = (book.brief("cm", str(number)) for number in range(1, _LAST_CHAPTER + 1))
    return [(chapter.code, chapter.title) for chapter in found if chapter]
