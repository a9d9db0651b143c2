"""History out of the embedded store: a time's records in their order, a record at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerting.events import START, event
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from pathlib import Path


def test_a_times_records_come_oldest_first_without_its_end(tmp_path: Path) -> None:
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add([event(at, f"s-{at}") for at in (5, 1, 3, 4, 2)])
        found = [record.uid for record in store.history(START + 2 * NS, START + 5 * NS)]
    assert found == ["s-2", "s-3", "s-4"]


def test_it_is_read_a_record_at_a_time(tmp_path: Path) -> None:
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add([event(at, f"s-{at}") for at in range(10)])
        history = store.history(0, 2**63 - 1)
        assert next(history).uid == "s-0"
        history.close()  # type: ignore[attr-defined]  # a generator
        assert store.count() == 10
