"""How text is cut into words, the same when the book is built and when it is searched."""

from __future__ import annotations

import re
import unicodedata

STOP_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)

_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """Lower-case words of letters and digits, without accents: ``Crohn's`` is ``crohn``, ``s``."""
    return _WORD.findall(folded(text))


def folded(text: str) -> str:
    """The text in lower case without accents."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
