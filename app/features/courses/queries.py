"""What the pages of the course read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.content.values import Figure, Glossary, Sources
from app.models import AssignmentRow, ClassMemberRow, DocumentRow
from app.operations.library import Loaded, all_current, current, load_version
from app.web.lesson_view import FigureView, TermView, figure_view, term_view


@dataclass(frozen=True, slots=True)
class FoundLesson:
    """A lesson that exists; ``retired`` where learners no longer get it."""

    title: str
    loaded: Loaded
    retired: bool


@dataclass(frozen=True, slots=True)
class ModuleWork:
    """A module that was assigned to a class of the learner."""

    title: str
    instructions: str
    closes_at: datetime


def find_lesson(session: Session, ref: str) -> FoundLesson | None:
    """The lesson with this ref, retired ones too; None for drafts and for unknown refs."""
    row = session.execute(
        select(DocumentRow.title, DocumentRow.current_version_id, DocumentRow.state).where(
            DocumentRow.kind == "lesson",
            DocumentRow.ref == ref,
            DocumentRow.state.in_(("live", "retired")),
        )
    ).one_or_none()
    if row is None or row.current_version_id is None:
        return None
    loaded = load_version(session, row.current_version_id)
    return FoundLesson(row.title, loaded, row.state == "retired")


def find_figure(session: Session, slug: str) -> FigureView | None:
    """The live figure with this slug."""
    loaded = current(session, "figure", slug)
    figure = loaded.content.value if loaded else None
    if not isinstance(figure, Figure):
        return None
    entries = (
        source
        for library in all_current(session, "sources")
        if isinstance(library.content.value, Sources)
        for source in library.content.value.sources
    )
    source = next((one for one in entries if one.id == figure.front.source.id), None)
    return figure_view(figure, source)


def module_work(
    session: Session, assignment_id: int, module_id: int, user_id: int
) -> ModuleWork | None:
    """The assignment of this module, if it was given to the learner and not withdrawn."""
    row = session.execute(
        select(AssignmentRow.title, AssignmentRow.instructions, AssignmentRow.closes_at).where(
            AssignmentRow.id == assignment_id,
            AssignmentRow.kind == "module",
            AssignmentRow.document_id == module_id,
            AssignmentRow.withdrawn_at.is_(None),
            exists().where(
                ClassMemberRow.class_id == AssignmentRow.class_id,
                ClassMemberRow.user_id == user_id,
                ClassMemberRow.role == "student",
                ClassMemberRow.left_at.is_(None),
            ),
        )
    ).one_or_none()
    return ModuleWork(*row) if row else None


def glossary(session: Session) -> list[TermView]:
    """Every term of the live glossary, in alphabetical order."""
    terms = [
        term_view(term)
        for loaded in all_current(session, "glossary")
        if isinstance(loaded.content.value, Glossary)
        for term in loaded.content.value.terms
    ]
    return sorted(terms, key=lambda term: term.term.lower())


def matching(terms: list[TermView], words: str, letter: str) -> list[TermView]:
    """Terms that hold every word in name, parts or definition, and begin with the letter."""
    wanted = words.lower().split()
    return [
        term
        for term in terms
        if (not letter or term.term[:1].lower() == letter.lower())
        and all(word in _words_of(term) for word in wanted)
    ]


def _words_of(term: TermView) -> str:
    return f"{term.term} {term.parts} {term.definition.striptags()}".lower()
