"""``flask charts``: list the charts, print a chart's key as a coding, grade a coding."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.chart_files import (
    ChartProblemsError,
    UnknownChartError,
    chart_folders,
    find_chart,
    find_rates,
    read_folder,
)
from app.cli.output import emit_json, json_option, tell
from app.domain.charts.grading import Grading, grade
from app.domain.charts.solution import key_submission
from app.domain.charts.submissions import Submission, read_submission, submission_json
from app.domain.charts.values import Chart
from app.domain.payment.money import METHOD
from app.reference import open_book
from app.reference.errors import CodeBookMissing
from app.reference.grouper import MsDrgGrouper

charts_cli = AppGroup("charts", help="Charts to code, their keys, and the grader; no database.")


@charts_cli.command("list")
@json_option
def list_charts(as_json: bool) -> None:
    """List the charts of the content folders."""
    charts: list[Chart] = []
    problems: list[dict[str, Any]] = []
    for folder in chart_folders(_roots()):
        try:
            charts.append(read_folder(folder))
        except ChartProblemsError as error:
            problems += [problem.as_dict() for problem in error.problems]
    _tell_problems(problems)
    rows = [_row(chart) for chart in charts]
    if as_json:
        emit_json(rows)
    else:
        for row in rows:
            click.echo("{slug}  level {level}, {setting}, {discharge_date}: {title}".format(**row))
    sys.exit(1 if problems else 0)


@charts_cli.command("key")
@click.argument("chart")
@json_option
def key(chart: str, as_json: bool) -> None:
    """Print the coding of CHART that is right in every respect, as JSON in any case."""
    emit_json(submission_json(key_submission(_chart(chart, True))))


@charts_cli.command("grade")
@click.argument("chart")
@click.argument("submission", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def grade_submission(chart: str, submission: Path, as_json: bool) -> None:
    """Grade the coding in the file SUBMISSION against the key of CHART."""
    found = _chart(chart, as_json)
    coding = _submission(submission, as_json)
    settings = current_app.config["CHARTROOM"]
    try:
        book = open_book(settings.data_dir)
        rates = find_rates(found.discharge_date, settings.content_roots)
        grading = grade(found, coding, book, MsDrgGrouper(book), rates)
    except (CodeBookMissing, ValueError) as error:
        _stop([{"where": "chart", "message": str(error)}], as_json)
    if as_json:
        emit_json(grading.as_json())
    else:
        _print(grading)


def _roots() -> Sequence[Path]:
    roots: Sequence[Path] = current_app.config["CHARTROOM"].content_roots
    return roots


def _chart(name: str, as_json: bool) -> Chart:
    try:
        return find_chart(name, _roots())
    except UnknownChartError as error:
        raise click.BadArgumentUsage(str(error)) from None
    except ChartProblemsError as error:
        _stop([problem.as_dict() for problem in error.problems], as_json)


def _submission(path: Path, as_json: bool) -> Submission:
    try:
        value = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        _stop([{"where": str(path), "message": f"is no JSON: {error}"}], as_json)
    submission, problems = read_submission(value)
    if problems:
        _stop([{"where": p.where, "message": p.message} for p in problems], as_json)
    return submission


def _row(chart: Chart) -> dict[str, object]:
    return {
        "slug": chart.ref,
        "title": chart.title,
        "setting": chart.encounter.setting,
        "discharge_date": chart.discharge_date.isoformat(),
        "level": chart.level,
    }


def _stop(problems: list[dict[str, Any]], as_json: bool) -> NoReturn:
    """Say what is wrong with what was given and exit with 1."""
    _tell_problems(problems)
    if as_json:
        emit_json({"problems": problems})
    sys.exit(1)


def _tell_problems(problems: list[dict[str, Any]]) -> None:
    for problem in problems:
        where = problem.get("where") or f"{problem['path']}:{problem['line']}"
        tell(f"{where}: {problem['message']}")


def _print(grading: Grading) -> None:
    score, drg = grading.score, grading.drg
    click.echo(
        f"{score.total:.1f} of 100 (raw {score.raw:.1f}): {score.earned:g} of {score.possible:g} "
        f"points earned, {score.charged:g} charged"
    )
    for name, measure in score.measures.items():
        if measure.value is not None:
            click.echo(
                f"{name.replace('_', ' ')} {measure.value:.3f} = {measure.numerator:g} / "
                f"{measure.denominator}, {measure.method}"
            )
    if drg:
        click.echo(f"MS-DRG yours {drg.yours.drg or 'none'}, key {drg.key.drg or 'none'}")
        if drg.money_difference is not None:
            click.echo(f"difference {drg.money_difference / 100:,.2f} dollars ({METHOD})")
    for finding in grading.findings:
        rule = f" [{finding.rule}]" if finding.rule else ""
        cost = f" costs {finding.cost:.1f}" if finding.cost else ""
        click.echo(f"{finding.kind} {finding.code}{rule}{cost}: {finding.message}")
