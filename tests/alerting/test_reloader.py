"""A rule file is taken anew, as often as it is asked; whatever is wrong with it, the service goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerting.rulefiles import RECEIVERS
from sealog_exporters.alerting.reloader import Reloader
from sealog_exporters.alerting.rulefile import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.rules import RuleFile


class Service:
    """Has a rule file, and keeps what it is given."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "rules.yaml"
        self.write(1)
        self.taken: list[RuleFile] = []
        self.lines: list[str] = []
        self.reloader = Reloader(self.path, self.load, self.taken.append, self.lines.append)

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
    assert service.reloader.now() == ""
    service.write(3)
    assert service.reloader.now() == ""
    assert [rules.rules[0].measure.threshold for rules in service.taken] == [2, 3]
    assert service.reloader.stats() == {"reloads": 2, "reload_errors": 0, "reload_failing": 0}


def test_an_error_of_ours_is_told_by_its_type_and_the_next_file_is_taken(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.write(2, alert="broken")
    assert service.reloader.now() == f"{service.path}: can't be used (ZeroDivisionError)"
    assert service.lines == [f"{service.path}: can't be used (ZeroDivisionError); the rules stay as they were"]
    service.write(3)
    assert service.reloader.now() == ""
    assert service.reloader.stats() == {"reloads": 1, "reload_errors": 1, "reload_failing": 0}


def test_a_file_that_would_end_a_parser_changes_nothing(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.path.write_text("[" * 100_000)
    assert "nested more than" in service.reloader.now()
    assert service.taken == []


def test_a_file_that_is_gone_changes_nothing(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.path.unlink()
    assert service.reloader.now().startswith(f"{service.path}: can't be read")
    assert service.taken == []
