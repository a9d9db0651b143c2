"""The write-ahead log against an engine that never ends: crashes at every write, full disks, torn files, bounds."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alerting.events import START, event, rule_file
from sealog.errors import StoreError
from sealog_exporters.alerting.aggregations.absent import Absent
from sealog_exporters.alerting.aggregations.composite import Composite, Part
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.aggregations.distinct import Distinct
from sealog_exporters.alerting.aggregations.new_value import NewValue
from sealog_exporters.alerting.aggregations.ratio import Ratio
from sealog_exporters.alerting.aggregations.sequence import Sequence
from sealog_exporters.alerting.aggregations.spike import Spike
from sealog_exporters.alerting.aggregations.statistic import Statistic
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.engine.wal.log import NOTHING, Page, WriteAheadLog, latest
from sealog_exporters.alerting.matching.condition import Condition
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.state.checkpoint import Checkpointer
from sealog_exporters.alerting.state.schema import FILE
from sealog_exporters.alerting.state.store import StateStore
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.aggregation import Aggregation
    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.event import Event

WINDOW_S = 20
STEPS = tuple((Condition("value", "equals", (text,)),) for text in "12")
PART = Ratio(STEPS[0], Threshold("gte", 0.5), 2)
MEASURES: list[Aggregation] = [
    Count(3),
    Count(3, clear=2),
    Distinct("value", 3),
    NewValue("value", 20 * NS, 30 * NS),
    Sequence(STEPS, ordered=True),
    Sequence(STEPS, ordered=False),
    PART,
    Statistic("value", "", 50, Threshold("gte", 2), 2),
    Statistic("value", "sum", 0, Threshold("gte", 6), 1),
    Spike(Threshold("gte", 2), 1, 2, weekly=False),
    Composite((Part("count", Count(2)), Part("ratio", PART)), every=True),
]
Batch = tuple[int, list[tuple[int, str, int]], str]
BATCHES = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.lists(st.tuples(st.integers(-15, 3), st.sampled_from("abcd"), st.integers(1, 4)), max_size=6),
        st.sampled_from(["answered", "answered", "killed", "killed before", "disk full"]),
    ),
    max_size=25,
)


class FillingDisk(StateStore):
    """An outbox on a disk that is full at times."""

    full = False

    def commit(self, *arguments: Any) -> None:
        if self.full:
            raise StoreError("no space left")
        super().commit(*arguments)


class Service:
    """Engine, ledger and file as the alerter has them, without receivers."""

    def __init__(self, rules: RuleFile, folder: Path, max_bytes: int = 10**6) -> None:
        self._rules, self._folder, self._max_bytes = rules, folder, max_bytes
        self.store = FillingDisk(folder)
        self._checkpointer = Checkpointer(self.store, durable=True, max_bytes=max_bytes)
        self.engine, _ = self._checkpointer.engine(rules)

    def feed(self, events: list[Event], now_ns: int) -> list[Decision]:
        """Count and commit; a full disk has room again when the sender repeats."""
        decided = self.engine.feed(events, now_ns) + self.engine.tick(now_ns)
        try:
            self._checkpointer.commit(self.engine, now_ns)
        except StoreError:
            self.store.full = False
            decided += self.engine.feed(events, now_ns)
            self._checkpointer.commit(self.engine, now_ns)
        return decided

    def killed(self) -> Service:
        """Go on from the files as they lie there, which is what a dead process leaves."""
        after = self._folder.with_name(f"{self._folder.name}x")
        shutil.copytree(self._folder, after)
        self.store.close()
        return Service(self._rules, after, self._max_bytes)


def plain(decisions: list[Decision], *, is_gauge: bool) -> list[object]:
    """Leave out the count of an alert's records, and where a level ended that only the clock saw to hold.

    Each group's decisions stay in order; which of two groups comes first in one moment, nobody promises.
    """
    decisions = sorted(decisions, key=lambda one: one.group)
    if is_gauge:
        return [(one.kind, one.reason, one.group, one.starts_at_ns) for one in decisions]
    return [replace(one, total=0) for one in decisions]


def groups_of(engine: Engine) -> list[dict[str, Any]]:
    """List all state."""
    return sorted(engine.snapshot()["groups"], key=lambda group: group["key"])


DROPPED_ON_A_FULL_DISK: list[Batch] = [
    (1, [(0, "c", 1)], "answered"),
    (30, [], "disk full"),
    (1, [], "killed"),
    (1, [(0, "c", 1)], "answered"),
]

UNSEEN_BEHIND_A_COOLDOWN: list[Batch] = [
    (1, [(-7, "a", 1)], "answered"),
    (16, [(-3, "a", 2), (0, "b", 1)], "answered"),
    (10, [], "answered"),
    (12, [], "killed"),
    (8, [], "answered"),
    (1, [(0, "b", 1)], "answered"),
]
SEEN_AGAIN_WITHOUT_A_CHANGE: list[Batch] = [
    (1, [(0, "a", 2)], "answered"),
    (5, [(-5, "a", 2)], "answered"),
    (1, [], "killed"),
    (24, [], "answered"),
    (1, [(0, "a", 1)], "answered"),
]
NEW_VALUE = next(one for one in MEASURES if isinstance(one, NewValue))


@pytest.mark.thorough
@example(batches=DROPPED_ON_A_FULL_DISK, aggregation=NEW_VALUE, max_bytes=1)
@example(batches=SEEN_AGAIN_WITHOUT_A_CHANGE, aggregation=NEW_VALUE, max_bytes=1)
@example(batches=UNSEEN_BEHIND_A_COOLDOWN, aggregation=NEW_VALUE, max_bytes=1)
@given(batches=BATCHES, aggregation=st.sampled_from(MEASURES), max_bytes=st.sampled_from([1, 900, 10**6]))
@settings(max_examples=100, deadline=None)
def test_a_service_that_dies_at_any_write_decides_what_one_that_never_dies_decides(
    batches: list[Batch], aggregation: Aggregation, max_bytes: int
) -> None:
    keeps_ns = 0 if aggregation.is_gauge else 5 * NS
    rules = rule_file(aggregation=aggregation, group_by=("user",), window_ns=WINDOW_S * NS, keep_firing_for_ns=keeps_ns)
    model = Engine(rules)
    with tempfile.TemporaryDirectory() as folder:
        service = Service(rules, Path(folder, "state"), max_bytes)
        now_s = 100
        for number, (later, records, end) in enumerate(batches):
            now_s += later
            now_ns = START + now_s * NS
            events = [
                event(now_s + offset, f"s-{number}-{place}", attributes={"user": user, "value": value})
                for place, (offset, user, value) in enumerate(records)
            ]
            if end == "killed before":  # counted, and nothing of it written: the sender has no answer and repeats it
                service.engine.feed(events, now_ns)
                service = service.killed()
            service.store.full = end == "disk full"
            decided = service.feed(events, now_ns)
            expected = model.feed(events, now_ns) + model.tick(now_ns)
            if end == "disk full" and not service.store.full:  # it was met, and the sender repeated
                expected += model.feed(events, now_ns)
            assert plain(decided, is_gauge=aggregation.is_gauge) == plain(expected, is_gauge=aggregation.is_gauge)
            if end == "killed":
                service = service.killed()
        service.store.close()


@pytest.mark.thorough
@given(
    users=st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4), min_size=1, max_size=15),
    max_bytes=st.sampled_from([1, 900, 10**6]),
)
@settings(max_examples=100, deadline=None)
def test_a_group_that_was_given_up_stays_given_up_and_all_others_come_back(
    users: list[list[str]], max_bytes: int
) -> None:
    rules = rule_file(threshold=1000, group_by=("user",), max_groups=3)
    with tempfile.TemporaryDirectory() as folder:
        service = Service(rules, Path(folder, "state"), max_bytes)
        for second, batch in enumerate(users):
            fed = [event(second, f"s-{second}-{place}", attributes={"user": u}) for place, u in enumerate(batch)]
            service.feed(fed, START + second * NS)
            before = groups_of(service.engine)
            service = service.killed()
            assert groups_of(service.engine) == before
        service.store.close()


def test_a_torn_file_gives_the_state_of_an_earlier_moment(tmp_path: Path) -> None:
    service = Service(rule_file(threshold=1000, group_by=("user",)), tmp_path / "state", 4_000)
    moments = [groups_of(service.engine)]
    for second in range(40):
        fed = [event(second, f"s-{second}-{n}", attributes={"user": f"u{n * second % 7}"}) for n in range(5)]
        service.feed(fed, START + second * NS)
        moments.append(groups_of(service.engine))
    size = (tmp_path / "state" / f"{FILE}-wal").stat().st_size
    met = set()
    for cut in (*range(0, size, size // 60), size):
        torn = tmp_path / f"torn{cut}"
        shutil.copytree(tmp_path / "state", torn)
        with (torn / f"{FILE}-wal").open("r+b") as wal:
            wal.truncate(cut)
        after = Service(rule_file(threshold=1000, group_by=("user",)), torn)
        met.add(moments.index(groups_of(after.engine)))
        after.store.close()
    service.store.close()
    assert len(met) > 20
    assert max(met) == 40


def test_an_alert_that_held_when_the_process_died_ends_no_earlier_than_it_was_seen_to_hold(tmp_path: Path) -> None:
    rules = rule_file(aggregation=PART, window_ns=WINDOW_S * NS, keep_firing_for_ns=0, group_by=("user",))
    service = Service(rules, tmp_path / "state")
    for second in range(0, 60, 5):
        fed = [event(second, f"s-{second}-{n}", attributes={"user": "a", "value": 1}) for n in range(2)]
        service.feed(fed, START + second * NS)
    service = service.killed()
    (ended,) = service.engine.tick(START + 600 * NS)
    assert ended.ends_at_ns == START + 55 * NS
    service.store.close()


def test_the_time_that_nobody_looked_is_no_silence(tmp_path: Path) -> None:
    rules = rule_file(aggregation=Absent(60 * NS, 3_600 * NS), window_ns=60 * NS, group_by=("user",))
    service = Service(rules, tmp_path / "state")
    service.feed([event(0, "s-1", attributes={"user": "a"})], START)
    service = service.killed()
    assert service.engine.tick(START + 600 * NS) == []
    assert [decision.kind for decision in service.engine.tick(START + 661 * NS)] == ["firing"]
    service.store.close()


def test_pages_stay_within_their_bytes_however_much_is_counted(tmp_path: Path) -> None:
    service = Service(rule_file(threshold=100, group_by=("user",)), tmp_path, max_bytes=20_000)
    most = 0
    for second in range(200):
        fed = [event(second, f"s-{second}-{n}", attributes={"user": f"u{n * second % 97}"}) for n in range(20)]
        service.feed(fed, START + second * NS)
        most = max(most, sum(len(page.body) for page in service.store.pages()))
    assert 10_000 < most < 20_000 + 20 * 300
    service.store.close()


def test_pages_of_groups_that_come_and_go_do_not_pile_up(tmp_path: Path) -> None:
    service = Service(rule_file(threshold=100, group_by=("user",), max_groups=5), tmp_path)
    for second in range(100):
        fed = [event(second, f"s-{second}-{n}", attributes={"user": f"u{second}-{n}"}) for n in range(5)]
        service.feed(fed, START + second * NS)
    assert len(list(service.store.pages())) < 5
    service.store.close()


def test_the_newest_page_stays_so_that_no_number_comes_twice() -> None:
    journal = WriteAheadLog(max_bytes=0)
    for _ in range(3):
        counted = {"rule": [(("a",), True, False, ("", "", 1), "text")]}
        entered = journal.enter(counted, [("rule", ("a",))], 5)
        journal.entered(entered, counted, [("rule", ("a",))])
    assert (entered.page and entered.page.number, entered.oldest) == (3, 3)
    assert journal.enter({}, [], 5) == replace(NOTHING, upto=3)


def test_what_came_before_a_group_was_dropped_is_not_counted_again() -> None:
    row = '[["a"],true,false,["","",1],"text"]'
    pages = [Page(1, 5, f'{{"rule":[{row}]}}'), Page(2, 6, f'{{"rule":[[["a"]],{row}]}}')]
    assert [one.number for one in latest(pages)["rule", ("a",)]] == [2]
