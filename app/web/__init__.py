"""HTTP habits that every feature shares."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Install logs, headers, permissions, limits, error pages, formatters and the frame."""
    from app.web import (
        assets,
        dev,
        errors,
        formatters,
        headers,
        limits,
        logs,
        navigation,
        permissions,
        system,
    )

    for part in (logs, permissions, limits, headers, errors, formatters, navigation, assets):
        part.init_app(app)
    app.register_blueprint(system.bp)
    if app.config["CHARTROOM"].env != "production":
        app.register_blueprint(dev.bp)
