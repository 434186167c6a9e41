"""Faults of rationales and sources, and faults that show over a set: L1, L2, L8, L9, L10."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations
from math import comb

from app.domain.content.formats.items import NumericQuestion, SingleQuestion
from app.domain.content.formats.library import Source
from app.domain.content.lint.findings import Asked, Context, Finding
from app.domain.content.lint.words import jaccard, normal, shingles, tokens, word_count

LOCATORS = {
    "cfr": re.compile(r"\d+ CFR \d+\.\d+(\([a-zA-Z0-9]+\))*"),
    "usc": re.compile(r"\d+ USC \d+\w*(-\w+)*(\([a-zA-Z0-9]+\))*"),
    "fr": re.compile(r"\d+ FR \d+"),
    "guideline": re.compile(r"(IV|III|II|I|App\.I|A\d|B\d|C\d)[\w.]*"),
}
PREP_SITES = (
    *("quizlet", "coursehero", "studocu", "brainscape", "chegg", "examtopics", "pocketprep"),
    *("mometrix", "proprofs", "cram.com", "test-guide", "open-exam-prep", "examzify", "testbank"),
)
_LETTER = re.compile(r"\b(option|choice|answer) [A-F]\b")
_SET_SIZE = 40
_CHI_SQUARE_1_PERCENT = 11.34


def rationales(asked: Asked, _: Context) -> Iterator[Finding]:
    """L8: a rationale is missing, thin, repeated, or speaks of letters."""
    rows = _rationales(asked)
    for number, (text, option, _at) in enumerate(rows):
        at = rows[number][2]
        if word_count(text) < 8:
            yield asked.found("L8", "a rationale has fewer than eight words", *at)
        elif option and normal(text) == normal(option):
            yield asked.found("L8", "a rationale only repeats its option", *at)
        if _LETTER.search(text):
            yield asked.found("L8", "a rationale speaks of a letter, which shuffling moves", *at)
    for (one, _a, at), (other, _b, _c) in combinations(rows, 2):
        if word_count(one) and _jaccard(one, other) >= 0.8:
            yield asked.found("L8", "two rationales have nearly the same words", *at)
    wrong = asked.question.wrong if isinstance(asked.question, NumericQuestion) else ()
    named = [
        *(one.misconception for one in asked.distractors),
        *(one.misconception for one in wrong),
    ]
    if not all(named):
        at = ("wrong",) if wrong else ("options",)
        yield asked.found("L8", "a distractor names no misconception", *at, warning=True)


def sourced(asked: Asked, context: Context) -> Iterator[Finding]:
    """L9: the source is known, its locator has the form of its kind, it is no prep site."""
    item = asked.bank_item
    if item is None:
        return
    source = context.library.sources.get(item.source.id)
    if source is None:
        yield asked.found("L9", f"{item.source.id} is not in sources.yml", "source", "id")
        return
    pattern = LOCATORS.get(source.kind)
    if pattern is not None and not pattern.fullmatch(item.source.locator):
        message = f"“{item.source.locator}” is no locator of the kind {source.kind}"
        yield asked.found("L9", message, "source", "locator")
    if is_prep_site(source):
        yield asked.found("L9", f"{source.id} is a site for exam preparation", "source", "id")
    if context.today - item.source.checked > timedelta(days=366):
        message = "the source was checked more than a year ago"
        yield asked.found("L9", message, "source", "checked", warning=True)
    if item.edition.startswith("FY") and item.edition not in context.editions:
        yield asked.found("L9", f"the edition {item.edition} is closed", "edition", warning=True)


def is_prep_site(source: Source) -> bool:
    """Whether a source is, by its address, a site that sells or swaps exam preparation."""
    return any(name in source.url.lower() for name in PREP_SITES)


def key_lengths(name: str, asked: Sequence[Asked]) -> Iterator[Finding]:
    """L1, a set: keys strictly longest, or shortest, too often for chance."""
    single = [one for one in asked if isinstance(one.question, SingleQuestion)]
    if len(single) < _SET_SIZE:
        return
    for word, sign in (("longest", 1), ("shortest", -1)):
        hits = sum(1 for one in single if _strictly_first(one, sign))
        if hits > 0.35 * len(single) and binomial_tail(hits, len(single), 0.25) < 0.01:
            message = f"{name}: the key is strictly {word} in {hits} of {len(single)} items"
            yield single[0].found("L1", message)


def key_positions(name: str, asked: Sequence[Asked]) -> Iterator[Finding]:
    """L2: keys are not spread evenly over A to D as stored."""
    letters = [
        one.question.correct_letters
        for one in asked
        if isinstance(one.question, SingleQuestion) and len(one.options) == 4
    ]
    if len(letters) < _SET_SIZE:
        return
    counts = Counter(letters)
    expected = len(letters) / 4
    chi_square = sum((counts[letter] - expected) ** 2 / expected for letter in "ABCD")
    shares = [counts[letter] / len(letters) for letter in "ABCD"]
    outside = len(letters) >= 100 and not all(0.18 <= share <= 0.32 for share in shares)
    if chi_square > _CHI_SQUARE_1_PERCENT or outside:
        spread = ", ".join(f"{letter} {counts[letter]}" for letter in "ABCD")
        yield asked[0].found("L2", f"{name}: the keys stand at {spread}")


def near_duplicates(asked: Sequence[Asked]) -> Iterator[Finding]:
    """L10: two items of different families ask nearly the same."""
    sets = [shingles(f"{one.question.stem} {one.key_text}") for one in asked]
    for (first, second), shared in _sharing(sets).items():
        a, b = asked[first], asked[second]
        both = len(sets[first]) + len(sets[second]) - shared
        share = shared / both
        if share < 0.40 or _same_family(a, b):
            continue
        message = f"{share:.0%} of the wording is that of {_ref(b)}"
        yield a.found("L10", message, "stem", warning=share < 0.60)
    yield from _same_answer(asked)


def binomial_tail(hits: int, n: int, p: float) -> float:
    """The chance of ``hits`` or more out of ``n`` at probability ``p``."""
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(hits, n + 1))


def _rationales(asked: Asked) -> list[tuple[str, str, tuple[str | int, ...]]]:
    """Each rationale, the option that it explains, and its place."""
    question = asked.question
    if isinstance(question, NumericQuestion):
        rows: list[tuple[str, str, tuple[str | int, ...]]] = [
            (question.rationale, "", ("rationale",))
        ]
        wrong = enumerate(question.wrong)
        return rows + [(one.rationale, one.value, ("wrong", i, "rationale")) for i, one in wrong]
    options = enumerate(asked.options)
    return [(one.rationale, one.text, ("options", i, "rationale")) for i, one in options]


def _jaccard(one: str, other: str) -> float:
    return jaccard(frozenset(tokens(one)), frozenset(tokens(other)))


def _strictly_first(asked: Asked, sign: int) -> bool:
    key = sign * len(normal(asked.keys[0].text))
    return all(key > sign * len(normal(option.text)) for option in asked.distractors)


def _sharing(sets: Sequence[frozenset[str]]) -> Counter[tuple[int, int]]:
    """How many shingles each pair of sets shares, by an index of shingles."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, members in enumerate(sets):
        for shingle in members:
            holders[shingle].append(number)
    return Counter(pair for numbers in holders.values() for pair in combinations(numbers, 2))


def _same_family(one: Asked, other: Asked) -> bool:
    a, b = one.bank_item, other.bank_item
    return a is not None and b is not None and bool(a.family) and a.family == b.family


def _ref(asked: Asked) -> str:
    return asked.bank_item.ref if asked.bank_item else asked.document.ref


def _same_answer(asked: Sequence[Asked]) -> Iterator[Finding]:
    """The same key text on the same locator more than three times in one task."""
    groups: dict[tuple[str, str, str], list[Asked]] = defaultdict(list)
    for one in asked:
        item = one.bank_item
        if item is not None:
            groups[item.task, normal(one.key_text), item.source.locator].append(one)
    for (task, _, locator), members in groups.items():
        if len(members) > 3:
            message = f"{len(members)} items of task {task} have this answer from {locator}"
            yield members[0].found("L10", message, "stem", warning=True)
