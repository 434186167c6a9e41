"""Hard kills under load: every acknowledged answer is there once. ``make soak``."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AnswerEventRow, AnswerRow
from bench.install import free_port, install, kill, start_server
from bench.load import Client, Outcome
from bench.saving import LEARNERS_A_CLIENT, clients_of, start_sittings

CLIENTS = 8
PAUSE = (0.3, 0.9)


async def _saver(client: Client, outcome: Outcome, stop: asyncio.Event) -> None:
    """Save on and on; after a broken connection, wait a moment and send the same again."""
    while not stop.is_set():
        if not await client.save(outcome):
            await asyncio.sleep(0.05)
    await client.close()


async def _killer(app: Flask, port: int, kills: int, seed: int) -> None:
    """Start the server, kill all of it after a moment, start it again, and so on."""
    rng = random.Random(seed)
    for n in range(kills):
        process = await asyncio.to_thread(start_server, app, port)
        await asyncio.sleep(rng.uniform(*PAUSE))
        kill(process)
        if n % 20 == 19:
            sys.stderr.write(f"{n + 1} kills\n")


async def _run(app: Flask, clients: list[Client], port: int, kills: int, seed: int) -> Outcome:
    outcome, stop = Outcome(), asyncio.Event()
    savers = [asyncio.create_task(_saver(c, outcome, stop)) for c in clients]
    await _killer(app, port, kills, seed)
    stop.set()
    await asyncio.gather(*savers)
    return outcome


def verify(app: Flask, outcome: Outcome) -> list[str]:
    """What is wrong: acknowledged saves without an event, events twice, rows behind events."""
    wrong = []
    with app.app_context():
        events = db.session.execute(
            select(
                AnswerEventRow.sitting_id,
                AnswerEventRow.position,
                AnswerEventRow.save_id,
                AnswerEventRow.revision,
            )
        ).all()
        rows = {
            (sitting, position): revision
            for sitting, position, revision in db.session.execute(
                select(AnswerRow.sitting_id, AnswerRow.position, AnswerRow.revision)
            )
        }
        db.session.remove()
    counts = Counter(event.save_id for event in events)
    wrong += [f"{s} acknowledged and lost" for _, s, _ in outcome.acknowledged if not counts[s]]
    wrong += [f"{save} stored {n} times" for save, n in counts.items() if n > 1]
    newest: dict[tuple[int, int], int] = {}
    for event in events:
        place = (event.sitting_id, event.position)
        newest[place] = max(newest.get(place, 0), event.revision)
    wrong += [f"{p} has {rows[p]}, events {n}" for p, n in newest.items() if rows[p] != n]
    return wrong


def soak(kills: int, seed: int = 1) -> tuple[Outcome, list[str]]:
    """Run the load and the kills; returns what was acknowledged and what is wrong."""
    learners = CLIENTS * LEARNERS_A_CLIENT
    with install(learners) as app:
        sittings = start_sittings(app, learners)
        port = free_port()
        clients = clients_of(app, sittings, port, "soak")
        outcome = asyncio.run(_run(app, clients, port, kills, seed))
        return outcome, verify(app, outcome)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.perf_counter()
    outcome, wrong = soak(options.kills, options.seed)
    print(
        f"{options.kills} kills in {time.perf_counter() - started:.0f} s: "
        f"{len(outcome.acknowledged):,} saves acknowledged, {len(outcome.errors):,} refused or "
        f"cut off, {len(wrong)} wrong"
    )
    for line in wrong[:20]:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
