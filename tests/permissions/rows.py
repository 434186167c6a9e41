"""What each persona gets at each route: the table that the generated test walks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from tests.personas import School

PERSONAS = ("visitor", "ana", "ben", "ivan", "irma", "carla", "ada", "stella", "sven", "conrad")
"""Who walks: a visitor; Ana (student); Ben (her classmate); Ivan (her instructor); Irma (another
class's instructor); Carla (her career officer); Ada (administrator); Stella, Sven and Conrad
(student, instructor and career officer of another organisation)."""

Make = Callable[[Flask, Session, School], Mapping[str, Any]]


def nothing(_app: Flask, _session: Session, _school: School) -> Mapping[str, Any]:
    """For routes without ids."""
    return {}


@dataclass(frozen=True)
class Row:
    """What a route answers.

    ``make`` writes the object that belongs to Ana, her class or her programme, and returns the
    address's arguments. ``may`` are the personas that get through: any status below 400 or one
    of ``fine``. Everyone else gets 403, or 404 when in ``hidden``; a visitor who may not is
    redirected to the sign-in page. ``data`` is the form that is posted.
    """

    may: frozenset[str]
    hidden: frozenset[str] = frozenset()
    make: Make = nothing
    data: Mapping[str, Any] = field(default_factory=dict)
    fine: frozenset[int] = frozenset()


def row(
    may: str,
    hidden: str = "",
    make: Make = nothing,
    data: Mapping[str, Any] | None = None,
    fine: tuple[int, ...] = (),
) -> Row:
    """``row("ana ben", hidden="stella")``: names with spaces between; ``"all"`` is everyone."""

    def names(text: str) -> frozenset[str]:
        return frozenset(PERSONAS) if text == "all" else frozenset(text.split())

    return Row(names(may), names(hidden), make, data or {}, frozenset(fine))


STUDENTS = "ana ben stella"
INSTRUCTORS = "ivan irma sven"
SIGNED_IN = "ana ben ivan irma carla ada stella sven conrad"
