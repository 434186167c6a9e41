"""A lesson as its pages show it: sections of prose, figures and questions, terms and sources."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from markupsafe import Markup
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.domain.codesets.values import CodeBook, CodeEntry, normalise_cm, normalise_pcs
from app.domain.content.drawing import safe_drawing
from app.domain.content.formats.common import Citation
from app.domain.content.formats.library import Source as SourceEntry
from app.domain.content.formats.library import Term
from app.domain.content.lesson_body import (
    CheckPart,
    FigurePart,
    Part,
    Prose,
    lesson_body,
)
from app.domain.content.markdown import Links, plain_text, render, special_refs
from app.domain.content.values import Figure, Glossary, Lesson, Sources
from app.domain.items.item import Item, ItemFacts, question_from_body
from app.models import DocumentRow
from app.operations.library import Loaded, load_versions
from app.web.question_view import PLAIN, block, line

MOST_CACHED = 300
_CODE_LINK = re.compile(r'<a class="code-link" href="([^"]*)"[^>]*><code>([^<]*)</code></a>')


@dataclass(frozen=True, slots=True)
class FigureView:
    """A drawing with the words around it, as the ``figure`` macro takes them."""

    slug: str
    number: int
    title: str
    svg: Markup
    teaches: str
    caption: Markup
    text: Markup
    source: Markup
    licence: str
    labels: tuple[dict[str, str], ...]

    @property
    def id(self) -> str:
        return f"figure-{self.number}"


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a section: exactly one of prose, figure and check is given."""

    prose: Markup | None = None
    figure: FigureView | None = None
    check: CheckPart | None = None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section; the opening one has neither title nor id."""

    id: str
    title: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """A glossary term for a list."""

    ref: str
    term: str
    definition: Markup
    pronunciation: str
    parts: str
    lesson: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with the place in it; ``url`` is empty where there is no address."""

    title: str
    publisher: str
    locator: str
    edition: str
    url: str
    checked: date


