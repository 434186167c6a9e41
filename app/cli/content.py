"""``flask content``: check, rewrite and report content files; sync and export them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.output import emit_json, json_option, tell
from app.cli.second_grouper import second_grouper
from app.config import ROOT
from app.domain.content.coverage import Gap, coverage
from app.domain.content.lint.findings import Context
from app.domain.content.lint.run import counts, lint
from app.domain.content.problems import Problem
from app.domain.content.reader import canonical_files, read_tree
from app.domain.content.shuffle import shuffled_files
from app.extensions import db
from app.operations.content_files import ContentFileError, load_files, write_files
from app.operations.content_sync import SyncError, export_changed, sync_files
from app.reference import CodeBookMissing, open_book, open_grouper
from app.web.clock import system_clock

content_cli = AppGroup("content", help="Check, report, sync and export content files.")


@content_cli.command("check")
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--write", is_flag=True, help="First rewrite files in their canonical form.")
@click.option(
    "--shuffle", is_flag=True, help="With --write: also put unordered options in chance order."
)
@json_option
def check(path: Path | None, write: bool, shuffle: bool, as_json: bool) -> None:
    """Lint content/ and question_bank/; with PATH report only what lies under it.

    Everything is read all the same, since links and sets need the whole.
    """
    files = _load()
    if shuffle and not write:
        raise click.UsageError("--shuffle needs --write")
    if write:
        files |= _rewrite(files, path, shuffle)
    context = _context(files)
    report = lint(context)
    problems = _under(path, report.problems)
    warnings = _under(path, report.warnings)
    if as_json:
        emit_json(
            {
                **counts(context.library),
                "problems": [problem.as_dict() for problem in problems],
                "warnings": [warning.as_dict() for warning in warnings],
            }
        )
    else:
        _print(problems, warnings, len(report.waived))
    sys.exit(1 if problems else 0)


@content_cli.command("report")
@json_option
def report(as_json: bool) -> None:
    """Print what the course and the bank still lack; exit 1 when something does."""
    gaps = coverage(_context(_load()))
    if as_json:
        emit_json({"gaps": [gap.as_dict() for gap in gaps]})
    else:
        _print_gaps(gaps)
    sys.exit(1 if gaps else 0)


@content_cli.command("sync")
@click.option(
    "--dry-run/--no-dry-run",
    default=None,
    help="Only say what would change; in production this is the default.",
)
@json_option
def sync(dry_run: bool | None, as_json: bool) -> None:
    """Take changed files into the database; exit 1 on conflicts with edits of the browser."""
    if dry_run is None:
        dry_run = current_app.config["CHARTROOM"].env == "production"
    try:
        done = sync_files(db.session(), _load(), system_clock(), dry_run=dry_run)
    except SyncError as error:
        for line in error.lines:
            tell(line)
        if as_json:
            emit_json({"problems": error.lines})
        sys.exit(1)
    if as_json:
        emit_json(asdict(done))
    else:
        click.echo(done.summary() + (" (dry run, nothing written)" if dry_run else ""))
        for conflict in done.conflicts:
            click.echo(f"{conflict['ref']}: {conflict['reason']}")
    sys.exit(1 if done.conflicts else 0)


@content_cli.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
def export(folder: Path, as_json: bool) -> None:
    """Write into FOLDER the files of all documents that differ from the files they came from."""
    written = export_changed(db.session(), folder)
    if as_json:
        emit_json({"written": written})
    else:
        for path in written:
            click.echo(path)
    tell(f"{len(written)} files written")


def _roots() -> list[Path]:
    roots: list[Path] = current_app.config["CHARTROOM"].content_roots
    return roots


def _load() -> dict[str, str]:
    try:
        return load_files(_roots())
    except ContentFileError as error:
        tell(str(error))
        sys.exit(1)


def _rewrite(files: dict[str, str], path: Path | None, shuffle: bool) -> dict[str, str]:
    """Rewrite files of the checkout that are not canonical; returns their new text."""
    changed = shuffled_files(files) if shuffle else {}
    changed |= canonical_files({**files, **changed})
    changed = {
        name: text
        for name, text in changed.items()
        if (ROOT / name).is_file() and _is_under(path, name)
    }
    write_files(ROOT, changed)
    tell(f"{len(changed)} files rewritten")
    return changed


def _context(files: dict[str, str]) -> Context:
    """The library with code book and grouper; without them a warning says what is not checked."""
    library, today = read_tree(files), system_clock().date()
    data_dir = current_app.config["CHARTROOM"].data_dir
    try:
        book, grouper = open_book(data_dir), open_grouper(data_dir)
    except CodeBookMissing as error:
        tell(f"Codes and keys are not checked: {error}")
        return Context(library, today)
    return replace(
        Context(library, today), book=book, grouper=grouper, second_grouper=second_grouper()
    )


def _under(path: Path | None, problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if _is_under(path, problem.path)]


def _is_under(path: Path | None, name: str) -> bool:
    if path is None:
        return True
    return any((root / name).resolve().is_relative_to(path.resolve()) for root in _roots())


def _print(problems: Sequence[Problem], warnings: Sequence[Problem], waived: int) -> None:
    for kind, rows in (("warning", warnings), ("problem", problems)):
        for row in rows:
            click.echo(f"{row.path}:{row.line}: {kind} {row.rule}: {row.message}")
    tell(f"{len(problems)} problems, {len(warnings)} warnings, {waived} waived")


def _print_gaps(gaps: Sequence[Gap]) -> None:
    width = max((len(gap.what) for gap in gaps), default=0)
    for gap in gaps:
        click.echo(f"{gap.kind:<10} {gap.what:<{width}}  {gap.missing}")
    tell(f"{len(gaps)} gaps")
