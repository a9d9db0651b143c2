"""Errors in routes, inhibitions and silences name line and column; label matchers match as documented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.rulefiles import RECEIVERS, load
from sealog.errors import SettingError
from sealog_exporters.alerting.matching.label_matcher import compile_matchers, parse_matcher
from sealog_exporters.alerting.model.routing.silence import dump_silence, load_silence, new_silence, parse_time

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = "groups: [{name: g, rules: [{alert: A}]}]\n"
WRONG = [
    ("route: {group_by: [a]}", "3:8: route: the first route needs a `receiver`"),
    ("route: {receiver: hook, matchers: a=b}", "3:8: route: the first route needs a `receiver`"),
    ("route: {receiver: nobody}", "3:19: route.receiver: unknown receiver `nobody`; known: hook"),
    ("route: {receiver: hook, repeat_interval: 4h}", "3:42: route.repeat_interval: is the rule's `cooldown` here"),
    ("route: {receiver: hook, mute_time_intervals: [night]}", "3:47: route.mute_time_intervals[0]: unknown time"),
    ("route: {receiver: hook, routes: [{matchers: nonsense}]}", "3:45: route.routes[0].matchers: must be a matcher"),
    ("route: {receiver: hook, routes: [{matchers: 'a=~('}]}", "3:45: route.routes[0].matchers: the matcher's pattern"),
    ("inhibit_rules: [{source_matchers: a=b}]", "3:17: inhibit_rules[0]: has no `target_matchers`"),
    ("silences: [{matchers: a=b}]", "3:12: silences[0]: has no `ends_at`"),
    ("silences: [{matchers: a=b, ends_at: tomorrow}]", "3:37: silences[0].ends_at: must be a time with its offset"),
    ("silences: [{matchers: a=b, ends_at: 2026-01-01T00:00:00}]", "3:37: silences[0].ends_at: must be a time with"),
    ("silences: [{matchers: a!=b, ends_at: 2026-01-01T00:00:00Z}]", "3:12: silences[0]: a silence needs one matcher"),
]
MATCHERS = [
    ("service=shop", {"service": "shop"}, {"service": "shops"}),
    ('service = "a b"', {"service": "a b"}, {"service": '"a b"'}),
    ("service!=shop", {}, {"service": "shop"}),
    ("service=~sh.p|till", {"service": "till"}, {"service": "the shop"}),
    ("service=~shop", {"service": "shop"}, {"service": "shop\n"}),
    ("service!~sh.*", {"service": "till"}, {"service": "shop"}),
    ("service=", {}, {"service": "shop"}),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[text for text, _ in WRONG])
def test_a_wrong_part_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        load(tmp_path, f"{GROUPS}{RECEIVERS}{text}\n")
    assert str(caught.value).startswith(f"{tmp_path / 'rules.yaml'}:{message}")


@pytest.mark.parametrize(("text", "matching", "other"), MATCHERS, ids=[text for text, _, _ in MATCHERS])
def test_a_matcher_compares_the_whole_label(text: str, matching: dict[str, str], other: dict[str, str]) -> None:
    holds = compile_matchers([parse_matcher(text)])
    assert (holds(matching), holds(other)) == (True, False)


def test_a_stored_silence_comes_back_as_it_was() -> None:
    matchers = (parse_matcher('a="say \\"hi\\""'), parse_matcher("b=~x|y"))
    silence = new_silence(matchers, 5, parse_time("2026-01-01T01:00:00.5+01:00"), created_by="ann", comment="works")
    assert silence.ends_at_ns == 1_767_225_600_500_000_000
    assert load_silence(dump_silence(silence)) == silence
