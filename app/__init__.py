"""Chartroom: a training and exam-preparation platform for health information technicians."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(**overrides: Any) -> Flask:
    """Build the web application; imports the factory late so that ``app.domain`` loads no Flask."""
    from app.factory import create_app as build

    return build(**overrides)
