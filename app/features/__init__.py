"""What people can do, a package for each; features never import one another."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register_features(app: Flask) -> None:
    """Register the blueprint ``bp`` of every feature's ``routes``, and its jobs if it has any."""
    for feature in iter_modules(__path__):
        package = import_module(f"{__name__}.{feature.name}")
        parts = {module.name for module in iter_modules(package.__path__)}
        if "routes" in parts:
            app.register_blueprint(import_module(f"{package.__name__}.routes").bp)
        if "jobs" in parts:
            import_module(f"{package.__name__}.jobs")
