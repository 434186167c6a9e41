"""Abbreviations and lay words as search looks them up: by their words, one to four of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from app.reference.abbreviations import CONDITIONS, PROCEDURES
from app.reference.lay_words import LAY_WORDS
from app.reference.words import STOP_WORDS, words

LONGEST = 5
"""No key has more words than this."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """What a key stands for: alternative meanings, each as its words, and the codes that head."""

    key: str
    meaning: str
    meanings: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]

    @property
    def why(self) -> str:
        """``"ckd = chronic kidney disease"``, or nothing where the key is the meaning."""
        return "" if self.key == self.meaning else f"{self.key} = {self.meaning}"


@cache
def synonyms() -> dict[tuple[str, ...], Synonym]:
    """Every synonym by the words of its key."""
    lines = (CONDITIONS + PROCEDURES + LAY_WORDS).strip().splitlines()
    parsed = [_parsed(line) for line in lines if line]
    return {tuple(words(synonym.key)): synonym for synonym in parsed}


def _parsed(line: str) -> Synonym:
    key, _, rest = line.partition(" = ")
    text, _, codes = rest.partition(" > ")
    meanings = [meaning.strip() for meaning in text.split(" / ")]
    return Synonym(
        key=key,
        meaning=meanings[0],
        meanings=tuple(
            tuple(word for word in words(meaning) if word not in STOP_WORDS) for meaning in meanings
        ),
        codes=tuple(codes.split()),
    )


@cache
def completions(beginning: str) -> tuple[Synonym, ...]:
    """Synonyms of one word that begin so, for words still being typed."""
    return tuple(
        synonym
        for key, synonym in synonyms().items()
        if len(key) == 1 and key[0].startswith(beginning)
    )
