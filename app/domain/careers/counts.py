"""Counts that name nobody: small groups are withheld, and so is what would give them away."""

from __future__ import annotations

LEAST_GROUP = 5
"""People of whom a group must have at least this many before its size is shown."""


def shown(count: int, group: int, least: int = LEAST_GROUP) -> int | None:
    """The count, or None when it must be withheld.

    Withheld are counts in a group under ``least``, counts under ``least`` but not 0, and counts
    whose remainder in the group is under ``least`` but not 0, since subtraction would tell it.
    Raises ValueError unless 0 <= count <= group.
    """
    if not 0 <= count <= group:
        raise ValueError(f"{count} of {group}")
    small = any(0 < part < least for part in (count, group - count))
    return None if group < least or small else count
