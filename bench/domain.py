"""What runs without the web: search, grading, grouping, size and start of a worker."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from app.cli.chart_files import find_chart, find_rates
from app.config import ROOT
from app.domain.charts.grading import grade
from app.domain.charts.solution import key_submission
from app.domain.charts.submissions import read_submission, submission_json
from app.reference import open_book, open_grouper
from bench.timing import percentile
from tests.reference.queries import QUERIES

Row = tuple[str, str, str, bool]
"""(what, measured, limit, whether it holds)."""

_OTHERS = """
I50.23 N18.4 E11.22 J44.1 J96.01 I48.91 E78.5 K21.9 F32.A M17.11 G47.33 N39.0 D64.9 E87.6 I25.10
Z95.5 Z79.4 Z87.891 R26.9 H40.9
"""


def search(book_dir: Path) -> list[Row]:
    """Every prefix of 200 queries as typed."""
    book = open_book(book_dir)
    prefixes = [q[:n] for q in QUERIES[:200] for n in range(1, len(q) + 1)]
    taken = []
    for prefix in prefixes:
        started = time.perf_counter()
        book.search(prefix)
        taken.append((time.perf_counter() - started) * 1000)
    median, p95 = statistics.median(taken), percentile(taken, 0.95)
    n = f"{len(prefixes):,} prefixes"
    return [
        (f"search as typed, median ({n})", f"{median:.2f} ms", "2 ms", median < 2),
        ("search as typed, p95", f"{p95:.2f} ms", "10 ms", p95 < 10),
    ]


def grading(book_dir: Path) -> list[Row]:
    """25 codes with five errors, grouped twice."""
    book, grouper = open_book(book_dir), open_grouper(book_dir)
    chart = find_chart("duodenal-ulcer-bleed-nsaid", [ROOT])
    rates = find_rates(chart.discharge_date, [ROOT])
    coding = submission_json(key_submission(chart))
    coding["diagnoses"] = [
        {"code": "K26.4", "poa": "N"},
        *coding["diagnoses"][1:],
        *({"code": code, "poa": "Y"} for code in _OTHERS.split()),
    ][:25]
    submission, _ = read_submission(coding)
    taken = []
    for _ in range(400):
        started = time.perf_counter()
        grade(chart, submission, book, grouper, rates)
        taken.append((time.perf_counter() - started) * 1000)
    median = statistics.median(taken)
    return [("grading 25 codes, grouping included", f"{median:.2f} ms", "2 ms", median < 2)]
