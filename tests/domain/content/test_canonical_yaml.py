"""The canonical YAML form says exactly what it was given, and says it in one way."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.domain.content.yaml_reading import load_yaml
from app.domain.content.yaml_writing import WIDTH, write_yaml
from tests.domain.content.strategies import dates, lines, minutes, slugs, texts

scalars = st.one_of(
    lines,
    texts,
    st.none(),
    st.booleans(),
    st.integers(),
    dates,
    st.floats(0, 1, allow_nan=False).map(lambda number: round(number, 4)),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(slugs, inner, max_size=4)),
    max_leaves=15,
)
mappings = st.dictionaries(slugs, values, min_size=1, max_size=6)


def stripped(value: Any) -> Any:
    """A literal block ends in a line break, which the models take off."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [stripped(one) for one in value]
    if isinstance(value, dict):
        return {key: stripped(one) for key, one in value.items()}
    return value


@given(mappings)
def test_reading_gives_back_what_was_written(data: dict[str, Any]) -> None:
    assert stripped(load_yaml(write_yaml(data)).value) == data


@given(mappings)
def test_writing_what_was_read_gives_the_same_text(data: dict[str, Any]) -> None:
    text = write_yaml(data)
    assert write_yaml(stripped(load_yaml(text).value)) == text


@given(mappings)
def test_another_reader_of_yaml_agrees(data: dict[str, Any]) -> None:
    assert stripped(yaml.safe_load(write_yaml(data))) == data


@given(minutes)
def test_a_local_time_is_written_without_seconds_and_read_as_text(moment: Any) -> None:
    text = write_yaml({"at": moment})
    assert load_yaml(text).value == {"at": moment.isoformat(timespec="minutes")}


def test_the_form_of_each_kind_of_value() -> None:
    data = {
        "tasks": ["S.1", "4.1"],
        "none": [],
        "long": "word " * 20 + "end",
        "options": [{"text": "Yes", "correct": True}, {"text": "No\nno", "correct": False}],
        "source": {"id": "cfr-45-164", "locator": "45 CFR 164.524(b)(2)"},
        "codes": ["K26.0", "0W3P8ZZ", "0016070", "3E03317"],
        "word": "no",
    }
    assert write_yaml(data) == (
        "tasks: [S.1, '4.1']\n"
        "none: []\n"
        "long: |\n"
        f"  {'word ' * 20}end\n"
        "options:\n"
        "  - {text: 'Yes', correct: true}\n"
        "  - text: |\n"
        "      No\n"
        "      no\n"
        "    correct: false\n"
        "source: {id: cfr-45-164, locator: 45 CFR 164.524(b)(2)}\n"
        "codes: [K26.0, 0W3P8ZZ, '0016070', '3E03317']\n"
        "word: 'no'\n"
    )


@given(st.lists(slugs, max_size=30))
def test_inline_lists_stay_within_the_width(words: list[str]) -> None:
    assert all(len(line) <= WIDTH for line in write_yaml({"words": words}).splitlines())
