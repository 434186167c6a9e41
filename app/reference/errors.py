"""What can go wrong with the code book, in sentences for the person who runs the program."""

from __future__ import annotations


class CodeBookMissing(RuntimeError):  # noqa: N818 - it reads as what happened
    """There is no code book for the installed packages; the message names the command."""


class CodeBookBuildError(RuntimeError):
    """The code book could not be built; what stood there before still stands."""
