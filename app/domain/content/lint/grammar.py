"""Faults of grammar between lead-in and options, and of order among numbers: L4 and L7."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from app.domain.codesets.values import normalise_cm, normalise_pcs
from app.domain.content.lint.findings import Asked, Context, Finding
from app.domain.content.lint.words import normal

_VOWEL_LETTERS = set("aefhilmnorsx")
_SILENT_H = ("hour", "honest", "honor", "heir")
_LIKE_YOU = ("uni", "use", "usu", "eu", "one", "once", "uti")
_AFTER_QUESTION = re.compile(
    r"(choose|round|answer|express|use|give|show|leave|count|select|the answer)\b", re.IGNORECASE
)
_CHOOSE = re.compile(r"choose the (two|three)\b", re.IGNORECASE)
_CODE = re.compile(r"`?[A-Z]\d[0-9A-Z](\.[0-9A-Z]+)?`?|`?[0-9A-HJ-NP-Z]{7}`?")
_MEASURE = re.compile(r"([$€]?)(-?\d[\d,]*(?:\.(\d+))?)\s*(%|[A-Za-z][A-Za-z./ ]{0,24})?")
_DATE = re.compile(r"([A-Z][a-z]+) (\d{1,2}),? (\d{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def lead_in(stem: str) -> str:
    """The last sentence of a stem, or the question before an instruction such as “Round …”."""
    flat = " ".join(stem.split())
    sentences = re.split(r"(?<=[.?!:])\s+(?=[A-Z`“\"])", flat)
    while (
        len(sentences) > 1 and sentences[-2].endswith("?") and _AFTER_QUESTION.match(sentences[-1])
    ):
        sentences.pop()
    return sentences[-1]


def grammatical_cue(asked: Asked, _: Context) -> Iterator[Finding]:
    """L4: article, form of the lead-in, class of first words, end punctuation, number."""
    if not asked.options:
        return
    question = lead_in(asked.question.stem)
    article = re.search(r"\b(an?)[?:.]?$", question)
    if article and any(_wants_an(one.text) != (article[1] == "an") for one in asked.options):
        yield asked.found("L4", f"“{article[1]}” does not go with every option", "stem")
    if not question.endswith("?") and not _CHOOSE.match(question):
        yield asked.found("L4", "the lead-in is no question", "stem")
    yield from _classes(asked)
    yield from _punctuation(asked)
    yield from _number(asked, question)


def numbers_in_order(asked: Asked, _: Context) -> Iterator[Finding]:
    """L7: options that are numbers, dates or codes are all of one kind and stand in order."""
    amounts = [_amount(option.text) for option in asked.options]
    known = [one for one in amounts if one is not None]
    if len(known) < 3:
        return
    if len(known) < len(amounts):
        yield asked.found("L7", "some options are numbers and others are not", "options")
        return
    if len({(one.kind, one.unit) for one in known}) > 1:
        yield asked.found("L7", "the units of the options differ", "options")
    if len({one.decimals for one in known}) > 1:
        yield asked.found("L7", "the options differ in decimal places", "options")
    keys = [one.sort for one in known]
    rising = all(a < b for a, b in pairwise(keys))
    if not rising and not all(a > b for a, b in pairwise(keys)):
        yield asked.found("L7", "the options stand neither rising nor falling", "options")
    elif not getattr(asked.question, "ordered", False):
        yield asked.found(
            "L7", "options in order need ordered: true, or they are shuffled", "options"
        )
    if _spaced_around_key(asked, known):
        message = "the key is the middle of three equal steps, the fourth value lies far off"
        yield asked.found("L7", message, "options", warning=True)


@dataclass(frozen=True, slots=True)
class _Amount:
    kind: str
    sort: tuple[Fraction, str]
    unit: str = ""
    decimals: int = 0


def _amount(text: str) -> _Amount | None:
    """An option that is a number, date, duration or code and nothing else."""
    flat = " ".join(text.split()).rstrip(".")
    bare = flat.strip("`")
    day = _day(flat)
    if day is not None:
        return _Amount("date", (Fraction(day.toordinal()), ""))
    if normalise_cm(bare) == bare or (normalise_pcs(bare) == bare and not bare.isdigit()):
        return _Amount("code", (Fraction(0), bare))
    match = _MEASURE.fullmatch(flat)
    if match is None:
        return None
    unit = (match[1] + (match[4] or "")).strip().lower().rstrip("s")
    places = len(match[3] or "")
    return _Amount("number", (Fraction(match[2].replace(",", "")), ""), unit, places)


def _day(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    try:
        if match:
            return date(int(match[3]), _MONTHS.index(match[1].lower()) + 1, int(match[2]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _spaced_around_key(asked: Asked, known: list[_Amount]) -> bool:
    values = sorted(one.sort[0] for one in known)
    if len(values) != 4 or len(asked.keys) != 1:
        return False
    key = known[asked.options.index(asked.keys[0])].sort[0]
    for three, fourth in ((values[:3], values[3]), (values[1:], values[0])):
        step = three[1] - three[0]
        if step and step == three[2] - three[1] and key == three[1]:
            return min(abs(fourth - three[0]), abs(fourth - three[2])) > 5 * step
    return False


def _first_class(text: str) -> str:
    word = text.split()[0]
    low = normal(word)
    if _CODE.fullmatch(word.rstrip(".,")):
        return "a code"
    if low in ("a", "an", "the"):
        return "an article"
    if low == "to":
        return "a to-verb"
    if re.match(r"[$€]?\d", low):
        return "a number"
    ing = re.fullmatch(r"[a-z]{2,}ing", low) and not low.endswith("thing")
    return "an -ing form" if ing else "a word"


def _classes(asked: Asked) -> Iterator[Finding]:
    """The first word's class differs for the key alone, or for one distractor."""
    keys = {_first_class(option.text) for option in asked.keys}
    others = Counter(_first_class(option.text) for option in asked.distractors)
    if len(others) == 1 and len(keys) == 1 and keys != set(others):
        message = f"the key begins with {keys.pop()}, every distractor with {min(others)}"
        yield asked.found("L4", message, "options")
    elif len(others) == 2 and keys == {others.most_common(1)[0][0]} and min(others.values()) == 1:
        odd = others.most_common()[-1][0]
        yield asked.found("L4", f"one distractor begins with {odd}", "options", warning=True)


def _punctuation(asked: Asked) -> Iterator[Finding]:
    ends = {option.text.rstrip()[-1] in ".;" for option in asked.options}
    if len(ends) > 1:
        message = "some options end with a full stop and others do not"
        yield asked.found("L4", message, "options", warning=True)


def _number(asked: Asked, question: str) -> Iterator[Finding]:
    """“are” or “these” with one plural option, “is” or “this” with one singular."""
    plural = [bool(re.search(r"[^su]s$", normal(one.text).split()[0])) for one in asked.options]
    for pattern, one in ((r"\b(are|these)\b", True), (r"\b(is|this)\b", False)):
        if re.search(pattern, question.lower()) and plural.count(one) == 1:
            if asked.options[plural.index(one)].correct:
                kind = "plural" if one else "singular"
                message = f"only the key begins with a {kind} as the lead-in asks"
                yield asked.found("L4", message, "options", warning=True)
            return


def _wants_an(option: str) -> bool:
    """Whether the option is spoken after “an”."""
    word = option.split()[0].strip('`*“"')
    low = word.lower()
    if word.isupper() and len(word) > 1:
        return low[0] in _VOWEL_LETTERS
    if low.startswith(_SILENT_H):
        return True
    if low.startswith(_LIKE_YOU):
        return False
    return low[0] in "aeiou8"
