"""Records logged while a process ends are sent, spooled, or reported as lost; and the process ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from applications import instrumented
from delivery.endpoints import endpoint
from delivery.test_processes import closed_port
from e2e.conftest import keys
from sealog import finalising, notices
from sealog.delivery.in_memory import late as late_module
from sealog.delivery.in_memory.late import LEAST_S, LateDelivery
from sealog.delivery.sending.sender import Sender
from sealog.metrics.tally import PROCESS
from sealog.spool.record import NO_CONTEXT

if TYPE_CHECKING:
    from applications import Keys
    from sealog.delivery.transports.interface import Answer

__all__ = ["keys"]

PROGRAM = str(Path(__file__).parents[1] / "e2e/programs/late.py")
SENT = ["atexit", "last of all", "finalizer", "thread", "child"]
"""Logged before the interpreter finalises: threads still run."""
LOST = ["del", "many", "exit", "flush", "generator", "task", "span", "forked"]
LOST_LINE = "sealog: records logged when nothing can be sent any more are lost"


@pytest.fixture(autouse=True)
def _forget_what_was_said_and_counted() -> None:
    notices._said.clear()
    PROCESS.reset()


class Recording:
    """A delivery that takes `answers` flushes, and what it was asked."""

    def __init__(self, *answers: bool) -> None:
        self.answers = [*answers]
        self.asked: list[Any] = []

    def keep(self, _context: Any, taken: Any, _severity: int) -> None:
        self.asked.append(taken)

    def flush(self, seconds: float) -> bool:
        self.asked.append(round(seconds, 3))
        return self.answers.pop(0)

    def close(self, seconds: float) -> None:
        self.asked.append(f"close {seconds}")


class Clock:
    """A clock that a test moves: each look at it takes `step` seconds."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def test_a_late_record_is_sent_within_what_is_left_of_the_time() -> None:
    delivery = Recording(True, True)
    late = LateDelivery(lambda: delivery, Clock(0.25))
    late.take_over(delivery, 2.0)
    late.keep(NO_CONTEXT, b"late", 9)
    assert delivery.asked == [2.0, b"late", 1.75]


@pytest.mark.parametrize("is_sent", [True, False])
def test_what_is_logged_during_the_last_flush_goes_with_it(is_sent: bool) -> None:
    class Flushing(Recording):
        def flush(self, seconds: float) -> bool:
            late.keep(NO_CONTEXT, b"by an exporter", 13)
            return super().flush(seconds)

    made: list[Recording] = []
    late = LateDelivery(lambda: made.append(Recording()) or made[0], Clock(0.25))
    delivery = Flushing(is_sent)
    late.take_over(delivery, 2.0)
    assert made == []
    assert delivery.asked == [b"by an exporter", 2.0] + ([] if is_sent else ["close 0.0"])
    assert PROCESS.snapshot()["drops"] == {}


def test_after_a_flush_that_failed_nothing_is_waited_for_and_each_record_is_counted() -> None:
    delivery = Recording(False)
    late = LateDelivery(lambda: delivery, Clock(0.25))
    late.take_over(delivery, 2.0)
    late.keep(NO_CONTEXT, b"late", 9)
    late.keep(NO_CONTEXT, b"late", 9)
    assert delivery.asked == [2.0, "close 0.0"]
    assert PROCESS.snapshot()["drops"] == {"exit": 2}


def test_late_records_have_a_bound_together() -> None:
    delivery = Recording(*[True] * 100)
    late = LateDelivery(lambda: delivery, Clock(LEAST_S / 4))
    late.take_over(None, 0.0)
    for _ in range(100):
        late.keep(NO_CONTEXT, b"late", 9)
    assert delivery.asked.count(b"late") < 10
    assert PROCESS.snapshot()["drops"]["exit"] > 90


