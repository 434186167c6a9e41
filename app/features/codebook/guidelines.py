"""The ICD-10-PCS guidelines as paragraphs, found by their number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from app.domain.codesets.pcs import Guideline
from app.reference import SqliteCodeBook

_STARTS = re.compile(r"(?:Examples?:|[a-z]\.|\d+\.|\*\*)")


@dataclass(frozen=True, slots=True)
class GuidelinePage:
    """A guideline with its text in paragraphs, and the numbers before and after it."""

    rule: Guideline
    paragraphs: list[str]
    before: str
    after: str


def find_guideline(book: SqliteCodeBook, number: str) -> Guideline | None:
    """By its number, in whatever case it was typed."""
    wanted = number.strip().lower()
    return next((rule for rule in book.guidelines() if rule.number.lower() == wanted), None)


def guideline_page(book: SqliteCodeBook, rule: Guideline) -> GuidelinePage:
    """The page of one guideline."""
    numbers = ["", *(one.number for one in book.guidelines()), ""]
    place = numbers.index(rule.number)
    return GuidelinePage(rule, paragraphs(rule.text), numbers[place - 1], numbers[place + 1])


def paragraphs(text: str) -> list[str]:
    """The text without the line ends of the print; examples and lettered parts stand alone."""
    found: list[str] = []
    for line in (line.strip() for line in text.split("\n")):
        if found and not _STARTS.match(line):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return [part.replace("**", "") for part in found]


def by_section(book: SqliteCodeBook) -> list[tuple[str, list[Guideline]]]:
    """All guidelines under the headings of the official text."""
    return [
        (section, list(rules))
        for section, rules in groupby(book.guidelines(), key=lambda rule: rule.section)
    ]
