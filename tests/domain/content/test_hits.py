"""Words found in a record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.content.hits import find_words, mark_hits
from app.domain.content.marks import render_document

NOTE = render_document("He **denies** chest pain. Ulcer in the bulb; ulcers elsewhere: none.")


def found(text: str) -> list[str]:
    return [NOTE.plain[hit.start : hit.stop] for hit in find_words(NOTE, text)]


def test_every_word_that_begins_so_is_found() -> None:
    assert found("ulcer") == ["Ulcer", "ulcers"]


def test_several_words_are_found_in_reading_order() -> None:
    assert found("bulb chest") == ["chest", "bulb"]


def test_the_inside_of_a_word_is_no_hit() -> None:
    assert found("lcer") == []


def test_one_letter_finds_nothing() -> None:
    assert found("u") == []


def test_a_denied_hit_is_marked_as_such() -> None:
    assert [hit.denied for hit in find_words(NOTE, "chest ulcer")] == [True, False, False]


def test_hits_are_numbered_in_the_html() -> None:
    html = mark_hits(NOTE, find_words(NOTE, "chest ulcer"))
    assert 'id="hit-1" class="hit hit--denied"' in html
    assert html.count("<mark") == 3


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_searched_in_any_text(body: str, words: str) -> None:
    rendered = render_document(body)
    for hit in find_words(rendered, words):
        assert 0 <= hit.start < hit.stop <= len(rendered.plain)
