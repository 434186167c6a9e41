"""Pairs rows with columns so that the sum of gains is greatest (the Hungarian method)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Pair = tuple[int, int]


def best_assignment(gains: Mapping[Pair, int]) -> dict[int, int]:
    """Column of each paired row, for positive whole gains by ``(row, column)``.

    Pairs that are not in ``gains`` are never made. Rows that compete for no column of one
    another are solved apart, so that the usual coding, where few codes compete, costs little.
    The same gains always give the same pairs.
    """
    result: dict[int, int] = {}
    for rows, columns in _components(gains):
        if len(rows) == len(columns) == 1:
            result[rows[0]] = columns[0]
        else:
            result |= _solve(rows, columns, gains)
    return result


def _components(gains: Mapping[Pair, int]) -> list[tuple[list[int], list[int]]]:
    by_row: dict[int, list[int]] = defaultdict(list)
    by_column: dict[int, list[int]] = defaultdict(list)
    for row, column in gains:
        by_row[row].append(column)
        by_column[column].append(row)
    components: list[tuple[list[int], list[int]]] = []
    seen: set[int] = set()
    for start in sorted(by_row):
        if start in seen:
            continue
        rows, columns, queue = {start}, set[int](), [start]
        while queue:
            for column in by_row[queue.pop()]:
                if column not in columns:
                    columns.add(column)
                    fresh = set(by_column[column]) - rows
                    rows |= fresh
                    queue.extend(fresh)
        seen |= rows
        components.append((sorted(rows), sorted(columns)))
    return components


def _solve(rows: list[int], columns: list[int], gains: Mapping[Pair, int]) -> dict[int, int]:
    """Kuhn and Munkres with potentials, on a matrix padded so that every row finds a column."""
    height = len(rows)
    width = len(columns) + height
    cost = [[-gains.get((row, column), 0) for column in columns] + [0] * height for row in rows]
    potential_row, potential_column = [0] * (height + 1), [0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, height + 1):
        _augment(row, cost, potential_row, potential_column, owner)
    pairs = {
        rows[owner[column] - 1]: columns[column - 1]
        for column in range(1, len(columns) + 1)
        if owner[column]
    }
    return {row: column for row, column in sorted(pairs.items()) if (row, column) in gains}


def _augment(row: int, cost: list[list[int]], u: list[int], v: list[int], owner: list[int]) -> None:
    """Give ``row`` a column along the cheapest path; ``owner[0]`` and column 0 are the start."""
    width = len(owner) - 1
    infinite = 1 << 62
    least, previous, used = [infinite] * (width + 1), [0] * (width + 1), [False] * (width + 1)
    owner[0], at = row, 0
    while owner[at]:
        used[at] = True
        current, step, nearest = owner[at], infinite, 0
        for column in range(1, width + 1):
            if used[column]:
                continue
            reduced = cost[current - 1][column - 1] - u[current] - v[column]
            if reduced < least[column]:
                least[column], previous[column] = reduced, at
            if least[column] < step:
                step, nearest = least[column], column
        for column in range(width + 1):
            if used[column]:
                u[owner[column]] += step
                v[column] -= step
            else:
                least[column] -= step
        at = nearest
    while at:
        owner[at] = owner[previous[at]]
        at = previous[at]
