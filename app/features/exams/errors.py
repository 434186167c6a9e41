"""What exams refuse, in sentences for the learner."""

from __future__ import annotations


class RefusedError(Exception):
    """The act is refused; the message is a sentence for the person."""


class UnknownError(Exception):
    """There is no such exam, sitting or question for this person."""
