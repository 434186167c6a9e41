"""What each kind of instructional note means, in a line for a learner."""

from __future__ import annotations

from app.domain.codesets.values import NoteKind

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
