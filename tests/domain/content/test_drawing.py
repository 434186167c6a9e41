"""Drawings as pages get them: known parts only, and ids that meet no others."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.content.drawing import safe_drawing
from app.domain.content.svg import unsafe_parts

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
NAMES = ("id", "class", "href", "d", "onclick", "style", "fill", "clip-path", "data-organ", "x")
TAGS = ("g", "path", "script", "style", "foreignObject", "use", "image", "text", "a")
VALUES = st.sampled_from(["#a", "url(#a)", "url(http://x)", "red", "none", "javascript:1", "b&<"])
ELEMENTS = st.recursive(
    st.just(""),
    lambda inside: st.builds(
        lambda tag, attributes, body: (
            f"<{tag} "
            + " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
            + f">{body}</{tag}>"
        ),
        st.sampled_from(TAGS),
        st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4),
        st.lists(inside, max_size=3).map("".join),
    ),
    max_leaves=8,
)


def test_scripts_styles_and_handlers_are_left_out() -> None:
    drawing = (
        f'{OPEN}<script>1</script><style>*{{}}</style><g onclick="x" style="y" class="fig-line"/>'
        "</svg>"
    )
    assert safe_drawing(drawing, "p") == '<svg viewBox="0 0 9 9"><g class="fig-line" /></svg>'


def test_ids_begin_with_the_prefix_and_references_follow() -> None:
    drawing = (
        f'{OPEN}<clipPath id="c"/><g clip-path="url(#c)"/><use href="#c"/><use href="other"/></svg>'
    )
    made = safe_drawing(drawing, "heart")
    assert 'id="heart-c"' in made
    assert "url(#heart-c)" in made
    assert 'href="#heart-c"' in made
    assert "other" not in made


def test_words_with_signs_stay_words() -> None:
    assert "&lt;b&gt;" in safe_drawing(f"{OPEN}<text>&lt;b&gt;</text></svg>", "p")


@pytest.mark.parametrize(
    "broken",
    ["<svg", "<!DOCTYPE svg><svg/>", "<html/>", '<svg xmlns="http://elsewhere"/>'],
)
def test_what_is_no_drawing_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="drawing"):
        safe_drawing(broken, "p")


@given(st.lists(ELEMENTS, max_size=4).map("".join))
def test_nothing_unsafe_is_left_of_any_drawing(inside: str) -> None:
    made = safe_drawing(f"{OPEN}{inside}</svg>", "p")
    named = made.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    assert list(unsafe_parts(named)) == []
