"""Titles of ICD-10-PCS codes."""

from __future__ import annotations

from app.domain.codesets.pcs import pcs_title
from app.domain.codesets.values import Axis, CodeEntry

TITLES = ("Obstetrics", "Pregnancy", "Extraction", "Retained Products", "Open", "No Device", "Low")


def code(title: str, axes: tuple[Axis, ...]) -> CodeEntry:
    return CodeEntry("pcs", "10D10Z1", title, billable=True, axes=axes)


def axes() -> tuple[Axis, ...]:
    return tuple(Axis(place, "0", "", title) for place, title in enumerate(TITLES, 1))


def test_a_printed_title_stands() -> None:
    assert pcs_title(code("As printed", axes())) == "As printed"


def test_without_a_title_the_axes_are_spelled_out_without_what_is_absent() -> None:
    assert pcs_title(code("", axes())) == "Extraction of Retained Products; Open approach; Low"


def test_without_title_and_axes_there_is_none() -> None:
    assert pcs_title(code("", ())) == ""
