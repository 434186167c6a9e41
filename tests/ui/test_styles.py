"""House rules of the style sheets, and what a first page may weigh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "app"
STATIC = ROOT / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKENS = {"tokens.css", "tokens-dark.css"}
FIRST_PAGE = ("tokens.css", "tokens-dark.css", "base.css", "components.css", "pages.css")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")


def rules(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def selectors(path: Path) -> list[str]:
    found = re.findall(r"([^{}]+)\{", rules(path))
    return [one.strip() for one in found if not one.strip().startswith("@")]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_no_hex_outside_the_tokens_files(sheet: Path) -> None:
    if sheet.name in TOKENS:
        return
    assert HEX.findall(rules(sheet)) == []


def test_templates_and_scripts_name_no_colour() -> None:
    sources = [*ROOT.rglob("*.html"), *(STATIC / "js").glob("*.js"), STATIC / "img/icons.svg"]
    for source in sources:
        text = source.read_text()
        assert not re.search(r'(?:fill|stroke|color)\s*[=:]\s*"?#', text), source


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_no_gradient_glass_or_round_card(sheet: Path) -> None:
    text = rules(sheet)
    assert "gradient(" not in text
    assert "backdrop-filter" not in text
    for pixels in re.findall(r"radius(?:-\w+)?: (\d+)px", text):
        assert int(pixels) <= 8
    for value in re.findall(r"border-radius: ([^;]+);", text):
        assert re.fullmatch(
            r"(?:var\(--radius[\w-]*\)|0|50%)(?: (?:var\(--radius[\w-]*\)|0))*", value
        )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_selectors_use_no_ids(sheet: Path) -> None:
    assert [one for one in selectors(sheet) if "#" in one] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_everything_stands_in_a_layer(sheet: Path) -> None:
    outside = re.sub(r"@layer[^{;]+(\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|;)", "", rules(sheet))
    outside = re.sub(r"@font-face\s*\{[^}]*\}", "", outside)
    assert outside.strip() == ""


def test_every_token_that_is_used_is_defined() -> None:
    text = "".join(rules(sheet) for sheet in SHEETS)
    defined = set(re.findall(r"(--[\w-]+):", text))
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used - defined == set()


def test_reduced_motion_stops_every_transition() -> None:
    for sheet in SHEETS:
        for value in re.findall(r"transition: ([^;]+);", rules(sheet)):
            assert all("var(--quick)" in part or "var(--calm)" in part for part in value.split(","))
    assert "prefers-reduced-motion: reduce" in rules(STATIC / "css/tokens.css")


def weigh(*paths: Path) -> int:
    return sum(path.stat().st_size for path in paths)


def test_a_first_page_stays_within_its_budget_of_bytes() -> None:
    fonts = (STATIC / "vendor/atkinson-hyperlegible").glob("*-normal.woff2")
    assert weigh(*fonts) <= 52_000
    assert weigh(*(STATIC / "css" / name for name in FIRST_PAGE)) <= 40_000
    assert weigh(STATIC / "vendor/htmx/htmx.min.js") <= 38_000


def test_own_scripts_of_the_kit_stay_within_25_kb() -> None:
    kit = ("app.js", "keys.js", "toast.js", "timer.js", "figure.js")
    assert weigh(*(STATIC / "js" / name for name in kit)) <= 25_000


def test_what_is_vendored_brings_its_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        assert list(folder.glob("LICENSE*")), folder.name


def test_scripts_need_no_eval() -> None:
    for script in (STATIC / "js").glob("*.js"):
        text = script.read_text()
        assert not re.search(r"\beval\(|new Function|innerHTML|hx-on", text), script.name
