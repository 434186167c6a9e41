"""The real code book for tests: built once a machine, then opened from its cache."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.reference import SqliteCodeBook, ensure_book, open_book

BOOK_DIR = Path(
    os.environ.get(
        "CHARTROOM_TEST_BOOK_DIR", Path(__file__).resolve().parents[1] / "instance" / "test-book"
    )
)


@pytest.fixture(scope="session")
def book_dir() -> Path:
    """A data folder in which the code book stands."""
    ensure_book(BOOK_DIR)
    return BOOK_DIR


@pytest.fixture(scope="session")
def book(book_dir: Path) -> SqliteCodeBook:
    """The code book of the installed packages."""
    return open_book(book_dir)
