"""``flask users``: making people and giving them a way in."""

from __future__ import annotations

import sys
from datetime import datetime

import click
from flask import current_app, url_for
from flask.cli import AppGroup
from sqlalchemy import select

from app.cli.output import emit_json, json_option, tell
from app.extensions import db, writing
from app.models import ROLES, MembershipRow, OrganisationRow, UserRow
from app.operations import audit, people
from app.operations.passwords import hash_password, password_problem
from app.operations.tokens import new_token

users_cli = AppGroup("users", help="People and their roles.")


def _now() -> datetime:
    moment: datetime = current_app.extensions["clock"]()
    return moment


def _refuse(message: str) -> None:
    tell(message)
    sys.exit(1)


def _link(token: str) -> str:
    base = current_app.config["CHARTROOM"].base_url.rstrip("/")
    with current_app.test_request_context():
        path: str = url_for("accounts.set_password", token=token)
    return f"{base}{path}"


def _organisation(slug: str | None) -> OrganisationRow:
    if slug is None:
        return people.school(db.session())
    found = db.session.scalar(select(OrganisationRow).where(OrganisationRow.slug == slug))
    if found is None:
        _refuse(f"There is no organization {slug!r}.")
        raise SystemExit(1)
    return found


@users_cli.command("create")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--organisation", "--organization", "slug", default=None)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(email: str, name: str, role: str, slug: str | None, password_stdin: bool) -> None:
    """Make an account; without a password a one-time link is printed."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    if password is not None and (problem := password_problem(password, email)):
        _refuse(problem)
    organisation, now = _organisation(slug), _now()
    if people.find(db.session(), email) is not None:
        _refuse(f"{email} has an account already.")
    hashed = hash_password(password) if password else None
    token = new_token()
    with writing(db.session()) as session:
        user_id = people.create(session, name=name, email=email, password_hash=hashed, now=now)
        people.grant(session, user_id, organisation.id, role, now)
        if hashed is None:
            people.add_link(session, user_id, "invite", token, now)
        audit.record(
            session, at=now, actor_id=None, action="user_created", target=f"user:{user_id}"
        )
    tell(f"{email} is {role} of {organisation.name}.")
    if hashed is None:
        click.echo(_link(token))


@users_cli.command("list")
@json_option
def list_users(as_json: bool) -> None:
    """List people with their roles."""
    rows = db.session.execute(
        select(UserRow.email, UserRow.name, MembershipRow.role, OrganisationRow.slug)
        .join(MembershipRow, MembershipRow.user_id == UserRow.id)
        .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
        .where(MembershipRow.ends_at.is_(None))
        .order_by(UserRow.email, MembershipRow.role)
    ).all()
    listed = [dict(zip(("email", "name", "role", "organisation"), r, strict=True)) for r in rows]
    if as_json:
        emit_json(listed)
        return
    for row in listed:
        click.echo("\t".join(value or "" for value in row.values()))


@users_cli.command("reset-password")
@click.argument("email")
def reset_password(email: str) -> None:
    """Print a link with which this person sets a new password, once, within an hour."""
    user_id = people.find(db.session(), email)
    if user_id is None:
        _refuse(f"{email} has no account.")
        raise SystemExit(1)
    token, now = new_token(), _now()
    with writing(db.session()) as session:
        people.add_link(session, user_id, "reset", token, now)
        audit.record(
            session, at=now, actor_id=None, action="reset_link_made", target=f"user:{user_id}"
        )
    click.echo(_link(token))
