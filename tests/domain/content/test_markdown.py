"""Markdown becomes safe HTML with our own inlines, whatever is thrown at it."""

from __future__ import annotations

from html.parser import HTMLParser

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.content.markdown import (
    Links,
    plain_text,
    render,
    render_inline,
    special_refs,
)

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html,x)",
    '[a](/x "onclick=alert(1)")',
    '[[organ:heart|"><script>]]',
    "[[organ:heart|<b style=color:red>]]",
    "[[atrium|</a><script>]]",
    "`<style>p{}</style>`",
    "<style>p{}</style>",
    "<svg onload=alert(1)>",
    "&#60;script&#62;",
    "<a href='x' style='color:red'>",
    "| a |\n|:-:|\n| <iframe> |",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "```\n</code><script>\n```",
    "~~~html\n<script>\n~~~",
    "[x]: javascript:alert(1)\n\n[x]",
    "**<b onmouseover=x>**",
]
ALLOWED = {
    *("p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "button", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
nasty = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=30)), max_size=6).map(
    lambda parts: "\n".join(parts)
)


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_safe(html: str) -> None:
    for tag, attributes in Elements(html).found:
        assert tag in ALLOWED
        assert not any(name.startswith("on") or name in ("style", "src") for name in attributes)
        href = (attributes.get("href") or "").strip().lower()
        assert not href.startswith(("javascript:", "data:", "vbscript:"))


@given(nasty)
def test_nothing_but_our_own_elements_comes_out(text: str) -> None:
    assert_safe(render(text, anchor="p"))
    assert_safe(render_inline(text))


@given(nasty)
def test_the_html_is_well_formed(text: str) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parseFragment(render(text))
    serious = [code for _, code, _ in parser.errors if "invalid-codepoint" not in code]
    assert serious == []


@pytest.mark.parametrize("text", NASTY)
def test_each_nasty_text_alone_is_safe(text: str) -> None:
    assert_safe(render(text))


def test_a_term_links_to_its_definition() -> None:
    html = render_inline("The [[atrium|atria]] and a [[mitral-valve]]")
    assert '<a class="term" href="#term-atrium" data-term="atrium"' in html
    assert ">atria</a>" in html
    assert ">mitral valve</a>" in html


def test_a_term_without_address_is_plain_words() -> None:
    html = render_inline("[[atrium|atria]]", Links(term=lambda ref: None))
    assert html == "atria"


def test_an_organ_is_a_button_that_names_the_shape() -> None:
    html = render_inline("[[organ:heart|the heart]]")
    assert html == '<button type="button" class="organ" data-organ="heart">the heart</button>'


def test_a_code_is_linked_where_the_book_has_it() -> None:
    links = Links(code=lambda code: f"/codebook/cm/{code}" if code == "I21.4" else None)
    html = render_inline("`I21.4` and `x = 1`", links)
    assert 'href="/codebook/cm/I21.4"' in html
    assert "<code>x = 1</code>" in html
    assert html.count("<a ") == 1


def test_tables_scroll_and_align_by_class() -> None:
    html = render("| a | n |\n| --- | --: |\n| x | 1 |")
    assert 'role="region" tabindex="0" aria-label="Table: a, n"' in html
    assert '<th scope="col">a</th>' in html
    assert '<td class="align-right">1</td>' in html


def test_headings_go_down_but_not_below_six() -> None:
    assert "<h3>" in render("# a", shift=2)
    assert "<h6>" in render("##### a", shift=4)


def test_the_plain_text_has_words_and_no_signs() -> None:
    text = "**Date:** [[organ:heart|the heart]]\n\n| `I21.4` | b |\n| --- | --- |\n| 1 | 2 |"
    assert plain_text(text) == "Date: the heart\nI21.4\nb\n1\n2"


def test_terms_and_organs_are_listed() -> None:
    text = "[[atrium|atria]]\n\n- [[organ:heart]] and [[valve]]"
    assert special_refs(text) == (("atrium", "valve"), ("heart",))
