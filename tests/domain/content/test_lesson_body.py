"""A lesson's body falls into sections of prose, figures and questions in order."""

from __future__ import annotations

from dataclasses import replace

from app.domain.content.blocks import split_blocks
from app.domain.content.lesson_body import CheckPart, FigurePart, Prose, lesson_body
from app.domain.content.markdown import Links
from app.domain.content.reader import read_tree
from app.domain.content.values import Lesson
from tests.domain.content.samples import library_files


def sample() -> Lesson:
    value = read_tree(library_files()).by_ref["lesson", "body-circulation/heart"].value
    assert isinstance(value, Lesson)
    return value


def test_the_opening_section_has_no_title_and_the_others_have_ids() -> None:
    sections = lesson_body(sample()).sections
    assert [(one.id, one.title) for one in sections] == [
        ("", ""),
        ("chambers", "Chambers"),
        ("where-people-go-wrong", "Where people go wrong"),
    ]


def test_parts_stand_in_the_order_of_the_text() -> None:
    section = lesson_body(sample()).sections[1]
    assert [type(part) for part in section.parts] == [FigurePart, Prose, CheckPart]
    figure, prose, check = section.parts
    assert figure == FigurePart("heart-section", 1)
    assert isinstance(prose, Prose)
    assert "<code>I21.4</code>" in prose.html
    assert isinstance(check, CheckPart)
    assert (check.id, check.number, check.data["type"]) == ("cy-heart-1", 1, "single")


def test_links_are_made_by_the_caller() -> None:
    body = lesson_body(sample(), Links(code=lambda code: f"/codebook/cm/{code}"))
    assert any(
        isinstance(part, Prose) and 'href="/codebook/cm/I21.4"' in part.html
        for section in body.sections
        for part in section.parts
    )


def test_sections_of_one_title_have_ids_of_their_own() -> None:
    lesson = replace(sample(), body="## Rules\n\none\n\n## Rules\n\ntwo", checks=())
    assert [one.id for one in lesson_body(lesson).sections] == ["rules", "rules-2"]


def test_a_title_may_hold_emphasis_and_a_section_may_be_empty() -> None:
    lesson = replace(sample(), body="## The *left* side\n\n## End", checks=())
    assert [(one.title, one.parts) for one in lesson_body(lesson).sections] == [
        ("The left side", ()),
        ("End", ()),
    ]


def test_other_fences_stay_in_the_prose() -> None:
    body = "```text\n```figure\n```\n\n~~~\n```cy\n~~~"
    assert [block.kind for block in split_blocks(body)] == ["text"]


def test_blocks_know_their_lines() -> None:
    body = "one\n\n```figure\nheart\n```\n\ntwo"
    assert [(block.kind, block.line) for block in split_blocks(body)] == [
        ("text", 1),
        ("figure", 4),
        ("text", 7),
    ]
