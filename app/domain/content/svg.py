"""What a figure's drawing may hold: no script, no style, colour by class, labels by id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = (
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs marker "
    "clipPath use symbol"
)
_ATTRIBUTES = (
    "id class viewBox role width height x y x1 y1 x2 y2 cx cy r rx ry d points transform dx dy "
    "text-anchor dominant-baseline font-size font-weight font-style stroke-width stroke-dasharray "
    "stroke-linecap stroke-linejoin marker-start marker-mid marker-end markerWidth markerHeight "
    "markerUnits refX refY orient clip-path clip-rule fill-rule clipPathUnits href data-label "
    "data-organ aria-hidden aria-label preserveAspectRatio letter-spacing textLength "
    "lengthAdjust opacity fill stroke"
)
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_PAINT = frozenset({"none", "currentColor"})
_WIDEST = 640
_SHOWN_AT = 360
_LEAST_PIXELS = 12


def parse_svg(svg: str) -> ElementTree.Element:
    """The drawing's root; raises ValueError for broken XML and for any document type."""
    if "<!" in re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL):
        raise ValueError("the drawing has a document type or CDATA")
    try:
        return ElementTree.fromstring(svg)  # noqa: S314  entities need a document type
    except ElementTree.ParseError as error:
        raise ValueError(f"the drawing is no XML: {error}") from None


def unsafe_parts(svg: str) -> Iterator[str]:
    """Sentences on everything in a drawing that a page must not take in."""
    try:
        root = parse_svg(svg)
    except ValueError as error:
        yield str(error)
        return
    if root.tag != f"{SVG}svg":
        yield "the drawing is no svg element"
    for element in root.iter():
        tag = str(element.tag).removeprefix(SVG)
        if tag not in ELEMENTS:
            yield f"the element {tag} is not used in drawings"
        for name, value in element.attrib.items():
            yield from _unsafe_attribute(name, value)


def layout_faults(svg: str) -> Iterator[str]:
    """Sentences on a viewBox that is missing and on text that is too small at 390 pixels."""
    root = parse_svg(svg)
    box = root.get("viewBox", "").split()
    if len(box) != 4:
        yield "the drawing has no viewBox"
        return
    width = float(box[2])
    if width > _WIDEST:
        yield f"the viewBox is {width:g} wide, the widest is {_WIDEST}"
    for element in root.iter():
        size = element.get("font-size")
        if size and float(size.removesuffix("px")) * min(1, _SHOWN_AT / width) < _LEAST_PIXELS:
            yield f"text of size {size} is smaller than {_LEAST_PIXELS} pixels on a phone"


def labels_in(svg: str) -> set[str]:
    """The data-label of each label group that holds words."""
    return {
        str(group.get("data-label"))
        for group in parse_svg(svg).iter(f"{SVG}g")
        if group.get("data-label") and "".join(group.itertext()).strip()
    }


def _unsafe_attribute(name: str, value: str) -> Iterator[str]:
    if name not in ATTRIBUTES:
        yield f"the attribute {name} is not used in drawings"
    elif name == "href" and not value.startswith("#"):
        yield "a drawing refers to itself only"
    elif name in ("fill", "stroke") and value not in _PAINT:
        yield f"the color {value} is not a class, so it does not follow light and dark"
    elif "url(" in value and not value.startswith("url(#"):
        yield "a drawing refers to itself only"
