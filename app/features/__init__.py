"""What people can do, a package for each; features never import one another."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register_features(app: Flask) -> None:
    """Register the blueprint ``bp`` of every feature's ``routes``, and its jobs if it has any."""
    for feature in iter_modules(__path__):
        package = import_module(f"{__name__}.{feature.name}")
        app.register_blueprint(import_module(f"{package.__name__}.routes").bp)
        if any(module.name == "jobs" for module in iter_modules(package.__path__)):
            import_module(f"{package.__name__}.jobs")
