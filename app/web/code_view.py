"""How codes and notes of the code book are shown: linked, with titles, in short."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from app.domain.codesets.notes import by_level, one_line
from app.domain.codesets.references import Piece, pieces
from app.domain.codesets.values import Note, NoteKind, System
from app.reference import SqliteCodeBook
from app.web.chart_views import code_href

_IN_SHORT: tuple[tuple[NoteKind, str], ...] = (
    ("code_first", "Code first"),
    ("use_additional", "Use additional"),
    ("excludes1", "Excludes1"),
    ("code_also", "Code also"),
)


def notes_in_short(notes: Sequence[Note], most: int, characters: int) -> list[tuple[str, str]]:
    """The notes to know before a code is taken, a line each; those of blocks, chapters left out."""
    found = [
        (name, one_line(lines, characters))
        for kind, name in _IN_SHORT
        for level, lines in by_level(notes, kind)
        if level[:1].isalpha() and "-" not in level
    ]
    return found[:most]


class Links:
    """Links to pages of codes, as of the day in the address where it names one."""

    def __init__(self, book: SqliteCodeBook, on: str = "") -> None:
        self._book = book
        self._on = on

    def href(self, system: System, code: str) -> str:
        """The address of a code's page."""
        return code_href(system, code, self._on)

    def note(self, note: Note) -> Markup:
        """The text of a note, the codes that it names linked where the book has them."""
        return Markup("").join(self._piece(piece) for piece in pieces(note.text, note.codes))

    def _piece(self, piece: Piece) -> Markup:
        if not piece.first:
            return escape(piece.text)
        if piece.first == piece.last:
            return self._link(piece.first, piece.text)
        block = f"{piece.first}-{piece.last}"
        if self._book.brief("cm", block):
            return self._link(block, piece.text)
        before, last, after = piece.text.rpartition(piece.last)
        between = before.removeprefix(piece.first)
        return Markup("{}{}{}{}").format(
            self._link(piece.first, piece.first), between, self._link(piece.last, last), after
        )

    def _link(self, code: str, text: str) -> Markup:
        found = self._book.brief("cm", code)
        if found is None:
            return Markup('<span class="code">{}</span>').format(text)
        return Markup('<a class="code" href="{}" data-tip="{}">{}</a>').format(
            self.href("cm", code), found.title, text
        )
