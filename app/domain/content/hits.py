"""Finding words in a record: every place of each word, and whether the sentence denies it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.content.marks import Mark, Rendered, mark_spans

MOST_WORDS = 8
MOST_HITS = 300
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|no|not|without|negative for|ruled out|free of|never)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in the plain text; ``denied`` where the words before it negate it."""

    start: int
    stop: int
    denied: bool


def find_words(rendered: Rendered, text: str) -> tuple[Hit, ...]:
    """Every word of the text wherever a word of the document begins with it, in reading order."""
    words = sorted({word for word in text.split()[:MOST_WORDS] if len(word) > 1}, key=len)
    if not words:
        return ()
    pattern = "|".join(re.escape(word) for word in reversed(words))
    found = re.finditer(rf"\b(?:{pattern})\w*", rendered.plain, re.IGNORECASE)
    hits = []
    for match in found:
        before = rendered.plain[max(0, match.start() - 80) : match.start()]
        hits.append(Hit(*match.span(), denied=bool(_DENIED.search(before))))
        if len(hits) == MOST_HITS:
            break
    return tuple(hits)


def mark_hits(rendered: Rendered, hits: tuple[Hit, ...]) -> str:
    """The document's HTML with each hit marked, ``hit-1`` and on; denied ones have their class."""
    return mark_spans(
        rendered,
        [
            (
                (hit.start, hit.stop),
                Mark(str(number), "", "hit hit--denied" if hit.denied else "hit", f"hit-{number}"),
            )
            for number, hit in enumerate(hits, 1)
        ],
    )
