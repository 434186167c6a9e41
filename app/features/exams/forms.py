"""Reading a save as a page or a script sent it; no form library on the hot path."""

from __future__ import annotations

import re
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from app.features.exams.errors import RefusedError
from app.features.exams.saving import SentSave
from app.web.question_view import FIELD

_SAVE_ID = re.compile(r"[A-Za-z0-9-]{1,40}")
_MOST_VALUES = 20
_BROKEN = "This page cannot be saved. Load the question again; what was saved before is safe."


def read_save(form: MultiDict[str, str]) -> SentSave:
    """The whole state of a question; the buttons strike, flag and clear change it on the way.

    A form without ``save_id`` gets one, without ``revision`` it can only be a first save.
    Raises RefusedError for a form that no page of ours sends.
    """
    save_id = form.get("save_id") or uuid4().hex
    values = () if "clear" in form else tuple(form.getlist(FIELD))
    if not _SAVE_ID.fullmatch(save_id) or len(values) > _MOST_VALUES:
        raise RefusedError(_BROKEN)
    struck = _number(form, "struck", 1 << 12)
    if "strike" in form:
        struck ^= 1 << _number(form, "strike", 12)
    return SentSave(
        save_id=save_id,
        revision=_number(form, "revision", 1 << 30),
        values=values,
        flagged=form.get("flag", form.get("flagged", "")) == "1",
        struck=struck,
        seconds=_number(form, "seconds", 1 << 30),
    )


def _number(form: MultiDict[str, str], name: str, most: int) -> int:
    text = form.get(name) or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= most):
        raise RefusedError(_BROKEN)
    return int(text)