def test_no_delivery_is_made_when_the_interpreter_finalises(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(late_module, "is_finalising", lambda: True)
    made: list[Any] = []
    late = LateDelivery(lambda: made.append(1) or Recording(), Clock(0.0))
    late.keep(NO_CONTEXT, b"late", 9)
    assert made == []
    assert capsys.readouterr().err.startswith(LOST_LINE)


def test_a_flush_waits_for_no_thread_that_is_not_there() -> None:
    class Waiting:
        unsettled = False

        def has_more(self) -> bool:
            return True

    sender = Sender(
        Never(), lambda _: None, clock=lambda: 0.0, chance=lambda: 0.0, chores=lambda: 1.0, failed=lambda _: None
    )  # its clock stands still: a wait would last for ever
    sender.add(Waiting(), 0)  # type: ignore[arg-type]  # all that a flush looks at
    assert not sender.drain(30.0, lambda: False)


class Never:
    """A transport that nobody asks."""

    def send(self, request: bytes) -> Answer:
        raise AssertionError(request)

    def close(self) -> None:
        pass


def test_a_lock_whose_holder_was_stopped_is_waited_for_within_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finalising, "is_finalising", lambda: True)
    monkeypatch.setattr(finalising, "LAST_WAIT_S", 0.001)

    class Left:
        def acquire(self, *, timeout: float) -> bool:
            assert timeout == 0.001
            return False

    with finalising.held(Left()) as ours:  # type: ignore[arg-type]  # all that it looks at
        assert not ours


def run(way: str, url: str, keys: Keys, **environ: str) -> str:
    """Run the program to its end, which must come; give what it printed."""
    done = instrumented(PROGRAM, way, endpoint=url, **keys.environ, SEALOG_STATUS_DIR="off", **environ)
    assert done.returncode == 0, done.stderr
    return str(done.stderr)


@pytest.mark.process
@pytest.mark.parametrize("way", [*SENT, *LOST, "daemons"])
def test_in_memory_a_late_record_is_sent_or_told_and_the_process_ends(way: str, keys: Keys) -> None:
    with endpoint() as there:
        printed = run(way, there.url, keys)
        if way in SENT:
            there.wait_for(1)
    bodies = [record.body.string_value for record in there.records]
    assert all("everywhere@" not in body for body in bodies)
    if way in SENT:
        assert len([body for body in bodies if body.startswith(f"late {way} of seal1~")]) == 1
    elif way in LOST:
        assert printed.count(LOST_LINE) == 1


@pytest.mark.process
@pytest.mark.parametrize("way", ["del", "task", "many", "forked", "last of all"])
def test_with_a_spool_a_late_record_waits_for_the_next_process(way: str, keys: Keys, tmp_path: Path) -> None:
    spool = {"SEALOG_SPOOL_DIR": str(tmp_path / "spool"), "SEALOG_SPOOL_KEY_FILE": "off"}
    assert LOST_LINE not in run(way, closed_port(), keys, **spool)
    count = 3000 if way == "many" else 1
    with endpoint() as there:
        run("atexit", there.url, keys, **spool, SEALOG_EXIT_SECONDS="20")
        there.wait_for(count + 1)
    bodies = [record.body.string_value for record in there.records]
    word = "Task was destroyed" if way == "task" else f"late {way} of seal1~"
    assert len([body for body in bodies if body.startswith(word)]) == count


@pytest.mark.process
@pytest.mark.parametrize("way", ["del", "last of all"])
def test_with_nobody_there_a_late_record_is_lost_and_told(way: str, keys: Keys) -> None:
    assert "records" in run(way, closed_port(), keys)


@pytest.mark.process
@pytest.mark.parametrize("way", ["last of all", "task"])
def test_an_exporter_of_opentelemetrys_that_has_ended_loses_nothing_in_silence(
    way: str, keys: Keys, tmp_path: Path
) -> None:
    with endpoint() as there:
        printed = run(way, there.url, keys, SEALOG_FALLBACK_FILE=str(tmp_path / "kept.jsonl"))
    assert printed.count("sealog: records and spans are lost, and counted") == 1
    assert "recursive" not in printed
