"""Posted fields, named by their place in the document, to plain values and back.

``options.0.text`` is the text of the first option; ``items.1.source.locator`` stands in the
second question of a scenario set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.domain.items.item import raters_needed

Plain = dict[str, Any]

_NAME = re.compile(r"[a-z_]+(\.([a-z_]+|[0-9]))*")
_FLAGS = frozenset({"correct", "ordered", "negative", "provisional"})
_NUMBERS = frozenset({"choose", "places", "minutes"})
_DATES = frozenset({"checked", "review_by"})
_LISTS = frozenset({"tasks", "curriculum", "figures", "glossary", "requires"})
_NUMERIC_ONLY = ("answer", "tolerance", "unit", "places", "formula", "rationale", "wrong")


def nested(posted: Iterable[tuple[str, str]]) -> Plain:
    """Values as the reader expects them; rows of which every text is empty are left out."""
    tree: Plain = {}
    for name, text in posted:
        if not _NAME.fullmatch(name):
            continue
        *path, leaf = name.split(".")
        at = tree
        for part in path:
            at = at.setdefault(part, {})
            if not isinstance(at, dict):
                break
        else:
            at[leaf] = _value(path, leaf, text.replace("\r\n", "\n").strip())
    return {key: _listed(value) for key, value in tree.items()}


def _value(path: list[str], leaf: str, text: str) -> Any:
    if leaf in _FLAGS:
        return text == "yes"
    if leaf in _LISTS:
        return [part for part in re.split(r"[,\s]+", text) if part]
    if leaf in _NUMBERS or (leaf == "value" and "ratings" in path):
        return int(text) if re.fullmatch(r"\d{1,6}", text) else text
    if leaf in _DATES:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _listed(value: Any) -> Any:
    """A mapping with numbers as keys becomes a list without its empty rows."""
    if not isinstance(value, dict):
        return value
    inside = {key: _listed(child) for key, child in value.items()}
    if not inside or not all(key.isdigit() for key in inside):
        return inside
    rows = [inside[key] for key in sorted(inside, key=int)]
    return [row for row in rows if not _empty(row)]


def _empty(row: Any) -> bool:
    if isinstance(row, dict):
        return all(_empty(v) for k, v in row.items() if k not in ("bloom", "level", "type"))
    if isinstance(row, list):
        return all(_empty(one) for one in row)
    return row in ("", False)


def name_of(location: Iterable[str | int]) -> str:
    """The field's name of a location in the document's value."""
    return ".".join(str(part) for part in location)


def merged(base: Mapping[str, Any], posted: Mapping[str, Any]) -> Plain:
    """What was posted over what the document held: fields that no form shows are kept."""
    result = {**base, **posted}
    for key in ("angoff", "source"):
        if isinstance(base.get(key), Mapping) and isinstance(posted.get(key), Mapping):
            result[key] = {**base[key], **posted[key]}
    members = base.get("items")
    if members and isinstance(posted.get("items"), list):
        known = {member["ref"]: member for member in members}
        result["items"] = [merged(known.get(one.get("ref"), {}), one) for one in posted["items"]]
    return result


def completed(values: Plain, base: Mapping[str, Any], writer: str) -> Plain:
    """Fill in what follows from the rest: refs of members, how many to choose, the rater count.

    A blind answer is dropped where the question it was given to has changed.
    """
    if values.get("type") == "scenario":
        known = {one["ref"]: one for one in base.get("items", ())}
        members = values.get("items") or []
        for number, member in enumerate(members, 1):
            member["ref"] = member.get("ref") or f"{values.get('ref', '')}-{number}"
            _complete(member, known.get(member["ref"], {}), writer)
    elif "type" in values:
        _complete(values, base, writer)
    return values


def _complete(question: Plain, base: Mapping[str, Any], writer: str) -> None:
    numeric = question.get("type") == "numeric"
    for key in ("options", "choose", "ordered") if numeric else _NUMERIC_ONLY:
        question.pop(key, None)
    if not numeric:
        options = [one for one in question.get("options", ()) if isinstance(one, dict)]
        for option in options:
            option.setdefault("correct", False)
        question["options"] = options
        question.pop("choose", None)
        if question.get("type") == "multiple":
            question["choose"] = sum(option["correct"] is True for option in options)
    angoff = question.get("angoff", {})
    ratings = [one for one in angoff.get("ratings", ()) if isinstance(one, dict)]
    for rating in ratings:
        rating["rater"] = rating.get("rater") or writer
    enough = len(ratings) >= raters_needed(question.get("purpose", ""))
    question["angoff"] = {"ratings": ratings, "provisional": not enough}
    question["writer"] = question.get("writer") or writer
    question["status"] = question.get("status") or "draft"
    if _answered(question) != _answered(base):
        question.pop("blind", None)


def _answered(question: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a blind answer rests on: the stem, the options with their key, the number."""
    options = [
        (str(one.get("text", "")).strip(), bool(one.get("correct")))
        for one in question.get("options") or ()
    ]
    return str(question.get("stem", "")).strip(), options, str(question.get("answer") or "")
