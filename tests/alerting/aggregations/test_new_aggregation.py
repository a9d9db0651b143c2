"""An aggregation is one file: put into the folder, it is configured, described and evaluated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from alerting.events import START, event
from alerting.rulefiles import rule
from sealog.errors import SettingError
from sealog_exporters.alerting import aggregations
from sealog_exporters.alerting.config.json_schema import schema
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.rule import RuleFile
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterator

TOYS = Path(__file__).parents[1] / "toys/aggregations"


@pytest.fixture(autouse=True)
def _new_file(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the folder of aggregations have the toy's file too."""
    monkeypatch.setattr(aggregations, "__path__", [*aggregations.__path__, str(TOYS)])
    yield
    sys.modules.pop(f"{aggregations.__name__}.overlong", None)


def values(folder: Path, lines: str, *bodies: str) -> list[float]:
    """Return the values with which the rule fires for records with these bodies, a second apart."""
    engine = Engine(RuleFile((rule(folder, lines),), ()))
    events = [event(at, uid=f"u-{at}", body=body) for at, body in enumerate(bodies)]
    return [decision.value for decision in engine.feed(events, START + len(events) * NS)]


def test_a_rule_file_configures_it_and_the_engine_evaluates_it(tmp_path: Path) -> None:
    assert values(tmp_path, "overlong: {chars: 3}", "abc") == []
    assert values(tmp_path, "overlong: {chars: 3}", "abc", "abcd") == [1]


def test_it_combines_with_others(tmp_path: Path) -> None:
    both = "all: [{overlong: {chars: 3}}, {count: {gte: 2}}]"
    assert values(tmp_path, both, "abcd") == []
    assert values(tmp_path, both, "abcd", "a") == [2]


def test_its_mistakes_have_a_place(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"rules.yaml:6:15: groups\[0\].rules\[0\].overlong: has no `chars`"):
        rule(tmp_path, "overlong: {}")


def test_the_schema_describes_it() -> None:
    receivers = [{"name": "ops", "webhook_configs": [{"url": "http://127.0.0.1:1/"}]}]
    validator = jsonschema.Draft202012Validator(schema())

    def fits(aggregation: object) -> bool:
        group = {"name": "g", "rules": [{"alert": "A", "overlong": aggregation}]}
        return validator.is_valid({"groups": [group], "receivers": receivers})

    assert fits({"chars": 5})
    assert not fits({"chars": 0})


def test_without_the_file_there_is_no_such_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aggregations, "__path__", aggregations.__path__[:-1])
    with pytest.raises(SettingError, match="unknown key `overlong`"):
        rule(tmp_path, "overlong: {chars: 3}")
