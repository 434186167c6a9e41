"""Forms of an exam: assembled when somebody needs one, then frozen for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.exams.assembly import CannotAssembleError, Form, assemble
from app.domain.exams.blueprint import Blueprint
from app.extensions import writing
from app.features.exams.errors import RefusedError
from app.models import (
    DocumentRow,
    ExamRow,
    FormItemRow,
    FormRow,
    ItemFactsRow,
    SittingRow,
    VersionRow,
)
from app.operations.exam_pool import ExamItem, exam_items
from app.operations.library import Loaded


def form_for(
    session: Session, loaded: Loaded, blueprint: Blueprint, user_id: int, now: datetime
) -> int:
    """The first form of the exam that the learner has not sat; assembled when there is none.

    A form that holds an item retired since is not given out again. Raises RefusedError.
    """
    sat = select(SittingRow.form_id).where(
        SittingRow.user_id == user_id, SittingRow.form_id.is_not(None)
    )
    spoiled = (
        select(FormItemRow.form_id)
        .join(VersionRow, VersionRow.id == FormItemRow.version_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.state == "retired")
    )
    found = session.scalar(
        select(FormRow.id)
        .where(
            FormRow.blueprint_version_id == loaded.version_id,
            FormRow.id.not_in(sat),
            FormRow.id.not_in(spoiled),
        )
        .order_by(FormRow.number)
        .limit(1)
    )
    return found or _assemble(session, loaded, blueprint, now)


def _assemble(session: Session, loaded: Loaded, blueprint: Blueprint, now: datetime) -> int:
    """Assemble the exam's next form and freeze it; the form's number is its seed."""
    bank = exam_items(session)
    numbers = session.scalars(
        select(FormRow.number)
        .join(ExamRow, ExamRow.id == FormRow.exam_id)
        .where(ExamRow.slug == blueprint.ref)
    ).all()
    number = max(numbers, default=0) + 1
    try:
        form = assemble(
            blueprint,
            [item.pooled for item in bank.values()],
            number,
            _used(session, blueprint.ref),
        )
    except CannotAssembleError as error:
        raise RefusedError(f"The bank cannot fill this exam. {error}") from error
    return _freeze(session, loaded, form, bank, number, now)


def _used(session: Session, slug: str) -> set[str]:
    """Refs of the items on the exam's earlier forms."""
    return set(
        session.scalars(
            select(ItemFactsRow.ref)
            .join(
                FormItemRow,
                (FormItemRow.version_id == ItemFactsRow.version_id)
                & (FormItemRow.position_in_set == ItemFactsRow.position_in_set),
            )
            .join(FormRow, FormRow.id == FormItemRow.form_id)
            .join(ExamRow, ExamRow.id == FormRow.exam_id)
            .where(ExamRow.slug == slug)
        )
    )


def _freeze(
    session: Session,
    loaded: Loaded,
    form: Form,
    bank: dict[str, ExamItem],
    number: int,
    now: datetime,
) -> int:
    """Store the form; where someone else stored this number first, theirs is returned."""
    exam = {
        "slug": loaded.ref,
        "title": loaded.title,
        "blueprint_version_id": loaded.version_id,
        "created_at": now,
    }
    values = {
        "number": number,
        "blueprint_version_id": loaded.version_id,
        "seed": form.seed,
        "cut": form.cut,
        "frozen_at": now,
        "created_at": now,
    }
    with writing(session):
        insert_once(session, ExamRow, exam, ExamRow.id)
        exam_id = session.scalars(select(ExamRow.id).where(ExamRow.slug == loaded.ref)).one()
        form_id = insert_once(session, FormRow, {**values, "exam_id": exam_id}, FormRow.id)
        if form_id is not None:
            session.execute(insert(FormItemRow), _form_items(form_id, form, bank))
            return int(form_id)
        return session.scalars(
            select(FormRow.id).where(FormRow.exam_id == exam_id, FormRow.number == number)
        ).one()


def _form_items(form_id: int, form: Form, bank: dict[str, ExamItem]) -> Sequence[dict[str, Any]]:
    return [
        {
            "form_id": form_id,
            "position": position,
            "version_id": bank[place.item.ref].version_id,
            "position_in_set": place.item.position_in_set,
            "scored": place.scored,
        }
        for position, place in enumerate(form.places, start=1)
    ]


def insert_once(session: Session, model: Any, values: dict[str, Any], returning: Any) -> Any:
    """Insert unless a unique constraint says that it is there; returns None then."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return session.scalar(
        dialect.insert(model).values(values).on_conflict_do_nothing().returning(returning)
    )
