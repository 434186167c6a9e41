"""Hard guards on questions and on every text: CPT, banned phrases, negatives, arithmetic, blind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.domain.content.formats.items import NumericQuestion
from app.domain.content.lint.arithmetic import FormulaError, evaluate, rounded
from app.domain.content.lint.findings import Asked, Context, Finding
from app.domain.content.lint.grammar import lead_in
from app.domain.content.values import ContentDocument
from app.domain.content.writer import write_members
from app.domain.items.item import raters_needed

_CPT = re.compile(
    r"(?<![\w.,$€#/-])(?:\d{5}|\d{4}[FMTU])(?![\w-])(?![.,]\d)|\bmodifiers? -?\d{2}\b",
    re.IGNORECASE,
)
_TAGGED_BEFORE = re.compile(
    r"(\bZIP\b( code)?|\b[A-Z]{2}|\bFR|\bFed\. Reg\.|\b(MRN|NPI|EIN|ID|No\.|account|record|number|"
    r"policy|badge|lot|serial|accession|order)\b[^.\n]{0,12}|\bUSD)[ :#]*$",
    re.IGNORECASE,
)
_TAGGED_AFTER = re.compile(
    r"^ (dollars|patients|people|persons|residents|discharges|admissions|days|records|visits|"
    r"inpatient|charts|births|deaths|anesthetics|tests|square|pages|hours|bytes)\b"
)
_BANNED = (
    re.compile(r"\b(all|none) of the (above|below|following|options)\b", re.IGNORECASE),
    re.compile(r"\b(both )?[A-F] (and|or) [A-F]\b(?! positive| negative)"),
    re.compile(
        r"\bwhich (of the following |statement |one )*(is|are) (true|false|correct)\b", re.I
    ),
    re.compile(r"_{3,}"),
)
_NEGATIVE = re.compile(
    r"\bwhich\b[^?]*\b(is|are|does|do|should|would|must|may|can|was|were|has|have) not\b|"
    r"\bexcept\b|(?<!\bat )\bleast (likely|appropriate|important|useful)\b",
)
_NEGATIVE_CAPITALS = re.compile(r"\b(NOT|EXCEPT|LEAST)\b")


def cpt(document: ContentDocument, _: Context) -> Iterator[Finding]:
    """CPT guard: nothing that could be a CPT code or modifier stands in any text."""
    for member, text in write_members(document.value).items():
        shown = re.sub(r"<[^>]*>", " ", text) if member == "svg" else text
        for number, line in enumerate(shown.split("\n"), start=1):
            for match in _CPT.finditer(line):
                if not is_tagged(line, match):
                    where = f"{member}, " if member else ""
                    message = f"“{match[0]}” could be a CPT code ({where}line {number})"
                    yield Finding(document, "cpt", message, _at(document, member))


def is_tagged(line: str, match: re.Match[str]) -> bool:
    """Whether the words around say that the number is money, a ZIP code, an identifier, a count."""
    if match[0].lower().startswith("modifier"):
        return False
    before, after = line[max(0, match.start() - 30) : match.start()], line[match.end() :]
    return bool(_TAGGED_BEFORE.search(before) or _TAGGED_AFTER.match(after))


def banned(asked: Asked, _: Context) -> Iterator[Finding]:
    """Banned phrases in stem and options."""
    texts = [(asked.question.stem, ("stem",))]
    texts += [(option.text, ("options",)) for option in asked.options]
    for text, at in texts:
        for pattern in _BANNED:
            match = pattern.search(text)
            if match:
                yield asked.found("banned", f"“{match[0]}” is not used in questions", *at)


def negative(asked: Asked, _: Context) -> Iterator[Finding]:
    """A negative word in the lead-in is in capitals, and the item says negative: true."""
    question = lead_in(asked.question.stem)
    capitals = _NEGATIVE_CAPITALS.search(question)
    if not capitals and _NEGATIVE.search(question[:1].lower() + question[1:]):
        yield asked.found("negative", "the negative word of the lead-in is not in capitals", "stem")
    item = asked.bank_item
    if item is not None and item.negative != bool(capitals):
        word = "true" if capitals else "false"
        yield asked.found("negative", f"the lead-in asks for negative: {word}", "negative")


def share_of_negatives(asked: Sequence[Asked]) -> Iterator[Finding]:
    """At most 3 percent of a bank of a hundred items or more ask for the exception."""
    items = [one for one in asked if one.bank_item is not None]
    hits = [one for one in items if one.bank_item and one.bank_item.negative]
    if len(items) >= 100 and len(hits) > 0.03 * len(items):
        message = f"{len(hits)} of {len(items)} items are negative, 3 percent are meant at most"
        yield hits[0].found("negative", message, "negative")


def arithmetic(asked: Asked, _: Context) -> Iterator[Finding]:
    """The stored formula gives the stored answer, and no wrong value lies within tolerance."""
    question = asked.question
    if not isinstance(question, NumericQuestion):
        return
    answer, tolerance = Decimal(question.answer), Decimal(question.tolerance)
    try:
        value = rounded(evaluate(question.formula), question.places)
    except FormulaError as error:
        yield asked.found("arithmetic", str(error), "formula")
        return
    if value != answer:
        message = f"the formula gives {value}, the answer says {question.answer}"
        yield asked.found("arithmetic", message, "answer")
    for number, wrong in enumerate(question.wrong):
        if abs(Decimal(wrong.value) - answer) <= tolerance:
            message = f"{wrong.value} lies within the tolerance, so it would be right"
            yield asked.found("arithmetic", message, "wrong", number)
    if tolerance > Decimal(1).scaleb(-question.places) / 2:
        message = "the tolerance is more than half of the last place"
        yield asked.found("arithmetic", message, "tolerance", warning=True)
    if len(question.wrong) < 2:
        message = "name the two commonest wrong results"
        yield asked.found("arithmetic", message, warning=True)


def blind(asked: Asked, _: Context) -> Iterator[Finding]:
    """The blind second answer is the key."""
    item = asked.bank_item
    if item is None:
        return
    given = item.blind.answer
    if not given:
        if item.status == "live":
            yield asked.found("blind", "nobody has answered this item blind", warning=True)
    elif not _agrees(asked, given):
        yield asked.found("blind", f"the blind answer {given} differs from the key", "blind")
    elif item.blind.agreed is False:
        yield asked.found("blind", "the second reader did not agree with the key", "blind")


def rated(asked: Asked, _: Context) -> Iterator[Finding]:
    """A rating is provisional exactly while its item has fewer raters than its purpose needs."""
    item = asked.bank_item
    if item is None:
        return
    missing = len(item.angoff.ratings) < raters_needed(item.purpose)
    if item.angoff.provisional != missing:
        is_now = "provisional: raters are missing" if missing else "final: its raters are there"
        yield asked.found("angoff", f"the rating is {is_now}", "angoff", "provisional")


def _agrees(asked: Asked, given: str) -> bool:
    question = asked.question
    if isinstance(question, NumericQuestion):
        number = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\D*", given.replace(",", "").lstrip("$"))
        off = abs(Decimal(number[1]) - Decimal(question.answer)) if number else None
        return off is not None and off <= Decimal(question.tolerance)
    return "".join(sorted(re.findall(r"[A-H]", given.upper()))) == question.correct_letters


def _at(document: ContentDocument, member: str) -> tuple[str | int, ...]:
    """A location in the file of a document's member, so that the problem names that file."""
    if member == "key.yml":
        return ("key",)
    if member.startswith("documents/"):
        return ("documents", member.removeprefix("documents/").removesuffix(".md"))
    return ("svg",) if member == "svg" else ()
