"""Saves of one sitting by two clients over a network that reorders, repeats and drops."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from app.domain.exams.clock import Sitting, closed_at
from app.domain.exams.saving import Decision, Outcome, Save, decide_save

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DEADLINE = START + timedelta(minutes=60)
OPEN = Sitting("open", DEADLINE)


def save(save_id: str = "a", revision: int = 0, minute: float = 1) -> Save:
    return Save(save_id, revision, START + timedelta(minutes=minute))


def test_a_save_on_the_stored_revision_is_accepted() -> None:
    assert decide_save(OPEN, 3, {"x": 3}, save("a", 3)) == Decision(Outcome.ACCEPTED, 4)


def test_a_repeat_gets_its_first_outcome() -> None:
    assert decide_save(OPEN, 5, {"a": 2}, save("a", 1)) == Decision(Outcome.REPEAT, 2)


def test_a_repeat_after_the_close_still_gets_its_first_outcome() -> None:
    closed = Sitting("closed", DEADLINE)
    assert decide_save(closed, 2, {"a": 2}, save("a", 1, 99)) == Decision(Outcome.REPEAT, 2)


def test_a_save_on_another_revision_overwrites_nothing() -> None:
    assert decide_save(OPEN, 2, {}, save("a", 1)) == Decision(Outcome.STALE, 2)
    assert decide_save(OPEN, 2, {}, save("a", 3)) == Decision(Outcome.STALE, 2)


def test_arrival_decides_and_the_last_instant_counts() -> None:
    assert decide_save(OPEN, 0, {}, save(minute=60)).outcome is Outcome.ACCEPTED
    assert decide_save(OPEN, 0, {}, save(minute=60.001)).outcome is Outcome.CLOSED
    assert decide_save(Sitting("closed", DEADLINE), 0, {}, save()).outcome is Outcome.CLOSED


@dataclass
class Client:
    """A browser: what it shows, the revision it knows, and its number of saves."""

    name: str
    revision: int = 0
    shown: str = ""
    sent: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    client: str
    save_id: str
    revision: int
    answer: str


class TwoClients(RuleBasedStateMachine):
    """The server keeps one answer with its revision, and an event for each accepted save."""

    requests = Bundle("requests")

    @initialize()
    def start(self) -> None:
        self.clients = {name: Client(name) for name in ("desk", "phone")}
        self.now = START
        self.sitting = OPEN
        self.answer, self.revision = "", 0
        self.events: list[tuple[str, str, int]] = []

    @rule(target=requests, name=st.sampled_from(["desk", "phone"]), letter=st.sampled_from("ABCD"))
    def choose(self, name: str, letter: str) -> Request:
        client = self.clients[name]
        client.sent += 1
        client.shown = letter
        return Request(name, f"{name}-{client.sent}", client.revision, letter)

    @rule(request=requests, answered=st.booleans())
    def arrive(self, request: Request, answered: bool) -> None:
        """In any order, any number of times; the reply may get lost."""
        before = (self.answer, self.revision, list(self.events))
        known = {save_id: revision for save_id, _, revision in self.events}
        arrived = Save(request.save_id, request.revision, self.now)
        decision = decide_save(self.sitting, self.revision, known, arrived)
        if request.save_id in known:
            assert decision == Decision(Outcome.REPEAT, known[request.save_id])
        if decision.outcome is Outcome.ACCEPTED:
            assert request.revision == self.revision, "it overwrote what its client had not seen"
            self.answer, self.revision = request.answer, decision.revision
            self.events.append((request.save_id, request.answer, decision.revision))
        else:
            assert before == (self.answer, self.revision, self.events)
        if answered:
            self.reply(request, decision)

    def reply(self, request: Request, decision: Decision) -> None:
        client = self.clients[request.client]
        if decision.outcome in {Outcome.ACCEPTED, Outcome.REPEAT}:
            client.acknowledged[request.save_id] = request.answer
            client.revision = max(client.revision, decision.revision)

    @rule(request=consumes(requests))
    def drop(self, request: Request) -> None:
        """The network loses a request for good."""

    @rule(name=st.sampled_from(["desk", "phone"]))
    def reload(self, name: str) -> None:
        client = self.clients[name]
        client.revision, client.shown = self.revision, self.answer

    @rule(minutes=st.integers(-5, 30))
    def pass_time(self, minutes: int) -> None:
        """The server's clock may step back."""
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.sitting.state == "open")
    @rule()
    def close(self) -> None:
        self.sitting = Sitting("closed", DEADLINE)
        self.at_close = (self.answer, self.revision)
        assert closed_at(self.now, DEADLINE) <= DEADLINE

    @invariant()
    def every_acknowledged_save_is_there_once(self) -> None:
        saves = [save_id for save_id, _, _ in self.events]
        assert len(saves) == len(set(saves))
        stored = {save_id: answer for save_id, answer, _ in self.events}
        for client in self.clients.values():
            assert client.acknowledged.items() <= stored.items()

    @invariant()
    def revisions_count_the_events(self) -> None:
        assert [revision for _, _, revision in self.events] == list(range(1, self.revision + 1))
        assert self.answer == (self.events[-1][1] if self.events else "")

    @invariant()
    def nothing_changes_after_the_close(self) -> None:
        if self.sitting.state == "closed":
            assert (self.answer, self.revision) == self.at_close


TestTwoClients = TwoClients.TestCase
