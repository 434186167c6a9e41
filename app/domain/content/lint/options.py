"""Faults that show in one question's options: L1, L3, L5 and L6 of the ten linter faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from app.domain.content.formats.items import Option, SingleQuestion
from app.domain.content.lint.findings import Asked, Context, Finding
from app.domain.content.lint.words import content_words, jaccard, normal, tokens

_ABSOLUTE = (
    "always never all none only every must cannot completely entirely solely any guaranteed "
    "impossible"
)
ABSOLUTE = frozenset(_ABSOLUTE.split())
VAGUE = frozenset({"usually", "often", "may", "generally", "can"})
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:%|percent)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def long_key(asked: Asked, _: Context) -> Iterator[Finding]:
    """L1, one item: the key is 1.4 times the longest distractor and 12 characters more."""
    if not isinstance(asked.question, SingleQuestion):
        return
    key = len(normal(asked.keys[0].text))
    longest = max(len(normal(option.text)) for option in asked.distractors)
    if key >= 1.4 * longest and key >= longest + 12:
        message = f"the key has {key} characters, the longest distractor {longest}"
        yield asked.found("L1", message, "options", warning=True)


def absolute_terms(asked: Asked, _: Context) -> Iterator[Finding]:
    """L3: absolutes stand on one side only, or vague words in the key alone."""
    if not asked.options:
        return
    in_key = _any_of(ABSOLUTE, asked.keys)
    hit = _any_of(ABSOLUTE, asked.distractors)
    if in_key and not hit:
        yield asked.found("L3", "an absolute term stands in the key alone", "options")
    elif hit >= 2 and not in_key:
        yield asked.found("L3", f"absolute terms stand in {hit} distractors only", "options")
    elif hit == 1 and not in_key:
        message = "an absolute term stands in one distractor only"
        yield asked.found("L3", message, "options", warning=True)
    if _any_of(VAGUE, asked.keys) and not _any_of(VAGUE, asked.distractors):
        yield asked.found("L3", "a vague word stands in the key alone", "options", warning=True)


def stem_word_in_key(asked: Asked, context: Context) -> Iterator[Finding]:
    """L5: the key, and no distractor, repeats words of the stem."""
    if not asked.options:
        return
    others = frozenset[str]().union(*(content_words(one.text) for one in asked.distractors))
    shared = (content_words(asked.question.stem) & content_words(asked.key_text)) - others
    if len(shared) >= 2:
        words = ", ".join(sorted(shared))
        yield asked.found("L5", f"the key alone repeats words of the stem: {words}", "options")
    for word in shared:
        if len(shared) == 1 and len(word) >= 6 and word not in _unavoidable(asked, context):
            message = f"the key alone repeats a word of the stem: {word}"
            yield asked.found("L5", message, "options", warning=True)


def overlapping(asked: Asked, _: Context) -> Iterator[Finding]:
    """L6: two options are equal, one holds the other, or their ranges meet."""
    close = 0
    for one, other in combinations(asked.options, 2):
        reason = _overlap(one.text, other.text)
        if reason:
            message = f"{reason}: “{normal(one.text)}” and “{normal(other.text)}”"
            yield asked.found("L6", message, "options")
        elif one.correct != other.correct and _near(one, other):
            close += 1
    if close and close == len(asked.keys) * len(asked.distractors):
        yield asked.found("L6", "every distractor is close to the key", "options", warning=True)


def _any_of(words: frozenset[str], options: tuple[Option, ...]) -> int:
    """How many of the options hold one of the words."""
    return sum(1 for option in options if words & set(tokens(option.text)))


def _unavoidable(asked: Asked, context: Context) -> frozenset[str]:
    """Words that a module's questions cannot do without: those of its glossary terms."""
    terms = (
        term.term
        for term in context.library.terms.values()
        if term.lesson.partition("/")[0] == asked.module
    )
    return frozenset[str]().union(*map(content_words, terms))


def _near(one: Option, other: Option) -> bool:
    return jaccard(frozenset(tokens(one.text)), frozenset(tokens(other.text))) >= 0.75


def _overlap(one: str, other: str) -> str:
    """Why two options overlap, empty when they do not."""
    if normal(one) == normal(other):
        return "two options are the same"
    first, second = _amount(one), _amount(other)
    if first is not None and first == second:
        return "two options are the same number"
    a, b = frozenset(tokens(one)), frozenset(tokens(other))
    if jaccard(a, b) >= 0.9 and a != b:
        return "two options have nearly the same words"
    if a and b and (a < b | {"and", "or"} or b < a | {"and", "or"}) and a != b:
        return "one option holds another"
    if _ranges_meet(one, other):
        return "two ranges meet"
    return ""


def _amount(text: str) -> Fraction | None:
    """The number that an option is; a percentage counts as its hundredth."""
    plain = normal(text).replace(",", "")
    percent = _PERCENT.fullmatch(plain)
    if percent:
        return Fraction(percent[1]) / 100
    return Fraction(plain) if _NUMBER.fullmatch(plain) else None


def _ranges_meet(one: str, other: str) -> bool:
    first = _RANGE.fullmatch(_bare(one))
    second = _RANGE.fullmatch(_bare(other))
    if not first or not second:
        return False
    low, high = Fraction(first[1]), Fraction(first[2])
    return low <= Fraction(second[2]) and Fraction(second[1]) <= high


def _bare(text: str) -> str:
    return re.sub(r"[a-z%$ ]+$", "", normal(text).replace(",", ""))
