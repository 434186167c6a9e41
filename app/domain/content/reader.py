"""The one reader: content files, or a stored body, to documents and problems with their lines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from pydantic import TypeAdapter

from app.domain.content import values
from app.domain.content.blocks import Block, join_blocks, split_blocks
from app.domain.content.formats.charts import DocumentFront, Encounter, Key
from app.domain.content.formats.course import FigureFront, LessonFront, Module
from app.domain.content.formats.items import (
    CHECK_YOURSELF,
    ITEM,
    MultipleItem,
    NumericItem,
    ScenarioSet,
    SingleItem,
)
from app.domain.content.formats.library import GLOSSARY, SOURCES, Framework, Rates
from app.domain.content.formats.practice import Blueprint, Deck
from app.domain.content.markdown import plain_text
from app.domain.content.places import Bundle, bundle_files, full_path
from app.domain.content.problems import Problem
from app.domain.content.svg import unsafe_parts
from app.domain.content.validating import Reading
from app.domain.content.values import ContentDocument, Kind, Library
from app.domain.content.writer import (
    has_part_line,
    join_members,
    split_members,
    write_members,
    write_model,
)

T = TypeVar("T")
Files = Mapping[str, str]

_MODULE = TypeAdapter(Module)
_LESSON = TypeAdapter(LessonFront)
_FIGURE = TypeAdapter(FigureFront)
_FRAMEWORK = TypeAdapter(Framework)
_RATES = TypeAdapter(Rates)
_ENCOUNTER = TypeAdapter(Encounter)
_KEY = TypeAdapter(Key)
_DOCUMENT = TypeAdapter(DocumentFront)
_DECK = TypeAdapter(Deck)
_BLUEPRINT = TypeAdapter(Blueprint)


def read_tree(files: Files) -> Library:
    """Read content files, given by path relative to their root, into one library.

    Rules named in the problems: ``path`` (a file that belongs to no format), ``yaml``,
    ``schema``, ``ref`` (a ref or id that stands twice), ``canonical``.
    """
    bundles, unknown = bundle_files(files)
    problems = [Problem(path, 1, "path", "this file belongs to no format") for path in unknown]
    documents: dict[tuple[str, str], ContentDocument] = {}
    for bundle in bundles:
        document, found = read_bundle(bundle)
        problems += found
        if document is None:
            continue
        first = documents.setdefault((document.kind, document.ref), document)
        if first is not document:
            message = f"the ref {document.ref} stands in {first.path} too"
            problems.append(document.problem("ref", message, "ref"))
        problems += _not_canonical(bundle, document)
    return Library(tuple(documents.values()), tuple(sorted(problems)))


def read_body(
    kind: Kind, body: str, path: str = ""
) -> tuple[ContentDocument | None, list[Problem]]:
    """Read a stored or posted body; None where problems prevent a value."""
    return read_bundle(Bundle(kind, path, split_members(body)))


def read_bundle(bundle: Bundle) -> tuple[ContentDocument | None, list[Problem]]:
    """Read the files of one document; None where problems prevent a value."""
    reading = Reading()
    value = _value(bundle, reading)
    if value is None or reading.problems:
        return None, reading.problems
    ref, title = _name(value)
    body = join_members(write_members(value))
    places = MappingProxyType(reading.places)
    return ContentDocument(bundle.kind, ref, bundle.path, title, body, value, places), []


def canonical_files(files: Files) -> dict[str, str]:
    """The canonical text of every file whose own differs; files with problems are left out."""
    changed = {}
    for bundle in bundle_files(files)[0]:
        document, _ = read_bundle(bundle)
        if document is not None:
            for member, text in write_members(document.value).items():
                if bundle.files[member] != text:
                    changed[full_path(bundle.kind, bundle.path, member)] = text
    return changed


def _value(bundle: Bundle, reading: Reading) -> values.Value | None:
    files, path = bundle.files, bundle.path
    match bundle.kind:
        case "lesson":
            return _lesson(files[""], path, reading)
        case "figure":
            return _figure(files, path, reading)
        case "chart":
            return _chart(files, path, reading)
        case "glossary":
            terms = reading.model(GLOSSARY, files[""], path)
            return None if terms is None else values.Glossary(terms)
        case "sources":
            sources = reading.model(SOURCES, files[""], path)
            return None if sources is None else values.Sources(sources)
        case "module":
            return reading.model(_MODULE, files[""], path)
        case "framework":
            return reading.model(_FRAMEWORK, files[""], path)
        case "rates":
            return reading.model(_RATES, files[""], path)
        case "item":
            return reading.model(ITEM, files[""], path)
        case "deck":
            return reading.model(_DECK, files[""], path)
        case "blueprint":
            return reading.model(_BLUEPRINT, files[""], path)


def _name(value: values.Value) -> tuple[str, str]:
    """The ref and title of a document."""
    match value:
        case values.Glossary():
            return "glossary", "Glossary"
        case values.Sources():
            return "sources", "Sources"
        case values.Lesson() | values.Figure():
            return value.front.ref, value.front.title
        case values.Chart():
            return value.encounter.ref, value.encounter.title
        case ScenarioSet():
            return value.ref, _first_words(plain_text(value.exhibit))
        case SingleItem() | MultipleItem() | NumericItem():
            return value.ref, _first_words(plain_text(value.stem))
        case _:
            return value.ref, value.title


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:77].rsplit(" ", 1)[0] + " …"


def _split_front(text: str, path: str, reading: Reading) -> tuple[str, str, int] | None:
    """Front matter, body, and the file's line on which the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---" or "---" not in [line.rstrip() for line in lines[1:]]:
        message = "the file begins with front matter between two lines ---"
        reading.refuse(path, 1, "yaml", message)
        return None
    end = next(i for i, line in enumerate(lines) if i and line.rstrip() == "---")
    start = end + 1
    while start < len(lines) and not lines[start].strip():
        start += 1
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[start:]), start + 1