@dataclass(frozen=True, slots=True)
class LessonView:
    """Everything of a lesson that does not depend on the learner."""

    title: str
    minutes: int
    edition: str
    review_by: date
    objectives: tuple[Markup, ...]
    sections: tuple[SectionView, ...]
    terms: tuple[TermView, ...]
    sources: tuple[SourceView, ...]

    def section_title(self, anchor: str) -> str:
        """The title of a section of this version; '' where it has none with that id."""
        return next((one.title for one in self.sections if one.id == anchor), "")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a lesson refers to: figures by slug, terms and sources by id, and the code book.

    ``hashes`` name the versions of these documents.
    """

    figures: Mapping[str, Figure]
    terms: Mapping[str, Term]
    sources: Mapping[str, SourceEntry]
    book: CodeBook | None = None
    hashes: tuple[str, ...] = ()

    def term_link(self, ref: str) -> str | None:
        return f"#term-{ref}" if ref in self.terms else None


_views: OrderedDict[tuple[object, ...], LessonView] = OrderedDict()


def surroundings(session: Session, lesson: Lesson, book: CodeBook | None) -> Surroundings:
    """The live documents that a lesson refers to."""
    figures = {*lesson.front.figures, *lesson_body(lesson).figures}
    versions = session.scalars(
        select(DocumentRow.current_version_id)
        .where(
            DocumentRow.state == "live",
            DocumentRow.current_version_id.is_not(None),
            or_(
                DocumentRow.kind.in_(("glossary", "sources")),
                and_(DocumentRow.kind == "figure", DocumentRow.ref.in_(figures)),
            ),
        )
        .order_by(DocumentRow.id)
    ).all()
    contents = [one.content for one in load_versions(session, [v for v in versions if v]).values()]
    values = [content.value for content in contents]
    return Surroundings(
        figures={one.front.ref: one for one in values if isinstance(one, Figure)},
        terms={t.ref: t for one in values if isinstance(one, Glossary) for t in one.terms},
        sources={s.id: s for one in values if isinstance(one, Sources) for s in one.sources},
        book=book,
        hashes=tuple(sorted(content.body_hash for content in contents)),
    )


def view_of(loaded: Loaded, around: Surroundings) -> LessonView:
    """The view of a version of a lesson, kept while neither it nor its surroundings change."""
    lesson = loaded.content.value
    if not isinstance(lesson, Lesson):
        raise TypeError(f"{loaded.ref} is no lesson")
    known = (loaded.content.body_hash, around.hashes, around.book is None)
    if known not in _views:
        _views[known] = lesson_view(lesson, around)
        while len(_views) > MOST_CACHED:
            _views.popitem(last=False)
    _views.move_to_end(known)
    return _views[known]


def lesson_view(lesson: Lesson, around: Surroundings) -> LessonView:
    """The lesson with its figures drawn, its terms defined and its codes linked."""
    front = lesson.front
    body = lesson_body(lesson, Links(_code_link(around.book), around.term_link))
    named = dict.fromkeys((*front.glossary, *special_refs(lesson.body)[0]))
    terms = [term_view(around.terms[ref]) for ref in named if ref in around.terms]
    return LessonView(
        title=front.title,
        minutes=front.minutes,
        edition=edition_label(front.edition),
        review_by=front.review_by,
        objectives=tuple(line(one.text) for one in front.objectives),
        sections=tuple(
            SectionView(
                section.id,
                section.title,
                tuple(_part(part, around) for part in section.parts),
            )
            for section in body.sections
        ),
        terms=tuple(sorted(terms, key=lambda term: term.term.lower())),
        sources=tuple(
            _source(around.sources[one.id], one)
            for one in front.sources
            if one.id in around.sources
        ),
    )


def term_view(term: Term) -> TermView:
    """A term with its definition as HTML."""
    return TermView(
        term.ref, term.term, block(term.definition), term.pronunciation, term.parts, term.lesson
    )


def figure_view(figure: Figure, source: SourceEntry | None, number: int = 0) -> FigureView:
    """A figure for a page that shows it once; ``number`` 0 leaves the number out."""
    front = figure.front
    return FigureView(
        slug=front.ref,
        number=number,
        title=front.title,
        svg=Markup(safe_drawing(figure.svg, front.ref)),  # noqa: S704  known parts only
        teaches=plain_text(front.teaches),
        caption=block(front.caption),
        text=Markup(render(front.text, PLAIN, shift=2)),  # noqa: S704  sanitised by the renderer
        source=_figure_source(source, front.source.locator),
        licence=front.licence,
        labels=tuple({"id": label.id, "text": label.text} for label in front.labels),
    )


def check_item(check: CheckPart, lesson: Lesson) -> Item:
    """A check-yourself question as the item that a practice question would be."""
    facts = ItemFacts(
        ref=check.id,
        task=lesson.front.tasks[0],
        level="application",
        status="live",
        lesson=lesson.front.ref,
    )
    return Item(facts, question_from_body(check.data))


def edition_label(edition: str) -> str:
    """``FY2026-April`` gives "FY 2026 April edition", ``2026-11`` gives "as of November 2026"."""
    if fiscal := re.fullmatch(r"FY(\d{4})-(\w+)", edition):
        return f"FY {fiscal[1]} {fiscal[2]} edition"
    if month := re.fullmatch(r"(\d{4})-(\d{2})", edition):
        return f"as of {date(int(month[1]), int(month[2]), 1):%B %Y}"
    return edition


def _part(part: Part, around: Surroundings) -> PartView:
    match part:
        case Prose():
            return PartView(prose=_with_tips(part.html, around.book))
        case FigurePart():
            figure = around.figures.get(part.slug)
            if figure is None:
                return PartView(prose=Markup())
            source = around.sources.get(figure.front.source.id)
            return PartView(figure=figure_view(figure, source, part.number))
        case CheckPart():
            return PartView(check=part)


def _code_link(book: CodeBook | None) -> Callable[[str], str | None]:
    def link(text: str) -> str | None:
        entry = _entry(book, text)
        return f"/codebook/{entry.system}/{entry.code}" if entry else None

    return link


def _entry(book: CodeBook | None, text: str) -> CodeEntry | None:
    """The diagnosis or procedure whose code the text is."""
    if book is None:
        return None
    cm, pcs = normalise_cm(text), normalise_pcs(text)
    return (book.entry("cm", cm) if cm else None) or (book.entry("pcs", pcs) if pcs else None)


def _with_tips(html: str, book: CodeBook | None) -> Markup:
    """Links of codes with the code's title, which the page shows on hover and focus."""

    def tipped(match: re.Match[str]) -> str:
        href, code = match.groups()
        entry = _entry(book, href.rpartition("/")[2])
        tip = f' data-tip="{escape(entry.title)}"' if entry else ""
        return f'<a class="code" href="{href}"{tip}>{code}</a>'

    return Markup(_CODE_LINK.sub(tipped, html))  # noqa: S704  sanitised by the renderer


def _source(entry: SourceEntry, cited: Citation) -> SourceView:
    return SourceView(
        entry.title, entry.publisher, cited.locator, entry.edition, entry.url, cited.checked
    )


def _figure_source(entry: SourceEntry | None, locator: str) -> Markup:
    if entry is None:
        return Markup()
    link = Markup('<a href="{}">{}</a>').format(entry.url, entry.title)
    return Markup("{}{}").format(
        link if entry.url else entry.title, f", {locator}" if locator else ""
    )
