"""The ``flask`` commands."""

from __future__ import annotations

from flask import Flask

from app.extensions import db


def register_commands(app: Flask) -> None:
    """Register every command; each module is imported when the application is built."""
    from flask_migrate import Migrate

    from app.cli.charts import charts_cli
    from app.cli.codebook import codebook_cli
    from app.cli.content import content_cli
    from app.cli.exams import exams_cli
    from app.cli.settings import settings_command
    from app.cli.setup import setup_command
    from app.cli.users import users_cli
    from app.cli.worker import worker_command

    Migrate(app, db, directory="migrations", render_as_batch=True)
    for command in (
        charts_cli,
        codebook_cli,
        content_cli,
        exams_cli,
        settings_command,
        setup_command,
        users_cli,
        worker_command,
    ):
        app.cli.add_command(command)
