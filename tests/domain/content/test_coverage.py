"""The coverage report names what the course and the bank still lack."""

from __future__ import annotations

from app.domain.content.coverage import Gap, coverage
from app.domain.content.lint.findings import Context
from app.domain.content.reader import read_tree
from tests.domain.content.linting import TODAY, changed
from tests.domain.content.samples import LESSON_PATH, SINGLE_PATH, library_files


def gaps(files: dict[str, str]) -> list[Gap]:
    return coverage(Context(read_tree(files), TODAY))


def test_tasks_lack_what_no_document_names() -> None:
    found = gaps(library_files())
    assert found == [
        Gap("task", "1.5", "no lesson"),
        Gap("task", "3.3", "no lesson"),
        Gap("task", "4.1", "no lesson, no items"),
        Gap("task", "S.1", "no chart or exercise"),
    ]


def test_a_lesson_lacks_figure_and_questions() -> None:
    files = changed(LESSON_PATH, ("figures: [heart-section]\n", ""))
    assert Gap("lesson", "body-circulation/heart", "no figure") in gaps(files)
    assert Gap("figure", "heart-section", "no lesson shows it") in gaps(files)


def test_a_module_has_to_reach_apply() -> None:
    files = changed(LESSON_PATH, ("bloom: apply", "bloom: remember"))
    assert Gap("module", "body-circulation", "no objective of apply or higher") in gaps(files)


def test_an_item_of_a_closed_edition_is_a_gap() -> None:
    files = changed(SINGLE_PATH, ("status: live", "edition: FY2024\nstatus: live"))
    assert Gap("item", "d1-clock", "the edition FY2024 is closed") in gaps(files)
