"""The one set of people that every test knows, in two organisations of one school.

Ana and Ben learn in Ivan's class; Cleo learns in Irma's. Carla is the career officer of their
programme and keeps its records of outcome. Stella learns and Sven teaches in another programme,
whose career officer is Conrad. Ada administers the school. Olga holds two roles.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import (
    AuthSessionRow,
    ClassMemberRow,
    ClassRow,
    MembershipRow,
    OrganisationRow,
    UserRow,
)
from app.operations import people
from app.operations.passwords import hash_password
from app.operations.tokens import hash_token

START = datetime(2026, 9, 1, 12, tzinfo=UTC)
"""When the school's year began; tests run at ``NOW`` unless they move the clock."""
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
PASSWORD = "correct horse battery"

ROLES = {
    "ana": [("student", "him")],
    "ben": [("student", "him")],
    "cleo": [("student", "him")],
    "ivan": [("instructor", "him")],
    "irma": [("instructor", "him")],
    "carla": [("career_officer", "careers")],
    "ada": [("administrator", "school")],
    "stella": [("student", "other")],
    "sven": [("instructor", "other")],
    "conrad": [("career_officer", "other-careers")],
    "olga": [("student", "him"), ("instructor", "him")],
}
CLASSES = {
    "Spring": ("him", ["ivan"], ["ana", "ben"]),
    "Autumn": ("him", ["irma"], ["cleo"]),
    "Elsewhere": ("other", ["sven"], ["stella"]),
}
ORGANISATIONS = [
    ("school", "school", None),
    ("him", "programme", "school"),
    ("careers", "career_office", "him"),
    ("other", "programme", "school"),
    ("other-careers", "career_office", "other"),
]


@dataclass
class School:
    """Ids by name: ``users["ana"]``, ``classes["Spring"]``, ``organisations["him"]``."""

    users: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)


def build_school(session: Session) -> School:
    """Write the school; a database has it once."""
    school, hashed = School(), hash_password(PASSWORD)
    with writing(session):
        _organisations(session, school)
        for name, roles in ROLES.items():
            user = people.create(
                session,
                name=f"{name.title()} Persona",
                email=f"{name}@persona.example",
                password_hash=hashed,
                now=START,
            )
            school.users[name] = user
            for role, slug in roles:
                people.grant(session, user, school.organisations[slug], role, START)
            session.execute(
                insert(AuthSessionRow).values(
                    token_hash=hash_token(token_of(name)),
                    user_id=user,
                    user_agent="tests",
                    created_at=START,
                    last_seen_at=NOW,
                    expires_at=NOW + timedelta(days=3650),
                )
            )
        session.execute(
            update(MembershipRow)
            .where(MembershipRow.user_id == school.users["carla"])
            .values(records_outcomes=True)
        )
        _classes(session, school)
    return school


def _organisations(session: Session, school: School) -> None:
    for slug, kind, parent in ORGANISATIONS:
        row = OrganisationRow(
            slug=slug,
            kind=kind,
            name=f"{slug.title()} (invented)",
            parent_id=school.organisations[parent] if parent else None,
            created_at=START,
        )
        session.add(row)
        session.flush()
        school.organisations[slug] = row.id


def _classes(session: Session, school: School) -> None:
    for name, (slug, teachers, learners) in CLASSES.items():
        room = ClassRow(
            organisation_id=school.organisations[slug],
            name=name,
            join_code=f"JOIN{name[:4].upper()}",
            created_at=START,
        )
        session.add(room)
        session.flush()
        school.classes[name] = room.id
        for role, names in (("instructor", teachers), ("student", learners)):
            for person in names:
                session.add(
                    ClassMemberRow(
                        class_id=room.id,
                        user_id=school.users[person],
                        role=role,
                        created_at=START,
                    )
                )


def token_of(name: str) -> str:
    """The session token with which this persona's browser is signed in."""
    return f"token of {name}"


def read_school(session: Session) -> School:
    """The ids of a school that ``build_school`` wrote."""
    users = session.execute(select(UserRow.email, UserRow.id))
    return School(
        users={str(email).partition("@")[0]: user for email, user in users},
        classes=dict(session.execute(select(ClassRow.name, ClassRow.id)).all()),
        organisations=dict(session.execute(select(OrganisationRow.slug, OrganisationRow.id)).all()),
    )
