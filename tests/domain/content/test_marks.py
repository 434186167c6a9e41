"""Quotes are found in rendered documents and marked without breaking the HTML."""

from __future__ import annotations

from html import unescape

import html5lib
from hypothesis import given
from hypothesis import strategies as st

from app.domain.content.marks import Mark, mark_quotes, render_document

NOTE = """\
**Date:** 2026-06-22. *Acute* blood
loss anemia & dizziness <2 days.

| Test | Value |
| --- | --: |
| Hemoglobin | 6.9 L |

- black stools
"""


def words_of(html: str) -> str:
    fragment = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return " ".join("".join(fragment.itertext()).split())


def test_the_plain_text_is_what_a_reader_sees() -> None:
    assert render_document(NOTE).plain.split("\n")[:3] == [
        "Date: 2026-06-22. Acute blood",
        "loss anemia & dizziness <2 days.",
        "Test Value ",
    ]


def test_a_quote_runs_across_emphasis_and_line_ends() -> None:
    html = mark_quotes(
        render_document(NOTE), [Mark("f1", "Acute blood loss anemia", "found", "quote-1")]
    )
    assert '<em><mark id="quote-1" class="found" data-finding="f1">Acute</mark></em>' in html
    assert '<mark class="found" data-finding="f1"> blood\nloss anemia</mark>' in html


def test_a_quote_of_a_table_row_marks_its_cells() -> None:
    html = mark_quotes(render_document(NOTE), [Mark("f1", "| Hemoglobin | 6.9 L |", "found")])
    assert '<td><mark class="found" data-finding="f1">Hemoglobin</mark></td>' in html
    assert '<mark class="found" data-finding="f1">6.9 L</mark></td>' in html


def test_signs_of_html_in_a_quote_are_matched_as_words() -> None:
    html = mark_quotes(render_document(NOTE), [Mark("f1", "anemia & dizziness <2", "found")])
    assert ">anemia &amp; dizziness &lt;2</mark>" in html


def test_overlapping_quotes_nest() -> None:
    marks = [Mark("f1", "blood loss", "a"), Mark("f2", "loss anemia", "b")]
    html = mark_quotes(render_document(NOTE), marks)
    assert (
        '<mark class="a" data-finding="f1"><mark class="b" data-finding="f2">loss</mark></mark>'
        in html
    )


def test_a_quote_that_is_not_there_changes_nothing() -> None:
    rendered = render_document(NOTE)
    assert rendered.find("no such words") is None
    assert mark_quotes(rendered, [Mark("f1", "no such words", "a")]) == rendered.html


def test_an_empty_quote_is_nowhere() -> None:
    assert render_document(NOTE).find(" ** ") is None


def test_a_quote_has_the_anchor_of_its_paragraph() -> None:
    rendered = render_document(NOTE, anchor="lab")
    assert rendered.anchor_of("Acute blood") == "lab-1"
    assert rendered.anchor_of("6.9 L") == "lab-3"
    assert rendered.anchor_of("black stools") == "lab-4"
    assert rendered.anchor_of("no such words") is None


@given(st.data())
def test_marking_any_stretches_keeps_the_words_and_the_form(data: st.DataObject) -> None:
    rendered = render_document(NOTE)
    size = len(rendered.plain)
    marks = []
    for number in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, size - 1))
        end = data.draw(st.integers(start, size))
        marks.append(Mark(f'f{number}">', rendered.plain[start:end], "a"))
    html = mark_quotes(rendered, marks)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parseFragment(html)
    assert parser.errors == []
    assert words_of(html) == words_of(rendered.html)


@given(st.text(max_size=80))
def test_any_document_can_be_quoted_whole_by_paragraph(text: str) -> None:
    rendered = render_document(text)
    for line in rendered.plain.split("\n"):
        if line.strip() and not set(line) & set("*`|"):
            assert rendered.find(line) is not None


@given(st.text(max_size=60))
def test_unescaped_marks_say_what_the_document_says(text: str) -> None:
    rendered = render_document(text)
    marked = mark_quotes(rendered, [Mark("f", rendered.plain, "a")])
    bare = marked.replace('<mark class="a" data-finding="f">', "").replace("</mark>", "")
    assert unescape(bare) == unescape(rendered.html)
