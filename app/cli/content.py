"""``flask content``: check the content files, bring them to canonical form, report coverage."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from app.domain.content.problems import Problem
from app.domain.content.reader import canonical_files, read_tree
from app.operations.content_files import ContentFileError, load_files, write_files

content_cli = AppGroup("content", help="Check, report, sync and export content files.")

ROOT = Path(__file__).resolve().parents[2]


@content_cli.command("check")
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--write", is_flag=True, help="Rewrite files in their canonical form first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(path: Path | None, write: bool, as_json: bool) -> None:
    """Lint content/ and question_bank/, or report only what lies under PATH."""
    files = _load(ROOT)
    if write:
        changed = {
            name: text for name, text in canonical_files(files).items() if _within(name, path)
        }
        write_files(ROOT, changed)
        files |= changed
        click.echo(f"{len(changed)} files rewritten", err=True)
    library = read_tree(files)
    problems = [problem for problem in library.problems if _within(problem.path, path)]
    if as_json:
        click.echo(json.dumps({"problems": [problem.as_dict() for problem in problems]}))
    else:
        for problem in problems:
            click.echo(_line(problem))
    raise SystemExit(1 if problems else 0)


def _load(root: Path) -> dict[str, str]:
    try:
        return load_files([root])
    except ContentFileError as error:
        raise click.ClickException(str(error)) from None


def _within(name: str, path: Path | None) -> bool:
    return path is None or (ROOT / name).is_relative_to(path.resolve())


def _line(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}: {problem.rule}: {problem.message}"
