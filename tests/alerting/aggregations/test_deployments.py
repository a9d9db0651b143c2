"""`new` and deployments: values that come with a new version are reported as its own, or learned silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.events import START, event
from alerting.rulefiles import rule
from sealog.errors import SettingError
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.alert.notification import alert_of
from sealog_exporters.alerting.model.rule import RuleFile
from sealog_exporters.alerting.service.service import AlertingService
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.event import Event

NEW = "new: {field: kind, learn: 1m, version: resource.service.version, settle: 10m%s}\ncooldown: 1s\nwindow: 1s"


def seen(second: int, kind: str, version: str | None) -> Event:
    resource = {"service.name": "shop", **({"service.version": version} if version else {})}
    return event(second, f"u{second}", attributes={"kind": kind}, resource=resource)


def told(engine: Engine, *records: Event) -> list[str]:
    decisions = []
    for record in records:
        decisions += engine.feed([record], record.time_unix_nano)
        decisions += engine.tick(record.time_unix_nano + 5 * NS)
    return [alert_of(one).annotations["parts"] for one in decisions if one.kind == "firing"]


def engine_of(folder: Path, more: str = "") -> Engine:
    return Engine(RuleFile((rule(folder, NEW % more),), ()))


def test_a_value_of_a_known_version_is_plainly_new(tmp_path: Path) -> None:
    engine = engine_of(tmp_path)
    assert told(engine, seen(0, "a", "1"), seen(100, "b", "1")) == ["new 1, of these 0 with a new version"]


def test_a_value_of_a_new_version_is_told_as_such(tmp_path: Path) -> None:
    engine = engine_of(tmp_path)
    assert told(engine, seen(0, "a", "1"), seen(100, "b", "2")) == ["new 1, of these 1 with a new version"]


def test_with_ignore_it_is_learned_without_a_word(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, ", ignore: true")
    assert told(engine, seen(0, "a", "1"), seen(100, "b", "2"), seen(200, "b", "2")) == []
    assert told(engine, seen(699, "c", "2")) == []
    assert told(engine, seen(701, "d", "2")) == ["new 1, of these 0 with a new version"]


def test_with_only_what_comes_without_a_new_version_is_learned_without_a_word(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, ", only: true")
    assert told(engine, seen(0, "a", "1"), seen(100, "b", "1"), seen(101, "c", None)) == []
    assert told(engine, seen(200, "b", "2"), seen(201, "c", "2")) == []
    assert told(engine, seen(210, "d", "2")) == ["new 1, of these 1 with a new version"]
    assert told(engine, seen(801, "e", "2")) == []


def test_the_old_version_stays_watched_while_a_new_one_settles(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, ", ignore: true")
    assert told(engine, seen(0, "a", "1"), seen(100, "b", "2"), seen(110, "c", "1")) == [
        "new 1, of these 0 with a new version"
    ]


def test_a_version_is_new_from_its_first_record_on_also_with_known_values(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, ", ignore: true")
    assert told(engine, seen(0, "a", "1"), seen(100, "a", "2"), seen(800, "b", "2")) == [
        "new 1, of these 0 with a new version"
    ]


def test_a_sender_can_not_hide_by_leaving_the_version_out(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, ", ignore: true")
    assert len(told(engine, seen(0, "a", "1"), seen(100, "b", None))) == 1


@pytest.mark.parametrize("snapshot", [True, False])
def test_versions_are_known_after_a_restart(tmp_path: Path, snapshot: bool) -> None:
    rules = RuleFile((rule(tmp_path, NEW % ", ignore: true"),), ())
    now = [START]
    if snapshot:
        engine = Engine(rules)
        told(engine, seen(0, "a", "1"), seen(100, "a", "2"))
        engine = Engine(rules, engine.snapshot())
    else:
        for second, version in ((0, "1"), (100, "2")):
            service = AlertingService(rules, clock=lambda: now[0], state_dir=tmp_path / "state")
            now[0] = START + second * NS
            service.feed([seen(second, "a", version)])
            service._store.close()
        engine = AlertingService(rules, clock=lambda: now[0], state_dir=tmp_path / "state")._engine
    assert told(engine, seen(690, "b", "2")) == []
    assert told(engine, seen(702, "c", "2")) == ["new 1, of these 0 with a new version"]


def test_without_version_nothing_changes(tmp_path: Path) -> None:
    engine = Engine(RuleFile((rule(tmp_path, "new: {field: kind, learn: 1m}\nwindow: 1s"),), ()))
    (decision,) = [*engine.feed([seen(0, "a", "1")], START), *engine.feed([seen(99, "b", "2")], START + 99 * NS)]
    assert "parts" not in alert_of(decision).annotations


@pytest.mark.parametrize("more", ["settle: 5m", "ignore: true", "only: true"])
def test_what_says_nothing_without_a_version_is_refused(tmp_path: Path, more: str) -> None:
    with pytest.raises(SettingError, match="has no effect without `version`"):
        rule(tmp_path, f"new: {{field: kind, {more}}}")


def test_what_would_never_fire_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"7:.*only: contradicts `ignore`: nothing would ever fire"):
        rule(tmp_path, "window: 1m\n" + NEW.splitlines()[0] % ", ignore: true, only: true")
