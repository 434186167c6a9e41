"""The contrast of every colour token, recomputed from the two tokens files (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "app" / "static" / "css"
COLOUR = re.compile(r"--([\w-]+): (#[0-9A-F]{6});")
LIGHT = dict(COLOUR.findall((CSS / "tokens.css").read_text()))
DARK = LIGHT | dict(COLOUR.findall((CSS / "tokens-dark.css").read_text()))
GROUNDS = ("paper", "desk", "bar", "well")

# token: contrast on paper and the least on any ground of the page, light then dark
DOCUMENTED = {
    "edge": (4.4, 3.6, 4.9, 3.9),
    "ink": (16.6, 13.8, 14.5, 11.6),
    "ink-2": (7.6, 6.3, 8.2, 6.5),
    "accent": (9.0, 7.5, 10.1, 8.1),
    "accent-strong": (12.6, 10.5, 12.5, 10.0),
    "visited": (8.6, 7.2, 8.3, 6.6),
    "focus": (18.3, 14.3, 13.3, 5.6),
    "correct": (6.4, 5.4, 10.4, 8.4),
    "wrong": (10.1, 8.5, 6.8, 5.8),
    "partial": (5.9, 5.1, 11.2, 9.0),
    "warning": (7.1, 6.0, 9.0, 7.4),
    "info": (7.2, 6.1, 9.3, 7.6),
    "flag": (6.8, 5.7, 7.2, 6.4),
}
TEXT_PAIRS = [
    *((name, ground) for name in ("ink", "ink-2", "accent", "visited") for ground in GROUNDS),
    *((name, "accent-wash") for name in ("ink", "ink-2", "accent", "accent-strong")),
    *(
        (name, ground)
        for name in ("correct", "wrong", "partial", "warning", "info", "flag")
        for ground in (*GROUNDS, f"{name}-wash")
    ),
    *(
        (name, f"{kind}-wash")
        for name in ("ink", "ink-2")
        for kind in ("correct", "wrong", "partial", "warning", "info", "flag")
    ),
    ("ink", "hit"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]
MARK_PAIRS = [
    *(("edge", ground) for ground in (*GROUNDS, "accent-wash")),
    *((f"s{n}", ground) for n in range(1, 6) for ground in ("paper", "bar")),
    *(("focus", ground) for ground in (*GROUNDS, "accent-wash", "hit")),
]


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` by WCAG's definition."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(scheme: dict[str, str], one: str, other: str) -> float:
    low, high = sorted((luminance(scheme[one]), luminance(scheme[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_is_at_least_5_to_1(scheme: dict[str, str], pair: tuple[str, str]) -> None:
    assert round(contrast(scheme, *pair), 1) >= 5.1


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", MARK_PAIRS, ids="-on-".join)
def test_controls_and_chart_marks_are_at_least_3_3_to_1(
    scheme: dict[str, str], pair: tuple[str, str]
) -> None:
    assert round(contrast(scheme, *pair), 1) >= 3.3


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_documented_contrast_holds(name: str) -> None:
    light, light_least, dark, dark_least = DOCUMENTED[name]
    assert round(contrast(LIGHT, name, "paper"), 1) == light
    assert round(contrast(DARK, name, "paper"), 1) == dark
    for ground in GROUNDS:
        assert round(contrast(LIGHT, name, ground), 1) >= light_least
        assert round(contrast(DARK, name, ground), 1) >= dark_least


def test_the_dark_file_replaces_every_colour_and_nothing_else() -> None:
    dark = (CSS / "tokens-dark.css").read_text()
    light_only = set(LIGHT) - set(COLOUR.findall(dark) and dict(COLOUR.findall(dark)))
    assert light_only == set()
    assert "rem" not in dark
