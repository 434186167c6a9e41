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
    """Kuhn and Munkres with potentials; a pair that is not in ``gains`` counts 0 and is dropped.

    The smaller side is the one that is walked: work grows with its square times the larger.
    """
    turned = len(rows) > len(columns)
    short, long = (columns, rows) if turned else (rows, columns)
    cost = [[-gains.get((b, a) if turned else (a, b), 0) for b in long] for a in short]
    potential_short, potential_long = [0] * (len(short) + 1), [0] * (len(long) + 1)
    owner = [0] * (len(long) + 1)
    for number in range(1, len(short) + 1):
        _augment(number, cost, potential_short, potential_long, owner)
    pairs = [(short[owner[at] - 1], long[at - 1]) for at in range(1, len(owner)) if owner[at]]
    if turned:
        pairs = [(row, column) for column, row in pairs]
    return {row: column for row, column in sorted(pairs) if (row, column) in gains}


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
