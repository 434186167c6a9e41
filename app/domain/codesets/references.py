"""The codes that an instructional note names, and whether a named code or range covers a code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?(?![0-9A-Z])"
_RANGE = rf"{_CODE}\.?-?\s?(?:-|to)\s?{_CODE}"
_ITEM = re.compile(rf"(?<![0-9A-Z])(?<![Vv]itamin )(?:{_RANGE}|{_CODE})(?:\.?-(?![0-9A-Z]))?")
_PARENTHESES = re.compile(r"\(([^()]*)(?:\)|$)")
_QUALIFIER = re.compile(r",? ?\bwith (?=.*(?:character|intent|\.[0-9]))(.*)$")
_POSITIONS = {
    "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "six": 6, "6th": 6,
    "seventh": 7, "7th": 7,
}  # fmt: skip
_OPEN_FRACTURE = frozenset("BCEFHJMNQR")


def named_codes(text: str) -> tuple[str, ...]:
    """The codes and ranges that a note names, as printed, each with the qualifier that follows.

    ``"bacterial foodborne intoxications, NEC (A05.-)"`` gives ``("A05.-",)``. Codes in
    parentheses stand for the note; only without them are codes in the running text taken.
    """
    for parts in (_PARENTHESES.findall(text), [text]):
        found = tuple(code for part in parts for code in _codes_of(part))
        if found:
            return found
    return ()


def _codes_of(part: str) -> list[str]:
    qualifier = _QUALIFIER.search(part)
    codes = _ITEM.findall(part[: qualifier.start()] if qualifier else part)
    suffix = f" with {qualifier.group(1).rstrip(' .')}" if qualifier else ""
    return [re.sub(r"\s", "", code.replace(" to ", "-")) + suffix for code in codes]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a note's text; ``first`` and ``last`` are the codes where it names any."""

    text: str
    first: str = ""
    last: str = ""


def pieces(text: str, named: Sequence[str]) -> Iterator[Piece]:
    """The text cut where it prints one of the codes and ranges that the note names.

    ``"pneumonitis (J68.0), lung disorder (J70.2-J70.4)"`` gives J68.0 with first and last J68.0,
    and J70.2-J70.4 with its two ends. The texts of all pieces together are the text.
    """
    known = {end for code in named for end in re.findall(_CODE, code.partition(" with ")[0])}
    done = 0
    for match in _ITEM.finditer(text):
        ends = re.findall(_CODE, match.group())
        if known.issuperset(ends):
            yield Piece(text[done : match.start()])
            yield Piece(match.group(), ends[0], ends[-1])
            done = match.end()
    yield Piece(text[done:])


def covers(named: str, code: str) -> bool:
    """Whether a code or range as printed in a note covers a canonical ICD-10-CM code.

    A code covers itself and all below it. ``named`` may carry a qualifier such as
    ``"T36-T50 with fifth or sixth character 5"``; one that is not understood covers nothing.
    """
    first, last, qualifier = _parsed(named)
    bare = code.replace(".", "")
    if not (first <= bare[: len(first)] and bare[: len(last)] <= last):
        return False
    return not qualifier or _qualifies(qualifier, bare)


@cache
def _parsed(named: str) -> tuple[str, str, str]:
    codes, _, qualifier = named.partition(" with ")
    ends = [end.replace(".", "") for end in re.findall(_CODE, codes)]
    if not ends:
        return "~", "~", ""
    return ends[0], ends[-1], qualifier


def _qualifies(qualifier: str, bare: str) -> bool:
    if "intent" in qualifier:
        return True
    if "open fracture" in qualifier:
        return bare[6:] in _OPEN_FRACTURE
    if endings := re.findall(r"-([0-9]{2})", qualifier) if "final" in qualifier else []:
        return bare.endswith(tuple(endings))
    positions = [_POSITIONS[word] for word in re.split(r"[ -]", qualifier) if word in _POSITIONS]
    if positions or ("final" in qualifier and "." not in qualifier):
        return _has_character(qualifier, positions, bare)
    return any(_after_dot(part, bare[3:]) for part in re.findall(r"\.[.0-9-]+", qualifier))


def _after_dot(part: str, digits: str) -> bool:
    """``part`` is ``".42"``, ``".62-"`` or ``".51-.52"``."""
    ends = [end for end in re.split(r"[.-]+", part) if end]
    return bool(ends) and ends[0] <= digits[: len(ends[0])] and digits[: len(ends[-1])] <= ends[-1]


def _has_character(qualifier: str, positions: list[int], bare: str) -> bool:
    if pair := re.search(r"characters ([0-9]{2})$", qualifier):
        return bare[min(positions) - 1 : max(positions)] == pair.group(1)
    wanted = set(re.findall(r"\b([0-9A-Z])\b", qualifier))
    for low, high in re.findall(r"\b([0-9])-([0-9])\b", qualifier):
        wanted |= {str(digit) for digit in range(int(low), int(high) + 1)}
    if "final" in qualifier:
        return bare[:6].rstrip("X")[-1:] in wanted
    position = max(positions)
    if len(positions) > 1 and bare[position - 1 : position] in ("", "X"):
        position = min(positions)  # the intent stands in the fifth place where the sixth is X
    return bare[position - 1 : position] in wanted
