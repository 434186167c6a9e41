"""``flask setup``: everything an install needs; a second call changes nothing."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from app.cli.output import tell
from app.config import ROOT, Settings
from app.extensions import db, writing
from app.models import OrganisationRow
from app.operations.content_files import load_files
from app.operations.content_sync import SyncError, sync_files
from app.reference import ensure_book
from app.web.clock import system_clock


def _school() -> None:
    """Make the school and its first programme with a career office, if there is none."""
    if db.session.scalar(select(OrganisationRow.id).limit(1)) is not None:
        return
    now = system_clock()
    with writing(db.session()) as session:
        school = OrganisationRow(kind="school", slug="school", name="Our school", created_at=now)
        session.add(school)
        session.flush()
        programme = OrganisationRow(
            parent_id=school.id,
            kind="programme",
            slug="him",
            name="Health information technology",
            created_at=now,
        )
        session.add(programme)
        session.flush()
        session.add(
            OrganisationRow(
                parent_id=programme.id,
                kind="career_office",
                slug="careers",
                name="Career office",
                created_at=now,
            )
        )


def set_up(*, demo: bool) -> None:
    """Bring database, code book and content up to date; exits with 1 when a file is invalid."""
    settings: Settings = current_app.config["CHARTROOM"]
    upgrade(directory=str(ROOT / "migrations"))
    ensure_book(settings.data_dir, tell)
    _school()
    try:
        report = sync_files(db.session(), load_files(settings.content_roots), system_clock())
    except SyncError as error:
        for line in error.lines:
            tell(line)
        sys.exit(1)
    tell(f"Content: {report.summary()}")
    if demo:
        from app.cli.demo import demo_school

        tell(demo_school(db.session(), settings.data_dir, system_clock()))


@click.command("setup")
@click.option("--demo", is_flag=True, help="Add the demonstration school.")
@with_appcontext
def setup_command(demo: bool) -> None:
    """Create or upgrade the database, build the code book, take in the content."""
    if demo and current_app.config["CHARTROOM"].env == "production":
        tell("The demonstration school has a public password: not in production.")
        sys.exit(2)
    set_up(demo=demo)
