"""The words of the search index, and the nearest of them to a word typed with an error."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST_CORRECTED = 4
_SUGGESTED = 3


class Vocabulary:
    """Words with the number of entries that hold each."""

    def __init__(self, entries: Mapping[str, int]) -> None:
        self._entries = entries
        self._sorted = sorted(entries)
        self._beginnings = lru_cache(32)(self._cut_to)
        self.corrections = lru_cache(4096)(self._corrections)

    def begins(self, beginning: str) -> bool:
        """Whether any word begins so."""
        place = bisect_left(self._sorted, beginning)
        return place < len(self._sorted) and self._sorted[place].startswith(beginning)

    def _corrections(self, typed: str) -> tuple[str, ...]:
        """Words one error away (a letter missing, added, wrong or swapped), commonest first.

        A whole word is preferred to the beginning of one, since the last word may be unfinished.
        """
        if len(typed) < SHORTEST_CORRECTED or not typed.isalpha():
            return ()
        lengths = range(len(typed) - 1, len(typed) + 2)
        near = {
            word for length in lengths for word in self._near(typed, self._of_length(length))
        } or {word for length in lengths for word in self._near(typed, self._beginnings(length))}
        ranked = sorted(near, key=lambda word: (-self._entries.get(word, 0), word))
        return tuple(ranked[:_SUGGESTED])

    @staticmethod
    def _near(typed: str, choices: tuple[str, ...]) -> list[str]:
        found = process.extract(typed, choices, scorer=OSA.distance, score_cutoff=1, limit=20)
        return [match[0] for match in found]

    def _of_length(self, length: int) -> tuple[str, ...]:
        return tuple(word for word in self._beginnings(length) if word in self._entries)

    def _cut_to(self, length: int) -> tuple[str, ...]:
        return tuple({word[:length] for word in self._sorted if len(word) >= length})
