"""Warnings on length, reading level and skeleton, after the course's principles for authors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from app.domain.content.blocks import split_blocks
from app.domain.content.formats.course import LessonFront
from app.domain.content.formats.items import ScenarioSet
from app.domain.content.lint.findings import Asked, Context, Finding
from app.domain.content.lint.words import word_count
from app.domain.content.markdown import parse, plain_text
from app.domain.content.values import ContentDocument, Lesson

PRIMARY = frozenset({"cfr", "usc", "fr", "guideline", "manual", "standard", "agency"})
APPLIED = frozenset({"apply", "analyse", "evaluate"})
_TERM = re.compile(r"\[\[[^\]]+\]\]|`[^`]+`")
_SENTENCE = re.compile(r"(?<=[.?!])[”\"')]*\s+(?=[“\"'(]?[A-Z0-9])|\n+")
_VOWELS = re.compile(r"[aeiouy]+")


def question_length(asked: Asked, _: Context) -> Iterator[Finding]:
    """Stems of 25 to 90 words (12 to 30 for recall), rationales of 15 to 60."""
    item = asked.bank_item
    if item is None:
        return
    low, high = (12, 30) if item.level == "recall" else (25, 90)
    in_set = isinstance(asked.document.value, ScenarioSet)
    words = word_count(item.stem)
    if not (low <= words or in_set) or words > high:
        message = f"the stem has {words} words, {low} to {high} are meant"
        yield asked.found("length", message, "stem", warning=True)
    for i, option in enumerate(asked.options):
        words = word_count(option.rationale)
        if not 15 <= words <= 60:
            message = f"the rationale has {words} words, 15 to 60 are meant"
            yield asked.found("length", message, "options", i, "rationale", warning=True)


def exhibit_length(document: ContentDocument, _: Context) -> Iterator[Finding]:
    """A scenario's exhibit has 120 to 350 words."""
    if isinstance(document.value, ScenarioSet):
        words = word_count(document.value.exhibit)
        if not 120 <= words <= 350:
            message = f"the exhibit has {words} words, 120 to 350 are meant"
            yield Finding(document, "length", message, ("exhibit",), warning=True)


def lesson_reading(document: ContentDocument, _: Context) -> Iterator[Finding]:
    """Length, sentences and Flesch-Kincaid grade of a lesson's prose, glossary terms masked."""
    if not isinstance(document.value, Lesson):
        return
    prose = "\n".join(
        _prose(block.text) for block in split_blocks(document.value.body) if block.kind == "text"
    )
    for rule, message in _reading(prose):
        yield Finding(document, rule, message, ("body",), warning=True)


def lesson_skeleton(document: ContentDocument, context: Context) -> Iterator[Finding]:
    """Scene, sections, check-yourself, figure, objectives, terms and sources of a lesson."""
    lesson = document.value
    if not isinstance(lesson, Lesson):
        return
    for message in (*_front_faults(lesson.front, context), *_body_faults(lesson)):
        yield Finding(document, "skeleton", message, ("body",), warning=True)


def flesch_kincaid(text: str) -> float:
    """The grade of a text: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    sentences = sentences_of(text)
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    count = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * count / len(words) - 15.59


def sentences_of(text: str) -> list[list[str]]:
    """Sentences as lists of words; a line end closes one."""
    parts = (re.findall(r"[A-Za-z][A-Za-z'’-]*|\d[\d.,/-]*", one) for one in _SENTENCE.split(text))
    return [words for words in parts if words]


def syllables(word: str) -> int:
    """Vowel groups of a word, a silent e at the end not counted; at least one."""
    low = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(low))
    if low.endswith("e") and not low.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if low.endswith("ed") and not low.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(1, count)


def _reading(prose: str) -> Iterator[tuple[str, str]]:
    lengths = [len(sentence) for sentence in sentences_of(prose)]
    words = sum(lengths)
    if not 600 <= words <= 1200:
        yield "length", f"the lesson has {words} words, 600 to 1,200 are meant"
    if not lengths:
        return
    if median(lengths) > 18:
        yield "length", f"the median sentence has {median(lengths):g} words, 18 are meant at most"
    if max(lengths) > 35:
        yield "length", f"the longest sentence has {max(lengths)} words, 35 are meant at most"
    grade = flesch_kincaid(prose)
    if not 9 <= round(grade) <= 11:
        yield "reading-level", f"the Flesch-Kincaid grade is {grade:.1f}, 9 to 11 are meant"


def _prose(text: str) -> str:
    """Paragraphs and lists without headings and tables, terms and codes as one short word."""
    kept = []
    outside = ""
    for token in parse(_TERM.sub("term", text)):
        if token.type in ("heading_open", "table_open"):
            outside = token.type.removesuffix("open") + "close"
        elif token.type == outside:
            outside = ""
        elif token.type == "inline" and not outside:
            kept.append(plain_text(token.content).replace("\n", " "))
    return "\n".join(kept)


def _front_faults(front: LessonFront, context: Context) -> Iterator[str]:
    if not 2 <= len(front.objectives) <= 4:
        yield f"{len(front.objectives)} objectives, two to four are meant"
    if not any(objective.bloom in APPLIED for objective in front.objectives):
        yield "no objective is apply or higher"
    if not 15 <= front.minutes <= 30:
        yield f"{front.minutes} minutes, 15 to 30 are meant"
    if not 5 <= len(front.glossary) <= 12:
        yield f"{len(front.glossary)} key terms, 5 to 12 are meant"
    if not 1 <= len(front.sources) <= 5:
        yield f"{len(front.sources)} sources, one to five are meant"
    known = [context.library.sources.get(source.id) for source in front.sources]
    if not any(source and source.kind in PRIMARY for source in known):
        yield "no source is primary (law, agency, guideline, standard)"
    if not front.figures:
        yield "the lesson shows no figure"
    if front.review_by <= context.today:
        yield f"the review was due on {front.review_by}"


def _body_faults(lesson: Lesson) -> Iterator[str]:
    blocks = list(split_blocks(lesson.body))
    headings = re.findall(
        r"^## +(.+)$", "\n".join(b.text for b in blocks if b.kind == "text"), re.MULTILINE
    )
    if not blocks or lesson.body.startswith("#"):
        yield "the lesson does not open with a scene"
    if not 4 <= len(headings) <= 8:
        yield f"{len(headings)} sections, four to eight are meant"
    if not headings or headings[-1].strip() != "Where people go wrong":
        yield "the last section is not “Where people go wrong”"
    if not 3 <= len(lesson.checks) <= 5:
        yield f"{len(lesson.checks)} check-yourself questions, three to five are meant"
