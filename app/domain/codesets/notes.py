"""What each kind of instructional note means, in a line for a learner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.domain.codesets.values import Note, NoteKind

MOST_CHARACTERS = 160

_LABELS: dict[NoteKind, str] = {
    "includes": "Includes",
    "inclusion_term": "Inclusion term",
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "note": "Note",
}

_MEANINGS: dict[NoteKind, str] = {
    "includes": "Conditions that belong to this category, to define it or give examples.",
    "inclusion_term": "A condition that this code is for; the list need not be complete.",
    "excludes1": "Not coded here: never report both for the same condition.",
    "excludes2": "Not part of this condition; report both when the patient has both.",
    "code_first": "Sequence the underlying condition before this code.",
    "use_additional": "Add a second code, after this one, when the record supports it.",
    "code_also": "Two codes may be needed; their order depends on the encounter.",
    "note": "A general instruction for the codes below.",
}


def label(kind: NoteKind) -> str:
    """The name of the kind of note as the tabular list prints it."""
    return _LABELS[kind]


def explain(kind: NoteKind) -> str:
    """One line on what the kind of note asks for (guidelines I.A.10 to I.A.17)."""
    return _MEANINGS[kind]


def by_level(notes: Sequence[Note], kind: NoteKind) -> Iterator[tuple[str, list[Note]]]:
    """The notes of one kind, those of each level that prints them together.

    A note with a list is printed as its opening line and a line for each entry; levels whose
    lines name no code are left out.
    """
    of_kind = [note for note in notes if note.kind == kind]
    for level, group in groupby(of_kind, key=lambda note: note.level):
        lines = list(group)
        if any(line.codes for line in lines):
            yield level, lines


def one_line(notes: Sequence[Note], most: int = MOST_CHARACTERS) -> str:
    """The lines of one note as running text, cut after a word at ``most`` characters."""
    head = "" if notes[0].codes else notes[0].text.rstrip(":") + ": "
    return shortened(head + "; ".join(note.text for note in notes if note.codes), most)


def shortened(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text on one line, cut after a word at ``most`` characters."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
