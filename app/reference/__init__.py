"""Real code sets and the grouper: package data built once into a read-only code book."""

from app.reference.book import SqliteCodeBook, open_book
from app.reference.build import ensure_book

__all__ = ["SqliteCodeBook", "ensure_book", "open_book"]
