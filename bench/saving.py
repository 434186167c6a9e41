"""Saves in a mock exam under load on a real server: latency, errors, and nothing lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.features.exams import service
from app.models import AnswerEventRow
from bench.domain import Row
from bench.install import cookie_of, csrf_of, install, server
from bench.load import Client, Outcome, Place, closed_loop, open_loop
from bench.timing import percentile

CLIENTS = 32
LEARNERS_A_CLIENT = 4
SECONDS = 12


def start_sittings(app: Flask, learners: int) -> list[int]:
    """One open sitting of the short mock exam for each learner."""
    with app.app_context():
        ids = [
            service.start(db.session(), "rhit-short", n + 1, n, datetime.now(UTC))
            for n in range(learners)
        ]
        db.session.remove()
    return ids


def clients_of(app: Flask, sittings: Sequence[int], port: int, run: str) -> list[Client]:
    csrf, step = csrf_of(app), LEARNERS_A_CLIENT
    return [
        Client(
            port,
            f"{run}-{n}",
            [
                Place(f"/sittings/{sittings[m]}/{place}", cookie_of(app, m), csrf)
                for place in range(1, 16)
                for m in range(n * step, n * step + step)
            ],
        )
        for n in range(len(sittings) // step)
    ]


def lost(app: Flask, outcome: Outcome) -> int:
    """How many acknowledged saves have no event, or more than one."""
    with app.app_context():
        stored = set(db.session.scalars(select(AnswerEventRow.save_id)))
        db.session.remove()
    return sum(save_id not in stored for _, save_id, _ in outcome.acknowledged)


def measure() -> list[Row]:
    return _run("closed", 150.0) + _run("open", 50.0)


def _run(name: str, limit: float) -> list[Row]:
    with install(CLIENTS * LEARNERS_A_CLIENT) as app:
        sittings = start_sittings(app, CLIENTS * LEARNERS_A_CLIENT)
        with server(app) as (port, _):
            clients = clients_of(app, sittings, port, name)
            loop = (
                closed_loop(clients, SECONDS)
                if name == "closed"
                else open_loop(clients, 100, SECONDS)
            )
            outcome = asyncio.run(loop)
        gone = lost(app, outcome)
    p50, p99 = (percentile(outcome.seconds, s) * 1000 for s in (0.5, 0.99))
    what = f"{CLIENTS} clients, {name} loop" if name == "closed" else "100 saves/s, open loop"
    n = len(outcome.seconds)
    return [
        (
            f"{what}: p99 (p50 {p50:.0f} ms, {n:,} saves)",
            f"{p99:.0f} ms",
            f"{limit:.0f} ms",
            p99 < limit,
        ),
        (f"{what}: errors", str(len(outcome.errors)), "0", not outcome.errors),
        (f"{what}: acknowledged and lost", str(gone), "0", gone == 0),
    ]
