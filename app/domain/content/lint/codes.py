"""Codes in lessons and items, and the keys of charts: validity, Excludes1, evidence, grouping."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from app.domain.codesets.values import CodeBook, System, normalise_cm, normalise_pcs
from app.domain.content.formats.charts import Encounter, Key, KeyDiagnosis, KeyProcedure
from app.domain.content.lint.findings import Context, Finding, asked_in
from app.domain.content.marks import render_document
from app.domain.content.values import Chart, ContentDocument, Lesson
from app.domain.content.writer import write
from app.domain.content.yaml_reading import Location
from app.domain.payment.case import Case, CodedDiagnosis, CodedProcedure, Poa

_DOTTED = re.compile(r"(?<![\w.])[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?![\w-])")
_IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
_EVIDENCE_FIELDS = (
    "diagnoses",
    "optional_diagnoses",
    "procedures",
    "optional_procedures",
    "wrong",
)


def codes_exist(document: ContentDocument, context: Context) -> Iterator[Finding]:
    """Codes that a lesson or question names stand in the book, and an edition is named."""
    if context.book is None or isinstance(document.value, Chart):
        return
    found = list(dict.fromkeys(_codes_named(document)))
    for code, at in found:
        if not _exists(context.book, code):
            yield Finding(document, "code", f"{code} is not in the code book", at)
    if found and isinstance(document.value, Lesson) and not document.value.front.edition:
        message = "the text names codes, so front matter names their edition"
        yield Finding(document, "edition", message, (), warning=True)


def key_codes(document: ContentDocument, context: Context) -> Iterator[Finding]:
    """Codes of a key are valid at discharge; those that learners wrongly choose exist."""
    chart, book = document.value, context.book
    if not isinstance(chart, Chart) or book is None:
        return
    on = chart.encounter.discharged
    for system, code, at in _key_codes(chart.key):
        if not book.valid(system, code, on):
            yield Finding(document, "code", f"{code} is not valid on {on}", ("key", *at))
    for i, wrong in enumerate(chart.key.wrong):
        if not book.exists(wrong.system, wrong.code):
            message = f"{wrong.code} is not in the code book"
            yield Finding(document, "code", message, ("key", "wrong", i, "code"))


def key_excludes(document: ContentDocument, context: Context) -> Iterator[Finding]:
    """No two codes of a key exclude one another (Excludes1)."""
    chart, book = document.value, context.book
    if not isinstance(chart, Chart) or book is None:
        return
    rows = [("diagnoses", i, row.code) for i, row in enumerate(chart.key.diagnoses)]
    rows += [("optional_diagnoses", i, o.code) for i, o in enumerate(chart.key.optional_diagnoses)]
    for (_, _, one), (field, i, other) in combinations(rows, 2):
        note = book.excludes1(one, other)
        if note is not None:
            message = f"{one} and {other}: Excludes1 at {note.level}, “{note.text}”"
            yield Finding(document, "excludes1", message, ("key", field, i, "code"))


def key_evidence(document: ContentDocument, _: Context) -> Iterator[Finding]:
    """Each passage of evidence stands word for word in the document that it names."""
    chart = document.value
    if not isinstance(chart, Chart):
        return
    rendered = {one.name: render_document(one.text) for one in chart.documents}
    for field in _EVIDENCE_FIELDS:
        for i, row in enumerate(getattr(chart.key, field)):
            for j, evidence in enumerate(row.evidence):
                at = ("key", field, i, "evidence", j)
                if evidence.document not in rendered:
                    message = f"there is no document {evidence.document}"
                    yield Finding(document, "evidence", message, (*at, "document"))
                elif rendered[evidence.document].find(evidence.quote) is None:
                    message = f"“{evidence.quote}” does not stand in {evidence.document}"
                    yield Finding(document, "evidence", message, (*at, "quote"))


def key_consistent(document: ContentDocument, context: Context) -> Iterator[Finding]:
    """What a key names within itself are codes of that key, and POA indicators fit."""
    chart = document.value
    if not isinstance(chart, Chart):
        return
    key = chart.key
    own = {code for _, code, _ in _key_codes(key)}
    named: list[tuple[str, Location]] = [
        *((code, ("principal_candidates", i)) for i, code in enumerate(key.principal_candidates)),
        *((rule.before, ("sequence", i, "before")) for i, rule in enumerate(key.sequence)),
        *((rule.after, ("sequence", i, "after")) for i, rule in enumerate(key.sequence)),
        *((wrong.instead_of, ("wrong", i, "instead_of")) for i, wrong in enumerate(key.wrong)),
    ]
    for code, at in named:
        if code and code not in own:
            yield Finding(document, "key", f"{code} is not a code of this key", ("key", *at))
    for i, wrong in enumerate(key.wrong):
        if wrong.code in own:
            message = f"{wrong.code} is both right and wrong"
            yield Finding(document, "key", message, ("key", "wrong", i, "code"))
    yield from _poa(document, chart.encounter, key, context.book)


def key_groups(document: ContentDocument, context: Context) -> Iterator[Finding]:
    """An inpatient key groups to a DRG, the same with the second grouper where there is one."""
    chart = document.value
    if not isinstance(chart, Chart) or context.grouper is None:
        return
    if chart.encounter.setting != "inpatient":
        return
    case = key_case(chart)
    try:
        grouping = context.grouper.group(case)
    except ValueError as error:
        yield Finding(document, "drg", str(error), ("key",))
        return
    if grouping.drg is None:
        message = f"the key does not group: {'; '.join(grouping.edits)}"
        yield Finding(document, "drg", message, ("key",))
        return
    second = context.second_grouper(case) if context.second_grouper else None
    if second is not None and second != grouping.drg:
        known = _is_known_difference(case)
        message = f"the groupers differ: {grouping.drg} and {second}"
        message += "; a hospital-acquired condition, a known difference" if known else ""
        yield Finding(document, "drg", message, ("key",), warning=known)


def key_case(chart: Chart) -> Case:
    """The case that an inpatient chart's key makes, without optional codes."""
    encounter, key = chart.encounter, chart.key
    born, admitted = encounter.patient.birth_date, encounter.admitted
    before_birthday = (admitted.month, admitted.day) < (born.month, born.day)
    return Case(
        diagnoses=tuple(CodedDiagnosis(row.code, _first_poa(row)) for row in key.diagnoses),
        procedures=tuple(CodedProcedure(row.code, row.date) for row in key.procedures),
        age=admitted.year - born.year - before_birthday,
        sex=encounter.patient.sex,
        discharge_status=key.discharge_status,
        discharge_date=encounter.discharged,
    )


