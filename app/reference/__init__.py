"""Real code sets and the grouper: package data built once into a read-only code book."""

from app.reference.book import SqliteCodeBook, open_book
from app.reference.build import ensure_book
from app.reference.errors import CodeBookBuildError, CodeBookMissing
from app.reference.grouper import MsDrgGrouper, open_grouper

__all__ = [
    "CodeBookBuildError",
    "CodeBookMissing",
    "MsDrgGrouper",
    "SqliteCodeBook",
    "ensure_book",
    "open_book",
    "open_grouper",
]
