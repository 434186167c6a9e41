"""Words of a text as the lint rules count them: normalised, content words stemmed, shingles."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LINKED = re.compile(r"\[\[(?:organ:)?([^\]|]+)(?:\|([^\]]+))?\]\]")
_SIGNS = re.compile(r"[*`|#>]+|\[(?=[^\]]*\]\()|\]\([^)]*\)|(?<!\w)_|_(?!\w)")
_TOKEN = re.compile(r"[^\W_]+(?:[.,'’/-][^\W_]+)*")
_STOP_WORDS = (
    "about after again against also among an and another any are because been before being "
    "between both but by can could did does doing done during each either for from had has have "
    "having her here hers him his how if in into is it its just less more most much must no nor "
    "not of off on one only or other our out over own per same shall she should since so some "
    "such than that the their them then there these they this those through to too two under "
    "until up upon very was were what when where whether which while who whom whose why will "
    "with within without would you your"
)
_STOP = frozenset(_STOP_WORDS.split())
_ENDINGS = (
    *("isations", "izations", "isation", "ization", "fulness", "iveness", "ousness"),
    *("ations", "ements", "ities", "ation", "ement", "ments", "ness", "ings", "ment"),
    *("tion", "sion", "able", "ible", "ance", "ence", "ally", "edly", "ity", "ies", "ing", "ers"),
    *("ed", "er", "es", "ly", "al", "s", "e"),
)


@lru_cache(maxsize=50_000)
def normal(text: str) -> str:
    """N: NFKC, lower case, Markdown stripped, spaces collapsed, final punctuation off."""
    words = _LINKED.sub(lambda match: match[2] or match[1], unicodedata.normalize("NFKC", text))
    return " ".join(_SIGNS.sub(" ", words).lower().split()).rstrip(".!?;:,").strip()


@lru_cache(maxsize=50_000)
def tokens(text: str) -> tuple[str, ...]:
    """T: word tokens of N in order; numbers keep their point or comma."""
    return tuple(_TOKEN.findall(normal(text)))


@lru_cache(maxsize=50_000)
def content_words(text: str) -> frozenset[str]:
    """C: stems of tokens of four letters or more that are not on the stop list."""
    return frozenset(stem(word) for word in tokens(text) if len(word) >= 4 and word not in _STOP)


def stem(word: str) -> str:
    """A word without its commonest endings; a small stand-in for Snowball's English stemmer.

    It strips one ending as long as four letters stay, which is enough to see that a stem and an
    option share a word; it does not undo doubled consonants or irregular forms.
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared members over all members; two empty sets count as different."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def shingles(text: str) -> frozenset[str]:
    """Sets of five tokens in a row, numbers, dates and names masked."""
    words = [_mask(word) for word in _TOKEN.findall(_names_masked(text))]
    return frozenset(" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4)))


def _names_masked(text: str) -> str:
    """Capitalised words within a sentence become one mark."""
    flat = " ".join(_SIGNS.sub(" ", _LINKED.sub(lambda m: m[2] or m[1], text)).split())
    return re.sub(r"(?<=[a-z,] )[A-Z][a-z]+\b", "Name", flat)


def _mask(word: str) -> str:
    return "0" if any(letter.isdigit() for letter in word) else word.lower()


def word_count(text: str) -> int:
    """Number of word tokens."""
    return len(tokens(text))
