"""Questions as the ``item`` macro shows them: open without key, closed with every rationale."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markupsafe import Markup

from app.domain.content.markdown import Links, no_link, render, render_inline
from app.domain.items.item import Item
from app.domain.items.values import ExplainedOption, Response, Verdict

FIELD = "choice"
PLAIN = Links(term=no_link)
_STATES = {"left": "plain"}


@lru_cache(maxsize=8192)
def block(text: str) -> Markup:
    """Markdown as HTML; a single paragraph comes without its ``<p>``, so that it fits a legend."""
    html = _html(text)
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        html = html[3:-4]
    return Markup(html)  # noqa: S704  sanitised by the renderer


@lru_cache(maxsize=16384)
def line(text: str) -> Markup:
    """One line of Markdown as HTML."""
    return Markup(render_inline(text.strip(), PLAIN))  # noqa: S704  sanitised by the renderer


@lru_cache(maxsize=512)
def _exhibit(text: str) -> Markup:
    return Markup(_html(text, shift=2))  # noqa: S704  sanitised by the renderer


def _html(text: str, shift: int = 0) -> str:
    """Markdown as HTML; many tables may stand on a page, and a region needs its own name."""
    return render(text, PLAIN, shift).strip().replace('role="region"', 'role="group"')


def open_view(
    item: Item, order: str, response: Response | None, struck: int = 0, exhibit_title: str = ""
) -> dict[str, Any]:
    """The question before the close, with what the learner chose and struck out.

    ``struck`` has a bit for each option in the version's own order.
    """
    shown = item.question.present(order)
    chosen = {str(index) for index in response.chosen} if response else set()
    return {
        **_frame(item, shown.stem, exhibit_title),
        "type": shown.type,
        "instruction": shown.instruction,
        "choose": shown.choose,
        "unit": shown.unit,
        "value": response.texts[0] if response and response.texts else "",
        "options": [
            {
                "letter": option.letter,
                "text": line(option.text),
                "value": option.value,
                "checked": option.value in chosen,
                "state": "struck" if struck >> int(option.value) & 1 else "open",
                "strike": True,
            }
            for option in shown.options
        ],
    }


def closed_view(
    item: Item, order: str, response: Response | None, name: str = FIELD
) -> dict[str, Any]:
    """The question after the close: every option's state, rationale and misconception.

    ``yours`` and ``answer`` say the choices in a few words. ``results`` are the options of a
    question that is answered with a number.
    """
    told = item.question.explain(response, order)
    options = [_closed_option(option) for option in told.options]
    numeric = item.question.type == "numeric"
    return {
        **_frame(item, item.question.stem, ""),
        "name": name,
        "type": item.question.type,
        "closed": True,
        "unit": "",
        "value": told.yours,
        "options": [] if numeric else options,
        "results": options if numeric else [],
        "yours": told.yours,
        "answer": told.answer,
    }


def heading(verdict: Verdict, yours: str, answer: str, kind: str) -> str:
    """``You chose A. The answer is C.``"""
    if verdict.state == "unanswered":
        return f"You did not answer. The answer is {answer}."
    if verdict.state == "right":
        return f"Correct. The answer is {answer}."
    verb = "entered" if kind == "numeric" else "chose"
    return f"You {verb} {yours}. The answer is {answer}."


def _frame(item: Item, stem: str, exhibit_title: str) -> dict[str, Any]:
    return {
        "name": FIELD,
        "stem": block(stem),
        "exhibit": _exhibit(item.exhibit) if item.exhibit else "",
        "exhibit_title": exhibit_title,
    }


def _closed_option(option: ExplainedOption) -> dict[str, Any]:
    return {
        "letter": option.letter,
        "text": line(option.text),
        "state": _STATES.get(option.state, option.state),
        "why": line(option.rationale),
        "misconception": option.misconception.replace("-", " "),
    }
