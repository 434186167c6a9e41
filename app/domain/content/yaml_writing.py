"""Plain values to the one canonical YAML form: block style, short leaves inline, nothing folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import cast

import yaml

WIDTH = 100
LONGEST_INLINE = 80

_RESOLVERS = cast(
    Mapping[str | None, Sequence[tuple[str, re.Pattern[str]]]],
    yaml.SafeLoader.yaml_implicit_resolvers,
)
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][0-9_]*([.eExo:][-+]?[0-9a-fA-F_.:]*)*")
_STARTS_BADLY = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<~]")
_BREAKS_PLAIN = re.compile(r": |:$| #")


def write_yaml(data: object) -> str:
    """The canonical text of a mapping or list; strings in it are clean (``common.clean``)."""
    if isinstance(data, Mapping):
        return "".join(f"{line}\n" for line in _mapping(data, 0))
    return "".join(f"{line}\n" for line in _list(cast(Sequence[object], data), 0))


def _mapping(data: Mapping[str, object], indent: int) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{' ' * indent}{_scalar(key)}:", value, indent + 2)


def _list(data: Sequence[object], indent: int) -> Iterator[str]:
    if not data:
        yield f"{' ' * indent}[]"
    dash = f"{' ' * indent}-"
    for value in data:
        text = _inline(value)
        fits = text is not None and len(dash) + 1 + len(text) <= WIDTH
        if isinstance(value, Mapping) and value and not fits:
            first, *rest = _mapping(value, indent + 2)
            yield f"{dash} {first[indent + 2 :]}"
            yield from rest
        else:
            yield from _entry(dash, value, indent + 2)


def _entry(head: str, value: object, indent: int) -> Iterator[str]:
    """The lines of one value after its key or dash; ``indent`` is that of lines below."""
    if _is_literal(value):
        yield f"{head} |"
        pad = " " * indent
        yield from (f"{pad}{line}" if line else "" for line in str(value).split("\n"))
        return
    text = _inline(value)
    if text is not None and len(head) + 1 + len(text) <= WIDTH:
        yield f"{head} {text}"
    elif isinstance(value, Mapping):
        yield head
        yield from _mapping(value, indent)
    elif _is_list(value):
        yield head
        yield from _list(cast(Sequence[object], value), indent)
    else:
        yield f"{head} {_scalar(value)}"


def _is_literal(value: object) -> bool:
    return isinstance(value, str) and ("\n" in value or len(value) > LONGEST_INLINE)


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _inline(value: object) -> str | None:
    """The one-line form of a scalar, a list of scalars, or a mapping of those; else None."""
    if isinstance(value, Mapping):
        parts = [(_scalar(key, flow=True), _leaf(child)) for key, child in value.items()]
        if any(text is None for _, text in parts):
            return None
        return "{" + ", ".join(f"{key}: {text}" for key, text in parts) + "}"
    if _is_list(value):
        return _leaf(value)
    return None if _is_literal(value) else _scalar(value)


def _leaf(value: object) -> str | None:
    if _is_list(value):
        texts = [None if _is_list(one) else _leaf(one) for one in cast(Sequence[object], value)]
        return None if None in texts else f"[{', '.join(cast(list[str], texts))}]"
    if isinstance(value, Mapping):
        return None if value else "{}"
    return None if _is_literal(value) else _scalar(value, flow=True)


def _scalar(value: object, flow: bool = False) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            text = format(Decimal(repr(value)), "f")
            return text if "." in text else f"{text}.0"
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case _:
            text = str(value)
            return text if _is_plain(text, flow) else "'" + text.replace("'", "''") + "'"


def _is_plain(text: str, flow: bool) -> bool:
    """Whether the text reads back as this very string without quotes, in YAML 1.1 and 1.2."""
    if not text or _STARTS_BADLY.match(text) or _BREAKS_PLAIN.search(text):
        return False
    if flow and re.search(r"[,?\[\]{}]", text):
        return False
    if _NUMBER_LIKE.fullmatch(text):
        return False
    resolvers = [*_RESOLVERS.get(text[0], ()), *_RESOLVERS.get(None, ())]
    return not any(pattern.match(text) for _, pattern in resolvers)
