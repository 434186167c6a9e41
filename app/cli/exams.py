"""``flask exams``: forms assembled from the loaded bank."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click
from flask.cli import AppGroup

from app.cli.output import emit_json, json_option, tell
from app.domain.exams.assembly import CannotAssembleError, Form, assemble
from app.domain.exams.blueprint import Blueprint
from app.domain.exams.pool import AssemblyProblem
from app.extensions import db
from app.operations.exam_pool import blueprints, exam_items

exams_cli = AppGroup("exams", help="Exam forms.")


@exams_cli.command("assemble")
@click.argument("blueprint")
@click.option("--seed", type=int, required=True, help="The same seed gives the same form.")
@click.option("--forms", type=click.IntRange(1, 100), default=1, help="Further seeds follow it.")
@json_option
def assemble_forms(blueprint: str, seed: int, forms: int, as_json: bool) -> None:
    """Assemble forms of BLUEPRINT; the k-th has the seed N + k - 1."""
    plan = _blueprint(blueprint)
    pool = [found.pooled for found in exam_items(db.session()).values()]
    try:
        made = [assemble(plan, pool, seed + number) for number in range(forms)]
    except CannotAssembleError as error:
        _report_problems(error.problems, as_json=as_json)
        sys.exit(1)
    if as_json:
        emit_json([_as_dict(form) for form in made])
    else:
        for form in made:
            click.echo(_line(form))


def _blueprint(ref: str) -> Blueprint:
    known = blueprints(db.session())
    if ref not in known:
        names = ", ".join(sorted(known)) or "none; flask setup loads them"
        raise click.BadParameter(f"there is no blueprint {ref!r} (loaded: {names})")
    return known[ref]


def _report_problems(problems: Sequence[AssemblyProblem], *, as_json: bool) -> None:
    if as_json:
        emit_json({"problems": [{"where": p.where, "message": p.message} for p in problems]})
    for problem in problems:
        tell(problem.message)


def _as_dict(form: Form) -> dict[str, Any]:
    return {
        "seed": form.seed,
        "items": list(form.refs),
        "pretest": list(form.pretest),
        "by_domain": dict(sorted(form.by_domain.items())),
        "cut": form.cut,
    }


def _line(form: Form) -> str:
    domains = ", ".join(f"{domain}: {count}" for domain, count in sorted(form.by_domain.items()))
    unscored = len(form.pretest)
    scored = len(form.places) - unscored
    return (
        f"seed {form.seed}: {scored} scored and {unscored} unscored items, "
        f"cut {form.cut:.2f}; by domain {domains}"
    )
