"""Whether a code may be reported on a day, in the words of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.codesets.values import CodeEntry, System
from app.reference import SqliteCodeBook
from app.reference.sources import EDITION_FIRST_DAY, EDITION_LAST_DAY
from app.reference.validity import LAST_DAY, PERIOD_STARTS
from app.web.formatters import day as written

FIRST_DAY = PERIOD_STARTS[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """The day that an address asks for; without one the last day of the edition.

    ``text`` is what stood in the address, and ``problem`` says why it is no date.
    """

    day: date
    text: str = ""
    problem: str = ""


def asked_day(text: str) -> Asked:
    """Read ``?on=``: year-month-day."""
    text = text.strip()[:20]
    if not text:
        return Asked(EDITION_LAST_DAY)
    try:
        return Asked(date.fromisoformat(text), text)
    except ValueError:
        says = f"“{text}” is not a date. Write it as year-month-day, such as 2026-04-12."
        return Asked(EDITION_LAST_DAY, "", says)


@dataclass(frozen=True, slots=True)
class Validity:
    """``state``: valid, ended, coming, heading or unknown; ``span`` says from when to when.

    ``follows`` are the codes that stand in the place of one that ends, with titles where known.
    """

    state: str
    says: str
    span: str = ""
    follows: tuple[tuple[str, str], ...] = ()
    ends: str = ""


def validity_of(book: SqliteCodeBook, entry: CodeEntry, on: date) -> Validity:
    """What the page says of a code or heading of ICD-10-CM or ICD-10-PCS for a day."""
    if entry.in_force is None:
        return Validity("heading", "No: a heading. Report one of the codes below it.")
    first, last = entry.in_force
    follows = _follows(book, entry) if last < LAST_DAY else ()
    verb = "was" if on > last else "is"
    ends = f"Its last day {verb} {written(last)}." if last < LAST_DAY else ""
    return Validity(
        _state(first, last, on), _says(first, last, on), span(first, last), follows, ends
    )


def _state(first: date, last: date, on: date) -> str:
    if not FIRST_DAY <= on <= LAST_DAY:
        return "unknown"
    if on < first:
        return "coming"
    return "valid" if on <= last else "ended"


def _says(first: date, last: date, on: date) -> str:
    match _state(first, last, on):
        case "valid":
            return f"Yes, on {written(on)}."
        case "coming":
            return f"Not on {written(on)}: in force from {written(first)}."
        case "ended":
            return f"Not on {written(on)}: its last day was {written(last)}."
        case _:
            return (
                f"Not known for {written(on)}: the book knows the days from {written(FIRST_DAY)}"
                f" to {written(LAST_DAY)}."
            )


def span(first: date, last: date) -> str:
    """From when to when; the book's own ends are no ends of the code."""
    start = f"{written(first)}" + (" or earlier" if first == FIRST_DAY else "")
    end = f"{written(last)}" + (" or later" if last == LAST_DAY else "")
    return f"{start}, to {end}"


def _follows(book: SqliteCodeBook, entry: CodeEntry) -> tuple[tuple[str, str], ...]:
    """Codes below it that are in force instead, or the next edition's that begin as it does."""
    if entry.system != "cm":
        return ()
    return entry.children or tuple((code, "") for code in book.follows(entry.code))


def group_validity(on: date) -> Validity:
    """Groups and weights belong to one edition."""
    known = EDITION_FIRST_DAY <= on <= EDITION_LAST_DAY
    says = f"Yes, for discharges on {written(on)}." if known else f"Not known for {written(on)}."
    days = f"{written(EDITION_FIRST_DAY)} to {written(EDITION_LAST_DAY)}"
    return Validity("valid" if known else "unknown", says, days)


def edition_line(asked: Asked, today: date) -> str:
    """As of which day the page is shown, and since when the edition is superseded."""
    last = "" if asked.text else "the last day of the edition, "
    line = f"Shown as of {last}{written(asked.day)}."
    if today <= EDITION_LAST_DAY:
        return line
    next_day = EDITION_LAST_DAY + timedelta(days=1)
    return f"{line} Superseded since {written(next_day)}; the next edition is not installed."


def elsewhere(book: SqliteCodeBook, system: System, code: str) -> str:
    """What the book knows of a code that stands in another edition only; empty if nothing."""
    known = book.in_force(system, code)
    if known is None:
        return ""
    return (
        f"{code} is a code of another edition, in force {span(*known)}. No package has its title."
    )
