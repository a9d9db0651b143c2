"""A notifier is one file: put into the folder, it is configured, described and delivered to."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from alerting.events import event
from alerting.rulefiles import load
from sealog.errors import SettingError
from sealog_exporters.alerting import AlertingService, notifiers
from sealog_exporters.alerting.config.json_schema import schema
from sealog_exporters.alerting.delivery.targets import targets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TOYS = Path(__file__).parents[1] / "toys/notifiers"
RULES = """
groups: [{{name: g, rules: [{{alert: Burst, count: {{gte: 1}}}}]}}]
receivers: [{{name: ops, logfile_configs: [{{path: '{path}'}}]}}]
"""


@pytest.fixture(autouse=True)
def _new_file(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the folder of notifiers have the toy's file too."""
    monkeypatch.setattr(notifiers, "__path__", [*notifiers.__path__, str(TOYS)])
    yield
    sys.modules.pop(f"{notifiers.__name__}.logfile", None)


def test_a_rule_file_configures_it(tmp_path: Path) -> None:
    rules = load(tmp_path, RULES.format(path=tmp_path / "log"))
    assert [target.name for target in targets_of(rules.receivers)] == ["ops/logfile/0"]


def test_its_mistakes_have_a_place(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"rules.yaml:3:43: receivers\[0\].logfile_configs\[0\]: has no `path`"):
        load(tmp_path, RULES.format(path="x").replace("{path: 'x'}", "{}"))


def test_the_schema_describes_it() -> None:
    rules = {"groups": [{"name": "g", "rules": [{"alert": "A"}]}]}
    validator = jsonschema.Draft202012Validator(schema())
    assert validator.is_valid({**rules, "receivers": [{"name": "ops", "logfile_configs": [{"path": "log"}]}]})
    assert not validator.is_valid({**rules, "receivers": [{"name": "ops", "logfile_configs": [{"file": "log"}]}]})


def test_alerts_are_delivered_to_it(tmp_path: Path) -> None:
    rules = load(tmp_path, RULES.format(path=tmp_path / "log"))

    async def main() -> None:
        service = AlertingService(rules, clock=time.time_ns)
        await service.start()
        service.feed([event(uid="u-1")._replace(time_unix_nano=time.time_ns())])
        await service.stop()

    asyncio.run(main())
    assert (tmp_path / "log").read_text("utf-8") == "firing Burst\n"


def test_without_the_file_there_is_no_such_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifiers, "__path__", notifiers.__path__[:-1])
    with pytest.raises(SettingError, match="unknown key `logfile_configs`"):
        load(tmp_path, RULES.format(path=tmp_path / "log"))
