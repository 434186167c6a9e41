"""Lists of people: read from pasted text or CSV with a problem for each bad line, and invited."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.models import MembershipRow, UserRow
from app.operations import people

MOST_ROWS = 300
"""People in one list: one commit writes them all."""
LONGEST_NAME = 200
LONGEST_LINE = 2000

_EMAIL_HEADS = frozenset({"email", "e-mail", "mail", "email address", "e-mail address"})
_NAME_HEADS = frozenset({"name", "full name", "student", "student name", "learner"})
_FIRST_HEADS = frozenset({"first name", "first", "given name", "firstname"})
_LAST_HEADS = frozenset({"last name", "last", "family name", "surname", "lastname"})
_HEADS = _EMAIL_HEADS | _NAME_HEADS | _FIRST_HEADS | _LAST_HEADS


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of a list; ``line`` counts from 1 in what was given."""

    line: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """Why a line is not taken, in a sentence."""

    line: int
    message: str


class Invited(NamedTuple):
    """A person of the list; ``token`` opens a new account, and is None where there was one."""

    user_id: int
    email: str
    token: str | None


class _BadLineError(ValueError):
    """A line that is not taken; the message says why."""


def parse_roster(text: str) -> tuple[tuple[RosterRow, ...], tuple[RosterProblem, ...]]:
    """Read one person a line: ``Name, email``, ``Name <email>``, or columns under a header.

    Commas, semicolons and tabs part the fields; quotes hold a comma inside one. Nothing is raised:
    each line gives a row or a problem, blank lines neither.
    """
    rows: list[RosterRow] = []
    problems: list[RosterProblem] = []
    seen: dict[str, int] = {}
    columns: dict[str, int] | None = None
    begun = False
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip():
            continue
        fields = _fields(line)
        if not begun:
            begun, columns = True, _columns(fields)
            if columns is not None:
                continue
        try:
            row = _row(number, line, fields, columns)
            _refuse_repeat(row, seen, len(rows))
        except _BadLineError as error:
            problems.append(RosterProblem(number, str(error)))
        else:
            rows.append(row)
    return tuple(rows), tuple(problems)


def _fields(line: str) -> list[str]:
    separator = next((mark for mark in "\t;" if mark in line), ",")
    parts = next(csv.reader([line[:LONGEST_LINE]], delimiter=separator), [])
    return [" ".join(part.split()) for part in parts]


def _columns(fields: Sequence[str]) -> dict[str, int] | None:
    """Where the name and the address stand, if this line is a header."""
    heads = [f.casefold() for f in fields]
    if not (_EMAIL_HEADS & set(heads) and len(_HEADS & set(heads)) > 1):
        return None
    kinds = {"email": _EMAIL_HEADS, "name": _NAME_HEADS, "first": _FIRST_HEADS, "last": _LAST_HEADS}
    return {
        kind: i for kind, known in kinds.items() for i, head in enumerate(heads) if head in known
    }


def _row(
    number: int, line: str, fields: Sequence[str], columns: dict[str, int] | None
) -> RosterRow:
    if len(line) > LONGEST_LINE:
        raise _BadLineError("This line is too long to be a person.")
    if columns is not None:
        at = {k: fields[i] if i < len(fields) else "" for k, i in columns.items()}
        name = at.get("name") or f"{at.get('first', '')} {at.get('last', '')}".strip()
        email = at["email"]
    elif "<" in line:
        name, email = parseaddr(line.strip())
    else:
        name, email = _two_fields([f for f in fields if f])
    return RosterRow(number, _checked_name(name), _checked_email(email))


def _two_fields(fields: Sequence[str]) -> tuple[str, str]:
    emails = [f for f in fields if "@" in f]
    names = [f for f in fields if "@" not in f]
    if len(emails) != 1:
        raise _BadLineError("Give one e-mail address, such as: Name, name@school.edu")
    if len(names) > 1:
        raise _BadLineError("There are more than two fields. Put a header line with their names.")
    return names[0] if names else "", emails[0]


def _checked_name(name: str) -> str:
    if not name:
        raise _BadLineError("Give the person's name before the address.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise _BadLineError(f"Give a name of at most {LONGEST_NAME} ordinary characters.")
    return name


def _checked_email(email: str) -> str:
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        raise _BadLineError(f"{email[:80] or 'Nothing'} is not an e-mail address.") from None
    return email


def _refuse_repeat(row: RosterRow, seen: dict[str, int], taken: int) -> None:
    if taken >= MOST_ROWS:
        raise _BadLineError(f"A list takes {MOST_ROWS} people. Put the others in another list.")
    first = seen.setdefault(people.normalise_email(row.email), row.line)
    if first != row.line:
        raise _BadLineError(f"Line {first} has this address already.")


def invite_rows(
    session: Session,
    rows: Sequence[RosterRow],
    organisation_id: int,
    role: str,
    now: datetime,
    make_token: Callable[[], str],
) -> list[Invited]:
    """Give each person the role, making the account where there is none; in the caller's commit.

    A new account gets an invitation, and so does one that nobody has opened and that holds nothing
    but this role here: a link to any other account would hand it over.
    """
    known = _known(session, rows, organisation_id, role)
    invited = []
    for row in rows:
        user_id, may_open = known.get(people.normalise_email(row.email), (None, True))
        if user_id is None:
            user_id = people.create(
                session, name=row.name, email=row.email, password_hash=None, now=now
            )
        people.grant(session, user_id, organisation_id, role, now)
        token = make_token() if may_open else None
        if token is not None:
            people.add_link(session, user_id, "invite", token, now)
        invited.append(Invited(user_id, row.email, token))
    return invited


def _known(
    session: Session, rows: Sequence[RosterRow], organisation_id: int, role: str
) -> dict[str, tuple[int | None, bool]]:
    """By address: the account's id, and whether a list may send its link again."""
    other = exists().where(
        MembershipRow.user_id == UserRow.id,
        or_(MembershipRow.organisation_id != organisation_id, MembershipRow.role != role),
    )
    held = exists().where(MembershipRow.user_id == UserRow.id)
    found = session.execute(
        select(
            UserRow.email_normalized,
            UserRow.id,
            UserRow.password_hash.is_(None) & UserRow.disabled_at.is_(None) & held & ~other,
        ).where(UserRow.email_normalized.in_([people.normalise_email(r.email) for r in rows]))
    )
    return {str(email): (user, bool(may)) for email, user, may in found}


def invitation_mail(link: str, organisation: str) -> tuple[str, str]:
    """Subject and body of the mail that carries an invitation."""
    body = (
        f"You have an account at Chartroom, made by {organisation}.\n\n"
        f"Choose your password here:\n{link}\n\n"
        "The link works once, for 14 days. If you expected nothing of the kind, do nothing."
    )
    return "Your Chartroom account", body
