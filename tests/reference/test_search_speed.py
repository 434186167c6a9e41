"""Search keeps up with typing."""

from __future__ import annotations

import time

from app.reference import SqliteCodeBook
from tests.reference.queries import QUERIES


def test_every_beginning_of_two_hundred_searches_is_answered_while_one_types(
    book: SqliteCodeBook,
) -> None:
    """CPU time of this thread: under 2 ms at the median and under 10 ms at the 95th percentile."""
    assert len(QUERIES) >= 200
    book.search("warm")
    took = sorted(
        seconds(book, query[:length]) for query in QUERIES for length in range(1, len(query) + 1)
    )
    assert took[len(took) // 2] < 0.002
    assert took[len(took) * 95 // 100] < 0.010


def seconds(book: SqliteCodeBook, text: str) -> float:
    started = time.thread_time()
    book.search(text)
    return time.thread_time() - started
