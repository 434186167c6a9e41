"""Jobs of the administrator: the sync of content, for real or to see what it would do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from app.operations.content_files import ContentFileError, load_files
from app.operations.content_sync import SyncError, sync_files
from app.operations.jobs import handles

MOST_LISTED = 200


@handles("content_sync")
def sync_content(session: Session, payload: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Take the files in, or only say what would change; files with problems change nothing."""
    roots = current_app.config["CHARTROOM"].content_roots
    try:
        report = sync_files(
            session,
            load_files(roots),
            now,
            actor_id=payload["actor_id"],
            dry_run=payload["dry_run"],
        )
    except SyncError as error:
        return {"problems": error.lines[:MOST_LISTED]}
    except ContentFileError as error:
        return {"problems": [str(error)]}
    return {
        "summary": report.summary(),
        "published": report.published[:MOST_LISTED],
        "retired": report.retired[:MOST_LISTED],
        "conflicts": report.conflicts[:MOST_LISTED],
    }
