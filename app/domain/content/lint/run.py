"""Runs every rule over a library, sets waived findings apart, and counts what there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.content.formats.practice import Deck
from app.domain.content.lint import bank, codes, figures, grammar, guards, links, options, style
from app.domain.content.lint.findings import Asked, Context, Finding, asked_in, waivers_at
from app.domain.content.problems import Problem
from app.domain.content.values import ContentDocument, Kind, Library

QUESTION_RULES = (
    options.long_key,
    options.absolute_terms,
    options.stem_word_in_key,
    options.overlapping,
    grammar.grammatical_cue,
    grammar.numbers_in_order,
    bank.rationales,
    bank.sourced,
    guards.banned,
    guards.negative,
    guards.arithmetic,
    guards.blind,
    guards.rated,
    style.question_length,
)
DOCUMENT_RULES = (
    guards.cpt,
    links.links,
    links.lesson_in_module,
    links.figures_of_lesson,
    codes.codes_exist,
    codes.key_codes,
    codes.key_excludes,
    codes.key_evidence,
    codes.key_consistent,
    codes.key_groups,
    figures.figure_labels,
    figures.figure_layout,
    style.exhibit_length,
    style.lesson_reading,
    style.lesson_skeleton,
)


@dataclass(frozen=True, slots=True)
class Report:
    """Problems and warnings in the order of files and lines, and the findings that are waived.

    ``waived`` are findings with the reason that the document gives.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    waived: tuple[tuple[Problem, str], ...]


def lint(context: Context) -> Report:
    """Every finding of every rule; the reader's own problems come first among the problems."""
    return _sorted(_findings(context), context.library.problems)


def lint_one(document: ContentDocument, context: Context) -> Report:
    """Findings of the rules that look at one document; those over sets and the bank are left out.

    The context's library holds what the document may refer to.
    """
    return _sorted(_findings_in(document, context))


def _sorted(findings: Iterable[Finding], problems_of_reader: Iterable[Problem] = ()) -> Report:
    problems = list(problems_of_reader)
    warnings: list[Problem] = []
    waived: list[tuple[Problem, str]] = []
    for finding in findings:
        document = finding.document
        problem = document.problem(finding.rule, finding.message, *finding.at)
        reason = waivers_at(document, finding.at).get(finding.rule)
        if reason is not None:
            waived.append((problem, reason))
        else:
            (warnings if finding.warning else problems).append(problem)
    return Report(tuple(sorted(problems)), tuple(sorted(warnings)), tuple(sorted(waived)))


def counts(library: Library) -> dict[str, object]:
    """How much of each kind there is; questions of scenario sets count each for themselves."""
    items = [one for one in _asked(library) if one.bank_item is not None]
    by_domain: dict[str, int] = defaultdict(int)
    for one in items:
        if one.bank_item is not None:
            by_domain[one.bank_item.task.partition(".")[0]] += 1
    decks = [one.value for one in library.of("deck") if isinstance(one.value, Deck)]
    kinds: dict[str, Kind] = {"modules": "module", "lessons": "lesson", "figures": "figure"}
    return {
        **{name: len(library.of(kind)) for name, kind in kinds.items()},
        "items": len(items),
        "items_by_domain": dict(sorted(by_domain.items())),
        "charts": len(library.of("chart")),
        "decks": len(decks),
        "cards": sum(len(deck.cards) for deck in decks),
    }


def _findings(context: Context) -> Iterator[Finding]:
    library = context.library
    for document in library.documents:
        yield from _findings_in(document, context)
    asked = _asked(library)
    for name, members in _sets(asked):
        yield from bank.key_lengths(name, members)
        yield from bank.key_positions(name, members)
    yield from bank.near_duplicates([one for one in asked if one.bank_item is not None])
    yield from guards.share_of_negatives(asked)
    yield from links.unique_ids(library)
    yield from links.unused_figures(library)


def _findings_in(document: ContentDocument, context: Context) -> Iterator[Finding]:
    for document_rule in DOCUMENT_RULES:
        yield from document_rule(document, context)
    for one in asked_in(document):
        for question_rule in QUESTION_RULES:
            yield from question_rule(one, context)


def _asked(library: Library) -> list[Asked]:
    return [one for document in library.documents for one in asked_in(document)]


def _sets(asked: Sequence[Asked]) -> Iterator[tuple[str, list[Asked]]]:
    """Questions by module, by domain, and the whole bank."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        if one.module:
            groups[f"module {one.module}"].append(one)
        if one.bank_item is not None:
            groups[f"domain {one.bank_item.task.partition('.')[0]}"].append(one)
            groups["the bank"].append(one)
    yield from groups.items()
