"""What practice refuses, in sentences for the learner."""

from __future__ import annotations


class RefusedError(Exception):
    """The act is refused; the message says why and what to do."""


class UnknownError(Exception):
    """There is no such set or place."""
