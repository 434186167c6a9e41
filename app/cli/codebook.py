"""``flask codebook``: build the code book, search it, show a code, group a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.case_files import CaseFileError, read_case
from app.cli.output import emit_json, json_option, tell
from app.domain.codesets.notes import label
from app.domain.codesets.values import CodeEntry, Note, SearchResult, System, normalise_cm
from app.domain.payment.case import Grouping
from app.reference import (
    CodeBookBuildError,
    CodeBookMissing,
    MsDrgGrouper,
    SqliteCodeBook,
    ensure_book,
    open_book,
    open_grouper,
)
from app.reference.sources import EDITION_LAST_DAY

SYSTEMS: tuple[System, ...] = ("cm", "pcs", "drg")

codebook_cli = AppGroup("codebook", help="Build and read the code book.")


@codebook_cli.command("build")
@click.option("--force", is_flag=True, help="Build again even when the file stands.")
@json_option
def build(force: bool, as_json: bool) -> None:
    """Build the code book from the installed packages; takes about 15 seconds."""
    try:
        path = ensure_book(_data_dir(), tell, force=force)
    except CodeBookBuildError as error:
        raise click.ClickException(str(error)) from None
    counts = _summary(open_book(_data_dir()))
    tell(f"The code book stands in {path}")
    if as_json:
        emit_json(counts)
    else:
        for part, numbers in counts.items():
            click.echo(f"{part}: " + ", ".join(f"{name} {n}" for name, n in numbers.items()))


def _summary(book: SqliteCodeBook) -> dict[str, dict[str, Any]]:
    counts, editions = book.counts(), book.editions()
    return {
        "cm": {
            "edition": editions["cm"],
            "entries": counts["cm_entries"],
            "billable": counts["cm_billable"],
        },
        "pcs": {
            "edition": editions["pcs"],
            "codes": counts["pcs_codes"],
            "titled": counts["pcs_titled"],
            "with_axes": counts["pcs_with_axes"],
        },
        "drg": {"edition": editions["drg"], "drgs": counts["drgs"]},
    }


@codebook_cli.command("search")
@click.argument("text")
@click.option("--system", type=click.Choice(SYSTEMS), help="Only this code set.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@json_option
def search(text: str, system: System | None, limit: int, as_json: bool) -> None:
    """Search as on the page, best first."""
    results = _book().search(text, system, limit)
    if as_json:
        emit_json([_result_json(result) for result in results])
    else:
        for result in results:
            click.echo(f"{result.code:9} {result.title}  ({result.why})")


def _result_json(result: SearchResult) -> dict[str, Any]:
    return {
        "system": result.system,
        "code": result.code,
        "title": result.title,
        "billable": result.billable,
        "why": result.why,
    }


@codebook_cli.command("show")
@click.argument("code")
@click.option("--system", type=click.Choice(SYSTEMS), help="Where the code means several things.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day, instead of the last one.")
@json_option
def show(code: str, system: System | None, on: Any, as_json: bool) -> None:
    """Show one code or heading with its notes; exit 1 when there is none."""
    book, day = _book(), on.date() if on else EDITION_LAST_DAY
    entry = _find(book, code, system)
    if entry is None:
        tell(f"{code} is not in the code book.")
        if as_json:
            emit_json(None)
        raise SystemExit(1)
    described = _entry_json(entry, day, book.valid(entry.system, entry.code, day))
    if as_json:
        emit_json(described)
    else:
        _print_entry(entry, described)


def _find(book: SqliteCodeBook, code: str, system: System | None) -> CodeEntry | None:
    text = code.strip().upper()
    for one in (system,) if system else SYSTEMS:
        entry = book.entry(one, (normalise_cm(text) or text) if one == "cm" else text)
        if entry is not None:
            return entry
    return None


def _entry_json(entry: CodeEntry, on: date, valid: bool) -> dict[str, Any]:
    return {
        "system": entry.system,
        "code": entry.code,
        "title": entry.title,
        "billable": entry.billable,
        "edition": entry.edition,
        "on": on.isoformat(),
        "valid": valid,
        "in_force": [day.isoformat() for day in entry.in_force] if entry.in_force else None,
        "severity": entry.severity,
        "poa_exempt": entry.poa_exempt,
        "path": [{"code": code, "title": title} for code, title in entry.path],
        "children": [{"code": code, "title": title} for code, title in entry.children],
        "seventh": [{"character": c, "title": title} for c, title in entry.seventh],
        "notes": [_note_json(note) for note in entry.notes],
        "axes": [
            {"position": a.position, "value": a.value, "axis": a.axis, "title": a.title}
            for a in entry.axes
        ],
    }


def _note_json(note: Note) -> dict[str, Any]:
    return {"kind": note.kind, "text": note.text, "level": note.level, "codes": list(note.codes)}


def _print_entry(entry: CodeEntry, described: dict[str, Any]) -> None:
    click.echo(f"{entry.code}  {entry.title or '(no title in the installed packages)'}")
    state = "valid" if described["valid"] else "not reportable"
    facts = [entry.edition, f"{state} on {described['on']}", entry.severity or ""]
    click.echo("; ".join(fact for fact in facts if fact))
    for code, title in entry.path:
        click.echo(f"  in {code}  {title}")
    for axis in entry.axes:
        click.echo(f"  {axis.position} {axis.value}  {axis.axis}: {axis.title}")
    for note in entry.notes:
        level = "" if note.level == entry.code else f"  [{note.level}]"
        click.echo(f"  {label(note.kind)}: {note.text}{level}")


@codebook_cli.command("group")
@click.argument("case_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def group(case_file: Path, as_json: bool) -> None:
    """Group the case in a JSON file by MS-DRG; exit 1 when a code is refused."""
    try:
        grouping = _grouping_json(_grouper().group(read_case(case_file)))
    except CaseFileError as error:
        grouping = {"drg": None, "edits": error.problems}
    except ValueError as error:
        grouping = {"drg": None, "edits": [str(error)]}
    if as_json:
        emit_json(grouping)
    else:
        _print_grouping(grouping)
    raise SystemExit(1 if grouping["edits"] else 0)


def _grouping_json(grouping: Grouping) -> dict[str, Any]:
    return {
        "drg": grouping.drg,
        "initial_drg": grouping.initial_drg,
        "title": grouping.title,
        "mdc": grouping.mdc,
        "type": grouping.type,
        "weight": None if grouping.weight is None else float(grouping.weight),
        "edition": grouping.edition,
        "secondary": [
            {"code": one.code, "level": one.level, "excluded": one.excluded}
            for one in grouping.secondary
        ],
        "hac": list(grouping.hac),
        "edits": list(grouping.edits),
    }


def _print_grouping(grouping: dict[str, Any]) -> None:
    if grouping["drg"]:
        click.echo(f"MS-DRG {grouping['drg']}  {grouping['title']}")
        click.echo(f"MDC {grouping['mdc']}, weight {grouping['weight']}, {grouping['edition']}")
        if grouping["initial_drg"] != grouping["drg"]:
            click.echo(f"Without hospital-acquired conditions: {grouping['initial_drg']}")
    for one in grouping.get("secondary", []):
        counted = ", not counted" if one["excluded"] else ""
        click.echo(f"  {one['code']}: {one['level'] or 'no CC'}{counted}")
    for line in [*grouping.get("hac", []), *grouping["edits"]]:
        click.echo(f"  {line}")


def _data_dir() -> Path:
    data_dir: Path = current_app.config["CHARTROOM"].data_dir
    return data_dir


def _book() -> SqliteCodeBook:
    try:
        return open_book(_data_dir())
    except CodeBookMissing as error:
        raise click.ClickException(str(error)) from None


def _grouper() -> MsDrgGrouper:
    try:
        return open_grouper(_data_dir())
    except CodeBookMissing as error:
        raise click.ClickException(str(error)) from None
