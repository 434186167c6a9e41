"""The audit trail: ids and names of fields, never personal values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import AuditRow


def record(
    session: Session,
    *,
    at: datetime,
    actor_id: int | None,
    action: str,
    target: str,
    request_id: str = "",
    **detail: Any,
) -> None:
    """Add one row to the trail, in the caller's transaction.

    ``target`` is ``"kind:id"``, such as ``"sitting:12"``.
    """
    session.add(
        AuditRow(
            at=at,
            actor_id=actor_id,
            action=action,
            target=target,
            detail=detail,
            request_id=request_id,
        )
    )
