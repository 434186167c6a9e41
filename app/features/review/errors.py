"""What review refuses."""

from __future__ import annotations


class UnknownError(Exception):
    """There is no such deck or group of cards."""
