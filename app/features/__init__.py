"""What people can do, a package for each; features never import one another."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register_features(app: Flask) -> None:
    """Register the blueprint ``bp`` of every feature's ``routes`` module."""
    for module in iter_modules(__path__):
        routes = import_module(f"{__name__}.{module.name}.routes")
        app.register_blueprint(routes.bp)
