"""A rule file is reloaded each time it is asked for; an error in it does not stop the service."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from alerting.rulefiles import RECEIVERS
from sealog.crypto.blind_index import blind_indexer
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import add_epoch
from sealog_exporters.alerting.config import load_rules
from sealog_exporters.alerting.service.reload import Reloader
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.model.rule import RuleFile


class Service:
    """Has a rule file, and keeps what it is given."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "rules.yaml"
        self.write(1)
        self.taken: list[RuleFile] = []
        self.lines: list[str] = []
        self.reloader = Reloader(self.path, self.load, self.take, self.lines.append)

    async def take(self, rules: RuleFile) -> None:
        self.taken.append(rules)

    def reload(self) -> str:
        return asyncio.run(self.reloader.now())

    def load(self, path: Path) -> RuleFile:
        """Read the file; one with the word `broken` runs into an error of ours."""
        if path.is_file() and "broken" in (text := path.read_text("utf-8")):
            raise ZeroDivisionError(text)
        return load_rules(path, {})

    def write(self, gte: int, alert: str = "A") -> None:
        self.path.write_text(f"{RECEIVERS}groups: [{{name: g, rules: [{{alert: {alert}, count: {{gte: {gte}}}}}]}}]\n")


def test_two_reloads_at_once_take_the_file_as_it_is_then(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.write(2)
    assert service.reload() == ""
    service.write(3)
    assert service.reload() == ""
    assert [rules.rules[0].aggregation.threshold.level for rules in service.taken] == [2, 3]
    assert service.reloader.stats() == {"reloads": 2, "reload_errors": 0, "reload_failing": 0}


def test_an_error_of_ours_is_told_by_its_type_and_the_next_file_is_taken(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.write(2, alert="broken")
    assert service.reload() == f"{service.path}: can't be used (ZeroDivisionError)"
    assert service.lines == [f"{service.path}: can't be used (ZeroDivisionError); the rules stay as they were"]
    service.write(3)
    assert service.reload() == ""
    assert service.reloader.stats() == {"reloads": 1, "reload_errors": 1, "reload_failing": 0}


def test_a_file_that_would_end_a_parser_changes_nothing(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.path.write_text("[" * 100_000)
    assert "nested more than" in service.reload()
    assert service.taken == []


def test_a_file_that_is_gone_changes_nothing(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.path.unlink()
    assert service.reload().startswith(f"{service.path}: can't be read")
    assert service.taken == []


def test_the_loop_goes_on_while_a_file_is_read(tmp_path: Path) -> None:
    """Which answers OTLP: the file is not read before the loop has come round meanwhile."""
    service = Service(tmp_path)
    reading, came_round = threading.Event(), threading.Event()

    def slowly(path: Path) -> RuleFile:
        reading.set()
        assert came_round.wait(60), "the loop stands still"
        return service.load(path)

    async def main() -> str:
        reloader = Reloader(service.path, slowly, service.take, service.lines.append)
        reloading = asyncio.create_task(reloader.now())
        assert await asyncio.to_thread(reading.wait, 60)
        came_round.set()
        return await reloading

    assert asyncio.run(main()) == ""
    assert len(service.taken) == 1


def test_a_reload_by_signal_and_one_by_command_come_one_after_the_other(tmp_path: Path) -> None:
    service = Service(tmp_path)
    reading: list[int] = []
    first_reads, second_is_asked = threading.Event(), threading.Event()

    def alone(path: Path) -> RuleFile:
        reading.append(1)
        first_reads.set()
        assert second_is_asked.wait(60)
        assert len(reading) == 1, "two read at once"
        reading.pop()
        return service.load(path)

    async def main() -> str:
        reloader = Reloader(service.path, alone, service.take, service.lines.append)
        reloader.ask()
        assert await asyncio.to_thread(first_reads.wait, 60)
        second = asyncio.create_task(reloader.now())
        for _ in range(10):  # as many turns of the loop as a second reader would need to begin
            await asyncio.sleep(0)
        second_is_asked.set()
        return await second

    assert asyncio.run(main()) == ""
    assert len(service.taken) == 2


def test_a_rotated_bundle_makes_rules_look_for_its_indexes(tmp_path: Path) -> None:
    """One person is told by another blind index in each epoch; a bundle that is gone for a moment changes nothing."""
    keys, bundle = keyring(), tmp_path / "bundle.json"
    rotated = add_epoch(keys, "2026-02-01T00:00:00+00:00").bundle()
    save_bundle(keys.bundle(), bundle)
    service = Service(tmp_path)
    service.path.write_text(
        f"{RECEIVERS}groups: [{{name: g, rules: [{{alert: A, count: {{gte: 1}},"
        " match: {entity_index: {email_address: ada@example.com}}}]}]\n"
    )

    async def run() -> None:
        reloader = Reloader(
            service.path,
            lambda path: load_rules(path, {"SEALOG_BUNDLE": str(bundle)}),
            service.take,
            service.lines.append,
            bundle,
        )
        seen = reloader._seen
        assert reloader._digest() == seen
        save_bundle(rotated, bundle)
        assert reloader._digest() != seen
        assert await reloader.now() == ""
        after = reloader._digest()
        bundle.unlink()
        assert reloader._digest() == after
        service.write(3)
        assert reloader._digest() != after

    asyncio.run(run())
    (rules,) = service.taken
    index = blind_indexer(rotated.index_key, "default", 2)("email_address", "ada@example.com")
    assert index in repr(rules.rules[0])
