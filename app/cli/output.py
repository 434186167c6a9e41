"""What commands print: one JSON document, or lines for a person."""

from __future__ import annotations

import json
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")


def emit_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def tell(message: str) -> None:
    """Progress and messages go to standard error."""
    click.echo(message, err=True)
