"""The order of what search found, and in words why each was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.domain.codesets.notes import label
from app.domain.codesets.values import Note, System
from app.reference.common import COMMON_CODES
from app.reference.query import Alternative, Group
from app.reference.words import words

Tier = Literal["code", "head", "title", "terms", "notes"]

_SHORTEST_RANKED = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that matched, and in which part of it."""

    id: int
    system: System
    code: str
    title: str
    billable: int
    tier: Tier


def ranked(hits: list[Hit], groups: Sequence[Group]) -> list[Hit]:
    """Best first: whole words, common codes, titles that begin so, billable ones, short titles.

    One or two letters say too little to rank by; their hits keep the order of the book.
    """
    if all(len(group.typed) < _SHORTEST_RANKED for group in groups):
        return hits
    wanted = [_words_of(group) for group in groups]
    return sorted(hits, key=lambda hit: _rank(hit, wanted))


def _words_of(group: Group) -> list[frozenset[str]]:
    return [frozenset(alternative.words) for alternative in group.alternatives]


def _rank(hit: Hit, wanted: list[list[frozenset[str]]]) -> tuple[int, bool, bool, bool, int]:
    title = words(hit.title)
    present = {*title, *(word.removesuffix("s") for word in title)}
    inexact = sum(not any(option <= present for option in options) for options in wanted)
    first = title[0] if title else ""
    starts = any(first.startswith(tuple(option)) for options in wanted for option in options)
    return (
        inexact,
        hit.code not in COMMON_CODES,
        not starts,
        not hit.billable,
        hit.id,
    )


def reasons(
    title: str, groups: Sequence[Group], notes: Iterable[Note], index_terms: Iterable[str]
) -> list[str]:
    """Why an entry was found, one reason for each word that is not simply in its title."""
    present = words(title)
    texts = [*_terms(notes, index_terms)]
    found: list[str] = []
    for group in groups:
        if alternative := _satisfied(group.alternatives, present):
            found += [alternative.why] if alternative.why else []
        else:
            found.append(_elsewhere(group, texts))
    return list(dict.fromkeys(found))


def _terms(notes: Iterable[Note], index_terms: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for term in index_terms:
        yield f"index: {term}", words(term)
    for note in notes:
        yield f"{label(note.kind).lower()}: {note.text}", words(note.text)


def _elsewhere(group: Group, texts: list[tuple[str, list[str]]]) -> str:
    for text, present in texts:
        if alternative := _satisfied(group.alternatives, present):
            return f"{alternative.why}; {text}" if alternative.why else text
    for text, present in texts:
        if any(_begins(word, present) for option in group.alternatives for word in option.words):
            return text
    return f"without: {group.typed}"


def _satisfied(alternatives: Sequence[Alternative], present: list[str]) -> Alternative | None:
    for alternative in alternatives:
        if all(_begins(word, present) for word in alternative.words):
            return alternative
    return None


def _begins(beginning: str, present: list[str]) -> bool:
    return any(word.startswith(beginning) for word in present)
