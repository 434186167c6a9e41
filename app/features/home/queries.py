"""What the front page reads."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.domain.charts.values import Chart
from app.domain.items.item import Item
from app.models import DocumentRow, ItemFactsRow, UserRow
from app.operations.charts import chart_of
from app.operations.library import all_current, load_version


def has_people(session: Session) -> bool:
    """Whether this install has any account."""
    return bool(session.scalar(select(exists().where(UserRow.id.is_not(None)))))


def question_of(session: Session, day: date) -> Item | None:
    """The practice question of the day: one answer of four, no scenario; None without any."""
    versions = session.scalars(_questions()).all()
    if not versions:
        return None
    return load_version(session, versions[day.toordinal() % len(versions)]).items[0]


def question(session: Session, ref: str) -> Item | None:
    """A practice question that the front page may have shown."""
    version = session.scalar(_questions().where(ItemFactsRow.ref == ref))
    return load_version(session, version).items[0] if version else None


def _questions() -> Select[int]:
    return (
        select(ItemFactsRow.version_id)
        .join(DocumentRow, DocumentRow.current_version_id == ItemFactsRow.version_id)
        .where(
            DocumentRow.state == "live",
            DocumentRow.organisation_id.is_(None),
            ItemFactsRow.purpose == "practice",
            ItemFactsRow.item_type == "single",
            ItemFactsRow.position_in_set == 0,
        )
        .order_by(ItemFactsRow.ref)
    )


def sample_chart(session: Session) -> Chart | None:
    """The chart that visitors may code; None where the library has none."""
    charts = (chart_of(loaded) for loaded in all_current(session, "chart"))
    return next((chart for chart in charts if chart.sample), None)
