"""Hypothesis strategies for values of the content formats."""

from __future__ import annotations

from datetime import date, datetime, time

from hypothesis import strategies as st

from app.domain.content.formats.common import clean

awkward = st.sampled_from(
    [
        *("no", "Y", "1.5", "0016070", "3E03317", "null", "-itis", "a: b", "x #y", "'", '"', "| x"),
        *("2026-06-22", "10:30", "[x]", "{y}", "*", "&a", "!t", "%", "@", "`I21.4`", "=", "<<"),
    ]
)
printable = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"),
    max_size=120,
)
lines = st.one_of(awkward, printable).map(clean)
filled_lines = lines.filter(bool)
texts = st.lists(st.one_of(lines, st.just("  indented"), st.just("")), max_size=5).map(
    lambda parts: clean("\n".join(parts))
)
filled_texts = texts.filter(bool)
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
dates = st.dates(date(1930, 1, 1), date(2040, 12, 31))
minutes = st.builds(
    datetime.combine, dates, st.builds(time, st.integers(0, 23), st.integers(0, 59))
)
