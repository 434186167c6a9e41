"""Wires settings, extensions, features, error pages and commands into one application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Settings, load_settings
from app.extensions import csrf, db, login, watch_engine


def create_app(*, commands: bool = True, **overrides: Any) -> Flask:
    """Build the application; ``overrides`` replace settings by name (tests, commands).

    A server needs no ``commands`` and starts sooner without. Raises SettingsError when a setting
    is missing or unsafe.
    """
    settings = load_settings(**overrides)
    app = Flask(__name__.split(".")[0], static_folder=None, instance_path=None)
    _configure(app, settings)
    _extend(app)
    _register(app)
    if commands:
        from app.cli import register_commands

        register_commands(app)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app.config.update(
        CHARTROOM=settings,
        TESTING=settings.env == "testing",
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SESSION_COOKIE_NAME="chartroom",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        TRUSTED_HOSTS=[h.strip() for h in settings.trusted_hosts.split(",") if h.strip()] or None,
        WTF_CSRF_TIME_LIMIT=None,
        TEMPLATES_AUTO_RELOAD=settings.env == "development",
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}


def _extend(app: Flask) -> None:
    from app.models import Base  # noqa: F401  (registers every table)
    from app.web.clock import system_clock

    app.extensions["clock"] = system_clock
    db.init_app(app)
    login.session_protection = None  # sessions are rows; an address that changes means nothing
    login.init_app(app)
    csrf.init_app(app)
    with app.app_context():
        watch_engine(db.engine)


def _register(app: Flask) -> None:
    from app import web
    from app.features import register_features

    web.init_app(app)
    register_features(app)
