"""``flask settings``: every setting with its meaning, its value and where it comes from."""

from __future__ import annotations

import os

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.output import emit_json, json_option
from app.config import Settings

SECRET = frozenset({"secret_key", "smtp_url", "database_url"})


def _shown(name: str, value: object) -> str:
    text = str(value)
    if name == "database_url" and text.startswith("sqlite"):
        return text
    return "(set, not shown)" if name in SECRET and text else text


@click.command("settings")
@json_option
@with_appcontext
def settings_command(as_json: bool) -> None:
    """List all settings with meaning, value and source."""
    settings: Settings = current_app.config["CHARTROOM"]
    rows = [
        {
            "name": f"CHARTROOM_{name.upper()}",
            "meaning": field.description,
            "value": _shown(name, getattr(settings, name)),
            "source": "environment" if f"CHARTROOM_{name.upper()}" in os.environ else "default",
        }
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        emit_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']} = {row['value']}\n    {row['meaning']} ({row['source']})")
