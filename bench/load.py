"""Clients that save answers over HTTP, closed loop or at a fixed rate, with every latency kept."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Place:
    """One question of one learner's sitting, with the revision that is stored."""

    path: str
    cookie: str
    csrf: str
    revision: int = 0


@dataclass
class Outcome:
    """Latencies in seconds, errors in words, and what was acknowledged."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    acknowledged: list[tuple[str, str, int]] = field(default_factory=list)


class Client:
    """One keep-alive connection that saves into its places in turn.

    What was cut off is sent again with the same save id, as the exam page does.
    """

    def __init__(self, port: int, name: str, places: list[Place]) -> None:
        self.port, self.name, self.places = port, name, places
        self.sent = 0
        self.pending: tuple[Place, str, bytes] | None = None
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    def _next(self) -> tuple[Place, str, bytes]:
        place = self.places[self.sent % len(self.places)]
        self.sent += 1
        save_id = f"{self.name}-{self.sent}"
        fields = {
            "csrf_token": place.csrf,
            "save_id": save_id,
            "revision": place.revision,
            "choice": self.sent % 4,
        }
        return place, save_id, urlencode(fields).encode()

    async def save(self, outcome: Outcome, due: float | None = None) -> bool:
        """Save once; the latency counts from ``due``, when the save should have begun.

        False when the connection broke; the next call sends the same save again.
        """
        place, save_id, body = self.pending = self.pending or self._next()
        started = due if due is not None else time.perf_counter()
        try:
            status = await self._post(place, body)
        except (OSError, asyncio.IncompleteReadError) as error:
            await self.close()
            outcome.errors.append(type(error).__name__)
            return False
        self.pending = None
        outcome.seconds.append(time.perf_counter() - started)
        if status == 200:
            place.revision += 1
            outcome.acknowledged.append((place.path, save_id, place.revision))
        else:
            outcome.errors.append(str(status))
        return True

    async def _post(self, place: Place, body: bytes) -> int:
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            f"POST {place.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {place.cookie}\r\nAccept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        lines = answer.decode("latin-1").split("\r\n")
        length = next((int(x[15:]) for x in lines if x.lower().startswith("content-length:")), 0)
        await self.reader.readexactly(length)
        return int(lines[0].split()[1])

    async def close(self) -> None:
        """Hang up; the next save connects again."""
        if self.writer is not None:
            self.writer.close()
            with contextlib.suppress(OSError):
                await self.writer.wait_closed()
        self.reader = self.writer = None


async def closed_loop(clients: list[Client], seconds: float) -> Outcome:
    """Each client saves again as soon as it was answered."""
    outcome, ends = Outcome(), time.perf_counter() + seconds

    async def go(client: Client) -> None:
        while time.perf_counter() < ends:
            await client.save(outcome)
        await client.close()

    await asyncio.gather(*(go(c) for c in clients))
    return outcome


async def open_loop(clients: list[Client], rate: float, seconds: float) -> Outcome:
    """``rate`` saves a second whatever the answers take; latency counts from the planned time."""
    outcome, count = Outcome(), int(rate * seconds)
    began = time.perf_counter() + 0.1

    async def go(n: int, client: Client) -> None:
        for k in range(n, count, len(clients)):
            due = began + k / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await client.save(outcome, due)
        await client.close()

    await asyncio.gather(*(go(n, c) for n, c in enumerate(clients)))
    return outcome