def _is_known_difference(case: Case) -> bool:
    """The second grouper drops a hospital-acquired code with POA N without testing the rest."""
    return any(row.poa in ("N", "U") for row in case.diagnoses)


def _first_poa(row: KeyDiagnosis) -> Poa | None:
    return next((value for value in row.poa if value != "exempt"), None)


def _key_codes(key: Key) -> Iterator[tuple[System, str, Location]]:
    """Every code that is right somewhere, with its system and place in the key."""
    for field in ("diagnoses", "optional_diagnoses", "procedures", "optional_procedures"):
        system: System = "cm" if field.endswith("diagnoses") else "pcs"
        rows: tuple[KeyDiagnosis | KeyProcedure, ...] = getattr(key, field)
        for i, row in enumerate(rows):
            yield system, row.code, (field, i, "code")
            for j, code in enumerate(row.alternatives):
                yield system, code, (field, i, "alternatives", j)


def _poa(
    document: ContentDocument, encounter: Encounter, key: Key, book: CodeBook | None
) -> Iterator[Finding]:
    """POA stands on inpatient diagnoses only, and is exempt just where the book says so."""
    inpatient = encounter.setting == "inpatient"
    for field in ("diagnoses", "optional_diagnoses"):
        rows: tuple[KeyDiagnosis, ...] = getattr(key, field)
        for i, row in enumerate(rows):
            at = ("key", field, i, "poa")
            if bool(row.poa) != inpatient:
                word = "has no POA indicator" if inpatient else "has one, though outpatient"
                yield Finding(document, "poa", f"{row.code} {word}", at)
            elif inpatient and book and book.poa_exempt(row.code) != (row.poa == ("exempt",)):
                word = "exempt" if book.poa_exempt(row.code) else "not exempt"
                yield Finding(document, "poa", f"{row.code} is {word} from POA", at)


def _codes_named(document: ContentDocument) -> Iterator[tuple[str, Location]]:
    """Codes in backticks, and codes with a dot anywhere, in a lesson's or item's text."""
    value = document.value
    if isinstance(value, Lesson):
        yield from ((code, ("body",)) for code in _codes_in(value.body))
    elif document.kind == "item":
        yield from ((code, ()) for code in _codes_in(write(value)))
    for asked in asked_in(document):
        yield from ((code, (*asked.at, "stem")) for code in _codes_in(asked.question.stem))


def _codes_in(text: str) -> Iterator[str]:
    for bare in _IN_BACKTICKS.findall(text):
        if bare == normalise_cm(bare) or (normalise_pcs(bare) == bare and not bare.isalpha()):
            yield bare
    yield from _DOTTED.findall(text)


def _exists(book: CodeBook, code: str) -> bool:
    return book.exists("cm", code) or book.exists("pcs", code)
