"""YAML that would take a service along is refused before it is read; what people write is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from alerting.rulefiles import load
from sealog.errors import SettingError
from sealog_exporters.alerting.syntax.yaml_document import MAX_DEPTH, documents

if TYPE_CHECKING:
    from pathlib import Path

LAUGHS = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{chr(ord(name) - 1)}'] * 9)}]\n" for name in "bcdefghij"
)
RULE = "{alert: A, match: &m {severity: any, body|contains: x}}"
RECEIVERS = "receivers: [{name: hook, webhook_configs: [{url: 'http://127.0.0.1:9000/hook'}]}]"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 100_000, "nested more than 64 deep"),
        ("- " * 100_000, "nested more than 64 deep"),
        ("{a: " * 100_000, "nested more than 64 deep"),
        (LAUGHS, "more than 2000000 values, aliases followed"),
        ("a: &a [1, *a]", "an alias stands within what it stands for"),
        ("a: &a {b: {c: *a}}", "an alias stands within what it stands for"),
    ],
)
def test_what_is_too_deep_or_too_large_is_refused_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(yaml.MarkedYAMLError, match=problem):
        list(documents(text))
    with pytest.raises(SettingError, match=rf"rules.yaml:\d+:\d+: is not YAML: .*{problem}"):
        load(tmp_path, text)


def test_what_is_just_deep_enough_is_read() -> None:
    assert len(list(documents("[" * MAX_DEPTH + "]" * MAX_DEPTH))) == 1


def test_an_alias_is_read_where_it_stands(tmp_path: Path) -> None:
    first, second = load(
        tmp_path, f"groups: [{{name: g, rules: [{RULE}, {{alert: B, match: *m}}]}}]\n{RECEIVERS}"
    ).rules
    assert first.match == second.match


def test_a_rule_file_is_one_document(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"rules\.yaml:4:1: is a second document"):
        load(tmp_path, f"groups: [{{name: g, rules: [{RULE}]}}]\n{RECEIVERS}\n---\ngroups: []\n")


def test_names_in_any_script_are_names(tmp_path: Path) -> None:
    text = f"groups: [{{name: größe, rules: [{{alert: 注文エラー, labels: {{team: 'ops 🚒'}}}}]}}]\n{RECEIVERS}"
    (rule,) = load(tmp_path, text).rules
    assert (rule.group, rule.alert, rule.labels) == ("größe", "注文エラー", {"team": "ops 🚒"})
