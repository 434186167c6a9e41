"""Figures: every label is drawn and listed, the layout holds on a phone."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.content.lint.findings import Context, Finding
from app.domain.content.svg import labels_in, layout_faults
from app.domain.content.values import ContentDocument, Figure


def figure_labels(document: ContentDocument, _: Context) -> Iterator[Finding]:
    """The labels of the drawing are those of the list, each with words in the drawing."""
    figure = document.value
    if not isinstance(figure, Figure):
        return
    drawn = labels_in(figure.svg)
    listed = {label.id for label in figure.front.labels}
    for i, label in enumerate(figure.front.labels):
        if label.id not in drawn:
            message = f"the drawing has no label {label.id}"
            yield Finding(document, "figure", message, ("labels", i))
    for name in sorted(drawn - listed):
        yield Finding(document, "figure", f"the label {name} is not in the list", ("labels",))
    if figure.front.kind == "anatomy" and not listed:
        yield Finding(document, "figure", "an anatomy figure has labels", ("labels",))


def figure_layout(document: ContentDocument, _: Context) -> Iterator[Finding]:
    """The drawing has a viewBox, is not too wide, and its text not too small."""
    figure = document.value
    if isinstance(figure, Figure):
        for message in layout_faults(figure.svg):
            yield Finding(document, "figure", message, ("svg",))