def _lesson(text: str, path: str, reading: Reading) -> values.Lesson | None:
    parts = _split_front(text, path, reading)
    if parts is None:
        return None
    front = reading.model(_LESSON, parts[0], path, first_line=2)
    body = reading.markdown(parts[1], path, parts[2])
    if body is None:
        return None
    reading.places["body",] = values.Place(path, parts[2])
    blocks, checks = _checks(body, path, parts[2], reading)
    return None if front is None else values.Lesson(front, join_blocks(blocks), checks)


def _checks(
    body: str, path: str, first_line: int, reading: Reading
) -> tuple[list[Block], tuple[values.Check, ...]]:
    """The body's blocks with canonical check-yourself questions, and those questions."""
    blocks: list[Block] = []
    checks: list[values.Check] = []
    for block in split_blocks(body):
        line = first_line + block.line - 1
        reading.places["block", len(blocks)] = values.Place(path, line)
        if block.kind == "cy":
            check = reading.model(CHECK_YOURSELF, block.text, path, ("cy", len(checks)), line)
            if check is not None:
                checks.append(check)
                block = Block("cy", write_model(check).rstrip("\n"), block.line)
        elif block.kind == "figure":
            block = Block("figure", block.text.strip(), block.line)
        blocks.append(block)
    return blocks, tuple(checks)


def _figure(files: Files, path: str, reading: Reading) -> values.Figure | None:
    for part in ("yml", "svg"):
        if part not in files:
            reading.refuse(f"{path}.{part}", 1, "path", f"the figure's .{part} file is missing")
    if reading.problems:
        return None
    front = reading.model(_FIGURE, files["yml"], f"{path}.yml")
    svg = files["svg"].replace("\r\n", "\n").strip()
    reading.places["svg",] = values.Place(f"{path}.svg", 1)
    if has_part_line(files["svg"]):
        reading.refuse(f"{path}.svg", 1, "schema", "a line has the form === name ===")
    for message in unsafe_parts(svg):
        reading.refuse(f"{path}.svg", 1, "svg", message)
    return None if front is None else values.Figure(front, svg)


def _chart(files: Files, path: str, reading: Reading) -> values.Chart | None:
    for part in ("chart.yml", "key.yml"):
        if part not in files:
            reading.refuse(f"{path}/{part}", 1, "path", f"the chart's {part} is missing")
    if reading.problems:
        return None
    encounter = reading.model(_ENCOUNTER, files["chart.yml"], f"{path}/chart.yml")
    key = reading.model(_KEY, files["key.yml"], f"{path}/key.yml", ("key",))
    names = sorted(name for name in files if name.startswith("documents/"))
    documents = [_chart_document(name, files[name], path, reading) for name in names]
    if not documents:
        reading.refuse(f"{path}/chart.yml", 1, "schema", "the chart has no documents")
    if encounter is None or key is None:
        return None
    whole = tuple(document for document in documents if document is not None)
    return values.Chart(encounter, key, whole)


def _chart_document(
    name: str, text: str, folder: str, reading: Reading
) -> values.ChartDocument | None:
    path = f"{folder}/{name}"
    stem = name.removeprefix("documents/").removesuffix(".md")
    if has_part_line(text):
        reading.refuse(path, 1, "schema", "a line has the form === name ===")
    parts = _split_front(text, path, reading)
    if parts is None:
        return None
    front = reading.model(_DOCUMENT, parts[0], path, ("documents", stem), first_line=2)
    body = reading.markdown(parts[1], path, parts[2])
    reading.places["documents", stem, "text"] = values.Place(path, parts[2])
    if front is None or body is None:
        return None
    return values.ChartDocument(stem, front, body)


def _not_canonical(bundle: Bundle, document: ContentDocument) -> list[Problem]:
    problems = []
    for member, text in write_members(document.value).items():
        own = bundle.files[member]
        if own != text:
            line = _first_difference(own, text)
            path = full_path(bundle.kind, bundle.path, member)
            message = "not in canonical form; flask content check --write rewrites it"
            problems.append(Problem(path, line, "canonical", message))
    return problems


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one.split("\n"), other.split("\n"), strict=False), start=1)
    return next((line for line, (a, b) in pairs if a != b), one.count("\n") + 1)
