"""YAML text to plain values with the line of every field, refusing what the formats never use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Location = tuple[str | int, ...]

MAX_DEPTH = 20
_CORE = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null")}
_CORE.add("tag:yaml.org,2002:timestamp")


class YamlError(ValueError):
    """The text cannot be read; ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Loaded:
    """Plain values, and for each location in them the line where it begins."""

    value: object
    lines: Mapping[Location, int]


@dataclass(slots=True)
class _Builder:
    first_line: int
    lines: dict[Location, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    scalars: SafeConstructor = field(default_factory=SafeConstructor)

    def line(self, node: Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def build(self, node: Node, at: Location) -> object:
        self.lines.setdefault(at, self.line(node))
        if id(node) in self.seen:
            raise YamlError("anchors and aliases (& and *) are not used here", self.line(node))
        self.seen.add(id(node))
        if len(at) > MAX_DEPTH:
            raise YamlError("the values are nested too deeply", self.line(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, at)
        if isinstance(node, SequenceNode):
            return [self.build(child, (*at, i)) for i, child in enumerate(node.value)]
        return self.scalar(node)

    def mapping(self, node: MappingNode, at: Location) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, child in node.value:
            if not isinstance(key, ScalarNode):
                raise YamlError("a key is one word", self.line(key))
            name = str(key.value)
            if name in result:
                raise YamlError(f"the key {name} stands twice", self.line(key))
            self.lines[(*at, name)] = self.line(key)
            result[name] = self.build(child, (*at, name))
        return result

    def scalar(self, node: Node) -> object:
        if node.tag not in _CORE:
            raise YamlError(f"the tag {node.tag} is not used here", self.line(node))
        try:
            return cast(object, self.scalars.construct_object(node))
        except (ValueError, yaml.YAMLError):
            raise YamlError(f"{node.value!r} is no date or number", self.line(node)) from None


def load_yaml(text: str, first_line: int = 1) -> Loaded:
    """Read one YAML document whose first line is ``first_line`` of its file.

    Raises YamlError for broken YAML, duplicate keys, aliases, foreign tags, control characters.
    """
    if text.count("[") + text.count("{") > 1000 and _flow_depth(text) > MAX_DEPTH:
        raise YamlError("the values are nested too deeply", first_line)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise YamlError(str(error.problem or error.context), line) from None
    except yaml.YAMLError as error:
        raise YamlError(str(error).splitlines()[0], first_line) from None
    if node is None:
        raise YamlError("the file is empty", first_line)
    builder = _Builder(first_line)
    return Loaded(builder.build(node, ()), builder.lines)


def _flow_depth(text: str) -> int:
    """Deepest nesting of brackets, strings not told apart: enough to stop a flood of them."""
    depth = deepest = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest
