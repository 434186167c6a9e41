"""Every component renders valid, labelled HTML that the content security policy lets through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web.dev import gallery_context
from tests.ui.test_styles import ROOT, STATIC

ERRORS = (400, 403, 404, 409, 413, 429, 500, 503)
PERSON = SimpleNamespace(
    is_authenticated=True, name="Nadia O.", roles={"student", "instructor"}, shortcuts=True
)
FRAME: dict[str, Any] = {
    "current_user": PERSON,
    "nav_items": lambda: [("Today", "/today", False), ("Practice", "/practice", True)],
    "review_due": lambda: 14,
    "role_in_use": lambda: "student",
    "role_names": {"student": "Student", "instructor": "Instructor"},
}


@pytest.fixture(scope="module")
def jinja() -> Environment:
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(asset=lambda path: f"/static/{path}", csrf_token=lambda: "token")
    return env


def strict(html: str) -> Element:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    assert [(place, code) for place, code, _ in parser.errors] == []
    return tree


def request(kind: str) -> SimpleNamespace:
    return SimpleNamespace(headers={"HX-Request-Type": kind})


@pytest.fixture(scope="module", params=["device", "light", "dark"])
def gallery(request: pytest.FixtureRequest, jinja: Environment) -> str:
    template = jinja.get_template("components/gallery.html")
    return template.render(theme=request.param, **FRAME, **gallery_context())


def with_attribute(tree: Element, name: str) -> Iterator[Element]:
    return (node for node in tree.iter() if isinstance(node.tag, str) and name in node.attrib)


def test_the_gallery_is_valid_html(gallery: str) -> None:
    strict(gallery)


def test_ids_are_unique_and_references_have_targets(gallery: str) -> None:
    tree = strict(gallery)
    ids = [node.attrib["id"] for node in with_attribute(tree, "id")]
    assert len(ids) == len(set(ids))
    for name in ("for", "aria-labelledby", "aria-describedby"):
        for node in with_attribute(tree, name):
            assert set(node.attrib[name].split()) <= set(ids), (name, node.attrib)


def test_every_control_has_a_name(gallery: str) -> None:
    tree = strict(gallery)
    labelled = {node.attrib["for"] for node in with_attribute(tree, "for")}
    for tag in ("input", "select", "textarea"):
        for node in tree.iter(tag):
            if node.attrib.get("type") != "hidden":
                assert node.attrib.get("id") in labelled, node.attrib
    for node in tree.iter("button"):
        inner = [one.attrib.get("aria-label", "") for one in node.iter()]
        assert "".join(node.itertext()).strip() or "".join(inner), node.attrib


def test_nothing_needs_an_unsafe_policy(gallery: str) -> None:
    tree = strict(gallery)
    for node in tree.iter():
        if not isinstance(node.tag, str):
            continue
        assert node.tag != "style"
        assert node.tag != "script" or "src" in node.attrib
        assert not [name for name in node.attrib if name == "style" or name.startswith("on")]


def test_templates_carry_no_inline_style_or_handler() -> None:
    for path in ROOT.rglob("*.html"):
        text = path.read_text()
        assert not re.search(
            r'\sstyle=|\son(?:click|change|submit|input|load)=|hx-on|"js:', text
        ), path


def test_every_post_form_carries_the_token(jinja: Environment) -> None:
    for path in (ROOT / "templates/components").glob("*.html"):
        if path.name == "gallery.html":
            continue
        for form in re.findall(r'<form[^>]*method="post".*?</form>', path.read_text(), re.S):
            assert 'name="csrf_token"' in form, path.name


def test_every_macro_file_is_shown_in_the_gallery() -> None:
    folder = ROOT / "templates/components"
    shown = (folder / "gallery.html").read_text()
    through = {  # used by those the gallery imports
        "app_tabs", "key_cap", "option", "end_tab", "poa",
    }  # fmt: skip
    for path in folder.glob("*.html"):
        if path.stem != "gallery" and path.stem not in through:
            assert f"components/{path.name}" in shown, path.name


def test_every_icon_that_is_used_exists_in_the_sprite(gallery: str) -> None:
    sprite = set(re.findall(r'symbol id="([\w-]+)"', (STATIC / "img/icons.svg").read_text()))
    used = set(re.findall(r"icons\.svg#([\w-]+)", gallery))
    for path in ROOT.rglob("*.html"):
        text = path.read_text()
        used |= set(re.findall(r'icon\("([\w-]+)"', text))
        used |= set(re.findall(r'icon="([\w-]+)"', text))
    assert used - sprite == set()


def test_the_dark_colours_are_linked_by_choice(jinja: Environment) -> None:
    def links(theme: str) -> list[str]:
        page = jinja.get_template("base.html").render(theme=theme, **FRAME)
        return re.findall(r'tokens-dark\.css" media="([^"]+)"', page)

    assert links("device") == ["screen and (prefers-color-scheme: dark)"]
    assert links("dark") == ["screen"]
    assert links("light") == []


def test_a_visitor_gets_no_tabs_and_a_way_to_sign_in(jinja: Environment) -> None:
    visitor = SimpleNamespace(is_authenticated=False, shortcuts=True)
    page = jinja.get_template("base.html").render(**{**FRAME, "current_user": visitor})
    tree = strict(page)
    assert "tabs" not in [node.attrib.get("class") for node in tree.iter("nav")]
    assert any(node.attrib.get("href") == "/sign-in" for node in tree.iter("a"))


def test_single_keys_are_off_for_those_who_turned_them_off(jinja: Environment) -> None:
    quiet = SimpleNamespace(**{**vars(PERSON), "shortcuts": False})
    page = jinja.get_template("base.html").render(**{**FRAME, "current_user": quiet})
    assert '<html lang="en" data-keys="off">' in page


def test_the_title_says_page_section_and_product(jinja: Environment) -> None:
    source = '{% extends "base.html" %}{% set title = "Question 7" %}{% set section = "Practice" %}'
    page = jinja.from_string(source).render(has_errors=True, **FRAME)
    assert "<title>Error: Question 7, Practice, Chartroom</title>" in page


@pytest.mark.parametrize("frame", ["base_side", "base_bare", "base_wide"])
def test_each_frame_is_valid_with_one_main(jinja: Environment, frame: str) -> None:
    tree = strict(jinja.from_string(f'{{% extends "{frame}.html" %}}').render(**FRAME))
    assert len(list(tree.iter("main"))) == 1
    if frame == "base_bare":
        assert not list(tree.iter("nav"))
    if frame == "base_wide":
        assert next(tree.iter("main")).attrib["class"] == "page page--wide"


@pytest.mark.parametrize("status", ERRORS)
def test_error_pages_need_no_database_and_give_the_reference(
    status: int, jinja: Environment
) -> None:
    alone = jinja.overlay(undefined=StrictUndefined)
    page = alone.get_template(f"errors/{status}.html").render(
        request=request("full"), request_id="3f9a1c20", message="", retry_after=None
    )
    tree = strict(page)
    assert len(list(tree.iter("h1"))) == 1
    assert "3f9a1c20" in page
    assert 'href="/"' in page


@pytest.mark.parametrize("status", ERRORS)
def test_error_fragments_hold_no_page(status: int, jinja: Environment) -> None:
    fragment = jinja.get_template(f"errors/{status}.html").render(
        request=request("partial"), request_id="3f9a1c20"
    )
    parser = html5lib.HTMLParser(strict=True)
    parser.parseFragment(fragment)
    assert "<html" not in fragment
    assert 'role="alert"' in fragment
    assert "3f9a1c20" in fragment


def test_text_from_people_is_escaped(jinja: Environment) -> None:
    source = (
        '{% from "components/button.html" import button %}'
        '{% from "components/notice.html" import notice %}'
        '{{ button(bad, attrs={"data-x": bad}) }}{{ notice("info", bad, bad) }}'
    )
    assert "<img" not in jinja.from_string(source).render(bad='"><img src=x>')
