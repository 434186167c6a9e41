"""What was typed, as groups of alternatives: the words, their meaning, their correction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.reference.synonyms import LONGEST, Synonym, completions, synonyms
from app.reference.vocabulary import Vocabulary
from app.reference.words import STOP_WORDS, words

_MOST_WORDS = 10
_SHORTEST_COMPLETED = 4


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that must all begin some word of the entry; ``why`` says how they were got."""

    words: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One word typed, or several that form a synonym; any alternative satisfies it."""

    typed: str
    alternatives: tuple[Alternative, ...]

    def expression(self) -> str:
        """The group in the language of FTS5."""
        parts = (
            " AND ".join(f'"{word}" *' for word in alternative.words)
            for alternative in self.alternatives
        )
        return "(" + " OR ".join(f"({part})" for part in parts) + ")"


@dataclass(frozen=True, slots=True)
class Query:
    """``heads`` are the codes that a synonym leads to when nothing else was typed."""

    groups: tuple[Group, ...]
    heads: tuple[str, ...] = ()
    heads_why: str = ""
    unknown: tuple[str, ...] = ()


def parse(text: str, vocabulary: Vocabulary) -> Query:
    """Cut the text into groups, longest synonyms first."""
    typed = words(text)[:_MOST_WORDS]
    kept = [word for word in typed if word not in STOP_WORDS] or typed
    whole = _whole(typed, kept, vocabulary)
    groups = list(_groups(kept, vocabulary))
    return Query(
        groups=tuple(group for group in groups if group.alternatives),
        heads=whole.codes if whole else (),
        heads_why=whole.why if whole else "",
        unknown=tuple(group.typed for group in groups if not group.alternatives),
    )


def _whole(typed: list[str], kept: list[str], vocabulary: Vocabulary) -> Synonym | None:
    """The synonym that was typed and nothing else, perhaps unfinished or with one error."""
    known = synonyms()
    exact = known.get(tuple(typed)) or known.get(tuple(kept))
    if exact or len(kept) != 1 or len(kept[0]) < _SHORTEST_COMPLETED:
        return exact
    if vocabulary.begins(kept[0]):
        found = completions(kept[0])
        return found[0] if len(found) == 1 else None
    corrected = vocabulary.corrections(kept[0])
    return known.get(corrected[:1])


def _groups(typed: list[str], vocabulary: Vocabulary) -> Iterator[Group]:
    place = 0
    while place < len(typed):
        for length in range(min(LONGEST, len(typed) - place), 0, -1):
            span = tuple(typed[place : place + length])
            synonym = synonyms().get(span)
            if synonym or length == 1:
                yield _group(span, synonym, vocabulary)
                place += length
                break


def _group(span: tuple[str, ...], synonym: Synonym | None, vocabulary: Vocabulary) -> Group:
    known = all(vocabulary.begins(word) for word in span)
    alternatives = [Alternative(span)] if known else []
    found = [synonym] if synonym else []
    if len(span) == 1 and len(span[0]) >= _SHORTEST_COMPLETED and not synonym:
        found += completions(span[0])
    for meant in found:
        alternatives += [
            Alternative(meaning, meant.why) for meaning in meant.meanings if meaning != span
        ]
    if not alternatives:
        corrected = vocabulary.corrections(span[0])
        alternatives = [Alternative((word,), f"for: {word}") for word in corrected]
    return Group(" ".join(span), tuple(alternatives))
