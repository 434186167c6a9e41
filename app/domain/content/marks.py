"""Finds quotes in rendered documents and wraps them in marks, across emphasis and table cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise

from app.domain.content.markdown import Links, render

_PIECE = re.compile(r'<(?:[^>"]|"[^"]*")*>|[^<]+|<')
_LINE_END = re.compile(r"</(?:p|li|tr|h[1-6]|pre)>|<br>|<hr>")
_ID = re.compile(r'\bid="([^"]*)"')
_SYNTAX = re.compile(r"\*\*|[*`|]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to be marked for a finding; ``css`` is the class that tells its state.

    ``id``, when given, becomes the id of the mark's first element.
    """

    finding: str
    quote: str
    css: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as HTML, as the words that a reader sees, and its paragraphs by anchor.

    ``anchors`` are pairs of the paragraph's id and the place in ``plain`` where it begins.
    """

    html: str
    plain: str
    anchors: tuple[tuple[str, int], ...]

    def find(self, quote: str) -> tuple[int, int] | None:
        """Start and end of a quote in ``plain``; white space and Markdown's signs are ignored."""
        words = _SYNTAX.sub(" ", quote).split()
        if not words:
            return None
        match = re.search(r"\s+".join(re.escape(word) for word in words), self.plain)
        return match.span() if match else None

    def anchor_of(self, quote: str) -> str | None:
        """The id of the paragraph in which a quote begins; None where it is not found."""
        found = self.find(quote)
        if found is None:
            return None
        before = [anchor for anchor, start in self.anchors if start <= found[0]]
        return before[-1] if before else None


def render_document(
    text: str, links: Links | None = None, anchor: str = "p", shift: int = 2
) -> Rendered:
    """A chart's document rendered: its headings go ``shift`` levels down, ids begin ``anchor-``."""
    html = render(text, links, shift, anchor)
    plain: list[str] = []
    anchors: list[tuple[str, int]] = []
    length = 0
    for piece, words in _pieces(html):
        if _is_tag(piece) and (found := _ID.search(piece)):
            anchors.append((found[1], length))
        plain.append(words)
        length += len(words)
    return Rendered(html, "".join(plain), tuple(anchors))


def mark_quotes(rendered: Rendered, marks: Sequence[Mark]) -> str:
    """The document's HTML with each quote that it holds in ``<mark data-finding class>``.

    A quote that runs across tags becomes several elements; overlapping quotes nest. Only text
    is wrapped, so well-formed HTML stays so. A quote that is not found is left out.
    """
    return mark_spans(
        rendered, [(span, mark) for mark in marks if (span := rendered.find(mark.quote))]
    )


def mark_spans(rendered: Rendered, spans: Sequence[tuple[tuple[int, int], Mark]]) -> str:
    """The same for places in ``plain``: start and end of each mark."""
    opened: set[Mark] = set()
    html: list[str] = []
    at = 0
    for piece, words in _pieces(rendered.html):
        keep = _is_tag(piece) or not piece.strip()
        html.append(piece if keep else _marked(words, at, spans, opened))
        at += len(words)
    return "".join(html)


def _pieces(html: str) -> Iterator[tuple[str, str]]:
    """Tags and stretches of text in order, each with what it adds to the plain text."""
    for match in _PIECE.finditer(html):
        piece = match[0]
        if not _is_tag(piece):
            yield piece, unescape(piece) if piece.strip() else piece.replace("\n", "")
        elif _LINE_END.match(piece):
            yield piece, "\n"
        else:
            yield piece, " " if piece in ("</td>", "</th>") else ""


def _is_tag(piece: str) -> bool:
    return piece.startswith("<") and len(piece) > 1


def _marked(
    words: str, at: int, spans: Sequence[tuple[tuple[int, int], Mark]], opened: set[Mark]
) -> str:
    """Text as HTML with the marks that cover parts of it; ``at`` is its place in ``plain``."""
    edges = {0, len(words)}
    for span, _ in spans:
        edges |= {edge - at for edge in span if 0 < edge - at < len(words)}
    html = []
    for start, stop in pairwise(sorted(edges)):
        over = [mark for span, mark in spans if span[0] < at + stop and span[1] > at + start]
        html.append(_wrapped(escape(words[start:stop], quote=False), over, opened))
    return "".join(html)


def _wrapped(inside: str, marks: Sequence[Mark], opened: set[Mark]) -> str:
    for mark in reversed(marks):
        name = f' id="{escape(mark.id)}"' if mark.id and mark not in opened else ""
        opened.add(mark)
        inside = (
            f'<mark{name} class="{escape(mark.css)}" data-finding="{escape(mark.finding)}">'
            f"{inside}</mark>"
        )
    return inside
