"""Markdown of content files to sanitised HTML, with terms, organs and codes as our own inlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import takewhile
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

_SPECIAL = re.compile(r"\[\[(?:organ:([A-Za-z0-9_-]+)|([a-z0-9-]+))(?:\|([^\]\n]+))?\]\]")
_TAGS = {
    *("p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "mark", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "data-term"},
    "button": {"type", "data-organ"},
    "ol": {"start"},
    "th": {"scope"},
    "div": {"role", "tabindex", "aria-label"},
}


def no_link(_: str) -> str | None:
    """Links nothing."""
    return None


def term_anchor(ref: str) -> str | None:
    """The entry of a term in the list of terms on the same page."""
    return f"#term-{ref}"


@dataclass(frozen=True, slots=True)
class Links:
    """Where codes and terms lead: a function from the code, or the term's ref, to an address.

    None leaves the code as code and the term as plain words.
    """

    code: Callable[[str], str | None] = no_link
    term: Callable[[str], str | None] = term_anchor


def render(text: str, links: Links | None = None, shift: int = 0, anchor: str = "") -> str:
    """Sanitised HTML of Markdown: CommonMark with tables, no raw HTML, no images.

    Headings go ``shift`` levels down. With ``anchor`` every paragraph, heading, list item and
    table row has an id, ``anchor-1`` and on.
    """
    return render_tokens(parse(text), links, shift, anchor)


def render_inline(text: str, links: Links | None = None) -> str:
    """Sanitised HTML of one line of Markdown, without a paragraph around it."""
    parser = _parser()
    env = {"links": links or Links()}
    return _sanitise(str(parser.renderer.render(parser.parseInline(text), parser.options, env)))


def parse(text: str) -> list[Token]:
    """The tokens of Markdown."""
    return _parser().parse(text)


def render_tokens(
    tokens: Sequence[Token], links: Links | None = None, shift: int = 0, anchor: str = ""
) -> str:
    """Sanitised HTML of tokens; see ``render``."""
    parser = _parser()
    _adapt(tokens, shift, anchor)
    env = {"links": links or Links()}
    return _sanitise(str(parser.renderer.render(tokens, parser.options, env)))


def plain_text(text: str) -> str:
    """The words that a reader sees, blocks on lines of their own."""
    lines = [_words(token.children or []) for token in parse(text) if token.type == "inline"]
    return "\n".join(lines)


def special_refs(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Refs of the terms and ids of the organs that Markdown names, in order."""
    metas = [
        child.meta
        for token in parse(text)
        for child in token.children or ()
        if child.type == "special"
    ]
    terms = tuple(str(meta["term"]) for meta in metas if meta["term"])
    return terms, tuple(str(meta["organ"]) for meta in metas if meta["organ"])


def _words(tokens: Sequence[Token]) -> str:
    return "".join(
        "\n" if token.type in ("softbreak", "hardbreak") else token.content for token in tokens
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.inline.ruler.before("link", "special", _special)
    for name, rule in (("special", _render_special), ("code_inline", _render_code)):
        parser.add_render_rule(name, rule)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    return parser


def _open_table(
    _: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    """A region that scrolls, named by the table's heads so that a page's tables differ."""
    head = takewhile(lambda token: token.type != "thead_close", tokens[index:])
    cells = [_words(token.children or ()) for token in head if token.type == "inline"]
    name = escape("Table: " + ", ".join(filter(None, cells)))
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{name}"><table>\n'


def _close_table(*_: Any) -> str:
    return "</table></div>\n"


def _special(state: StateInline, silent: bool) -> bool:
    """``[[term]]``, ``[[term|words]]``, ``[[organ:shape|words]]``."""
    match = _SPECIAL.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("special", "", 0)
        organ, term, words = match.groups()
        token.meta = {"organ": organ, "term": term}
        token.content = words or (organ or term).replace("-", " ").replace("_", " ")
    state.pos = match.end()
    return True


def _render_special(
    _: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    token = tokens[index]
    words = escape(token.content)
    organ = token.meta["organ"]
    if organ:
        return f'<button type="button" class="organ" data-organ="{organ}">{words}</button>'
    ref = token.meta["term"]
    href = env["links"].term(ref)
    if href is None:
        return words
    return f'<a class="term" href="{escape(href)}" data-term="{ref}">{words}</a>'


def _render_code(
    _: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    text = tokens[index].content
    code = f"<code>{escape(text)}</code>"
    href = env["links"].code(text)
    return code if href is None else f'<a class="code-link" href="{escape(href)}">{code}</a>'


def _adapt(tokens: Sequence[Token], shift: int, anchor: str) -> None:
    """Shift headings, number anchors, and turn a cell's alignment into a class."""
    count = 0
    for place, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
        if token.type == "th_open" and tokens[place + 1].content:
            token.attrSet("scope", "col")
        elif token.type == "th_open":  # an empty cell heads nothing
            token.tag = tokens[place + 2].tag = "td"
        if token.type in ("th_open", "td_open"):
            align = str(token.attrs.pop("style", "")).removeprefix("text-align:")
            if align:
                token.attrSet("class", f"align-{align}")
        if anchor and token.type in _ANCHORED and not token.hidden:
            count += 1
            token.attrSet("id", f"{anchor}-{count}")


_ANCHORED = {"paragraph_open", "heading_open", "list_item_open", "tr_open"}


def _sanitise(html: str) -> str:
    return str(
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer",
            strip_comments=True,
        )
    )
