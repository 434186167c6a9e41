"""People, classes and assignments of the demonstration school."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.extensions import writing
from app.models import (
    AssignmentRow,
    ClassMemberRow,
    ClassRow,
    DocumentRow,
    MembershipRow,
    OrganisationRow,
)
from app.operations import people
from app.operations.demo_accounts import ACCOUNTS, PASSWORD
from app.operations.passwords import hash_password

LEARNERS = 60
CLASSES = ("Spring 2027", "Evening 2027", "Autumn 2027")
_FIRST = """
Amara Beni Celeste Dario Elke Farid Greta Hamid Ines Jonas Kaito Leila Mateo Nadia Oskar Priya
Quinn Rosa Soren Tala
"""
_LAST = """
Imaginary Fablewood Storyfield Inkwell Paperhurst Quillmore Ledgerby Nowhere Madeup Figment
Pretendson Mockingham
"""


@dataclass
class School:
    """Ids; ``learners`` by their number, Ana first; ``strength`` is their ability."""

    programme: int
    office: int
    instructor: int = 0
    officer: int = 0
    learners: list[int] = field(default_factory=list)
    strength: dict[int, float] = field(default_factory=dict)
    classes: list[int] = field(default_factory=list)
    assignments: dict[str, int] = field(default_factory=dict)


def is_there(session: Session) -> bool:
    return people.find(session, ACCOUNTS[0][0]) is not None


def build(session: Session, now: datetime) -> School:
    """Write people, classes and assignments; they began sixty days ago."""
    hashed, rng, began = hash_password(PASSWORD), Random(1), now - timedelta(days=60)  # noqa: S311
    programme = _organisation(session, "programme")
    school = School(programme, _organisation(session, "career_office"))
    root = people.school(session).id
    with writing(session):
        school.learners = [
            _person(session, name, email, hashed, began) for name, email in _names(rng)
        ]
        for user in school.learners:
            people.grant(session, user, programme, "student", began)
            school.strength[user] = rng.gauss(0.4, 0.8)
        _staff(session, school, root, hashed, began)
        _classes(session, school, began)
    with writing(session):
        _assignments(session, school, now)
    return school


def _organisation(session: Session, kind: str) -> int:
    return session.scalars(
        select(OrganisationRow.id)
        .where(OrganisationRow.kind == kind)
        .order_by(OrganisationRow.id)
        .limit(1)
    ).one()


def _names(rng: Random) -> list[tuple[str, str]]:
    """Invented names, all different, with Ana first."""
    pairs = [(first, last) for last in _LAST.split() for first in _FIRST.split()]
    rng.shuffle(pairs)
    named = [
        (f"{first} {last}", f"{first}.{last}@demo.example".lower())
        for first, last in pairs[: LEARNERS - 1]
    ]
    return [("Ana Fablewood-Inkwell", ACCOUNTS[0][0]), *named]


def _person(session: Session, name: str, email: str, hashed: str, at: datetime) -> int:
    return people.create(session, name=name, email=email, password_hash=hashed, now=at)


def _staff(session: Session, school: School, root: int, hashed: str, at: datetime) -> None:
    school.instructor = _person(session, "Ivan Ledgerby", ACCOUNTS[1][0], hashed, at)
    people.grant(session, school.instructor, school.programme, "instructor", at)
    school.officer = _person(session, "Carla Quillmore", ACCOUNTS[2][0], hashed, at)
    people.grant(session, school.officer, school.office, "career_officer", at)
    administrator = _person(session, "Ada Paperhurst", ACCOUNTS[3][0], hashed, at)
    people.grant(session, administrator, root, "administrator", at)
    session.flush()
    session.execute(
        update(MembershipRow)
        .where(MembershipRow.user_id == school.officer)
        .values(records_outcomes=True)
    )


def _classes(session: Session, school: School, at: datetime) -> None:
    for n, name in enumerate(CLASSES):
        room = ClassRow(
            organisation_id=school.programme,
            name=name,
            join_code=f"DEMO{n + 1}KHR",
            created_at=at,
        )
        session.add(room)
        session.flush()
        school.classes.append(room.id)
        session.add(_member(room.id, school.instructor, "instructor", at))
        for user in school.learners[n::3]:
            session.add(_member(room.id, user, "student", at))


def _member(class_id: int, user_id: int, role: str, at: datetime) -> ClassMemberRow:
    return ClassMemberRow(class_id=class_id, user_id=user_id, role=role, created_at=at)


def _assignments(session: Session, school: School, now: datetime) -> None:
    """What Ana's class has to do: one of each kind, two of them still open."""
    documents = {
        (kind, ref): document
        for kind, ref, document in session.execute(
            select(DocumentRow.kind, DocumentRow.ref, DocumentRow.id)
        )
    }
    day = timedelta(days=1)
    rows = [
        ("module", "body-circulation", "Read: blood, defense, heart, lungs", -40, -5, 1),
        ("form", "rhit-short", "Short mock exam, first try", -30, 14, 2),
        ("chart", "duodenal-ulcer-bleed-nsaid", "Code: black stools", -20, 9, 2),
        ("practice", None, "Ten questions on privacy and records", -6, 4, 3),
    ]
    for kind, ref, title, opens, closes, attempts in rows:
        row = AssignmentRow(
            class_id=school.classes[0],
            kind=kind,
            document_id=documents[(_KIND_OF[kind], ref)] if ref else None,
            spec={} if ref else {"domains": ["1", "2"], "count": 10, "feedback": "now"},
            title=title,
            attempts=attempts,
            opens_at=now + opens * day,
            closes_at=now + closes * day,
            created_by=school.instructor,
            created_at=now + opens * day,
        )
        session.add(row)
        session.flush()
        school.assignments[kind] = row.id


_KIND_OF = {"module": "module", "form": "blueprint", "chart": "chart"}
