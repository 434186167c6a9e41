"""The content that ships breaks no rule: schema, canonical form, lint, keys, groupings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.cli.second_grouper import second_grouper
from app.config import ROOT
from app.domain.content.lesson_body import lesson_body
from app.domain.content.lint.codes import key_case
from app.domain.content.lint.findings import Context
from app.domain.content.lint.run import Report, lint
from app.domain.content.reader import canonical_files, read_body, read_tree
from app.domain.content.values import Chart, Lesson, Library
from app.operations.content_files import load_files
from app.reference import open_book, open_grouper

SHIPPED_ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def library() -> Library:
    return read_tree(load_files([ROOT]))


@pytest.fixture(scope="module")
def report(library: Library, book_dir: Any) -> Report:
    return lint(
        Context(library, SHIPPED_ON, open_book(book_dir), open_grouper(book_dir), second_grouper())
    )


def test_the_lint_finds_no_problem(report: Report) -> None:
    assert [str(problem) for problem in report.problems] == []


def test_every_waiver_gives_its_reason(report: Report) -> None:
    assert all(reason.strip() for _, reason in report.waived)


def test_every_file_is_in_canonical_form() -> None:
    assert sorted(canonical_files(load_files([ROOT]))) == []


def test_every_body_reads_back_as_itself(library: Library) -> None:
    assert library.documents
    for document in library.documents:
        assert read_body(document.kind, document.body, document.path) == (document, [])


def test_every_lesson_has_its_parts(library: Library) -> None:
    for document in library.of("lesson"):
        assert isinstance(document.value, Lesson)
        body = lesson_body(document.value)
        assert body.sections
        assert set(body.figures) == set(document.value.front.figures)


def test_both_groupers_know_every_inpatient_key(library: Library, book_dir: Any) -> None:
    grouper, second = open_grouper(book_dir), second_grouper()
    assert second is not None, "the development set holds the second grouper"
    charts = [one.value for one in library.of("chart") if isinstance(one.value, Chart)]
    inpatient = [chart for chart in charts if chart.encounter.setting == "inpatient"]
    assert inpatient
    for chart in inpatient:
        case = key_case(chart)
        assert grouper.group(case).drg == second(case)
