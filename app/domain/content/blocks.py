"""A lesson's body as blocks in order: Markdown, figures, and check-yourself questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_OPENING = re.compile(r" {0,3}(`{3,}|~{3,}) *([^`]*)")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the body; ``line`` is that of its first line of text, counted from 1."""

    kind: Literal["text", "figure", "cy"]
    text: str
    line: int


def split_blocks(body: str) -> Iterator[Block]:
    """Blocks in order; a fence that is not closed runs to the end, as in CommonMark."""
    text: list[str] = []
    start = 1
    lines = body.split("\n")
    at = 0
    while at < len(lines):
        opening = _OPENING.fullmatch(lines[at])
        end = _closing(lines, at, opening[1]) if opening else at
        kind = opening[2].strip() if opening else ""
        if kind in ("figure", "cy"):
            yield from _text_block(text, start)
            inside = "\n".join(lines[at + 1 : end])
            yield Block("figure" if kind == "figure" else "cy", inside, at + 2)
            text, start = [], end + 2
        else:
            text += lines[at : end + 1]
        at = end + 1
    yield from _text_block(text, start)


def join_blocks(blocks: list[Block]) -> str:
    """The body that ``split_blocks`` reads back: one empty line between blocks."""
    return "\n\n".join(
        block.text.strip("\n") if block.kind == "text" else _fenced(block) for block in blocks
    )


def _fenced(block: Block) -> str:
    inside = block.text.strip("\n")
    runs = [len(run) for run in re.findall(r"`{3,}", inside)]
    fence = "`" * max([3, *(run + 1 for run in runs)])
    return f"{fence}{block.kind}\n{inside}\n{fence}"


def _closing(lines: list[str], opened: int, fence: str) -> int:
    closing = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}} *")
    for at in range(opened + 1, len(lines)):
        if closing.fullmatch(lines[at]):
            return at
    return len(lines)


def _text_block(lines: list[str], start: int) -> Iterator[Block]:
    blank = 0
    while blank < len(lines) and not lines[blank]:
        blank += 1
    if lines[blank:]:
        yield Block("text", "\n".join(lines[blank:]).rstrip("\n"), start + blank)
