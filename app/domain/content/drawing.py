"""A figure's drawing made fit for a page: only known parts, and ids that meet no others."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from app.domain.content.svg import ATTRIBUTES, ELEMENTS, SVG, parse_svg

_ID = re.compile(r"[A-Za-z_][\w.-]*")
_LOCAL_URL = re.compile(r"url\(#([^)]+)\)")
_PAINT = frozenset({"none", "currentColor"})


def safe_drawing(svg: str, prefix: str) -> str:
    """The drawing as markup for an HTML page: unknown elements and attributes are left out.

    Every id begins with ``prefix`` and a hyphen, and references follow; the role is left to what
    stands around the drawing. Raises ValueError for broken XML, for a document type, and where
    the root is no ``svg``.
    """
    root = _copy(parse_svg(svg), prefix)
    if root is None or root.tag != "svg":
        raise ValueError("the drawing is no svg element")
    return ElementTree.tostring(root, encoding="unicode")


def _copy(element: ElementTree.Element, prefix: str) -> ElementTree.Element | None:
    """The element without the namespace, or None for one that drawings do not use."""
    tag = str(element.tag)
    name = tag.removeprefix(SVG)
    if not tag.startswith(SVG) or name not in ELEMENTS:
        return None
    made = ElementTree.Element(name, _attributes(element, prefix))
    made.text, made.tail = element.text, element.tail
    for child in element:
        copied = _copy(child, prefix)
        if copied is not None:
            made.append(copied)
    return made


def _attributes(element: ElementTree.Element, prefix: str) -> dict[str, str]:
    kept = {}
    for name, value in element.attrib.items():
        safe = _value(name, value, prefix) if name in ATTRIBUTES - {"role"} else None
        if safe is not None:
            kept[name] = safe
    return kept


def _value(name: str, value: str, prefix: str) -> str | None:
    """The attribute's value with its ids renamed; None for one that leads out of the drawing."""
    if name == "id":
        return f"{prefix}-{value}" if _ID.fullmatch(value) else None
    if name == "href":
        target = value.removeprefix("#")
        return f"#{prefix}-{target}" if value != target and _ID.fullmatch(target) else None
    if name in ("fill", "stroke") and value not in _PAINT:
        return None
    renamed = _LOCAL_URL.sub(rf"url(#{prefix}-\1)", value)
    return None if "url(" in _LOCAL_URL.sub("", value) else renamed
