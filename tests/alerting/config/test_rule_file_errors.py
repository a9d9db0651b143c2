"""What a wrong rule file is told: every mistake with its line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.rulefiles import RECEIVERS, load, rule
from sealog.errors import SettingError
from sealog_exporters.alerting.config import load_rules

if TYPE_CHECKING:
    from pathlib import Path

# The first line of a rule's keys is line 6 of the file; columns count from 1.
WRONG_RULES = [
    ("windw: 5m", "6:5: groups[0].rules[0]: unknown key `windw` (did you mean `window`?); allowed: alert, match,"),
    ("window: 5m\nwindow: 6m", "7:5: groups[0].rules[0]: `window` is given twice"),
    ("window: 5 minutes", "6:13: groups[0].rules[0].window: must be a duration such as 30s, 5m, 1h30m or 2d"),
    ("window: 1:30", "6:13: groups[0].rules[0].window: must be a duration such as"),
    ("window: [5m]", "6:13: groups[0].rules[0].window: must be a duration such as"),
    ("window: 0s", "6:13: groups[0].rules[0].window: must be more than 0s"),
    ("window: 367d", "6:13: groups[0].rules[0].window: must be at most 366d"),
    ("count: 10", "6:12: groups[0].rules[0].count: must be a map of `key: value` lines"),
    ("count: {gte: 0}", "6:18: groups[0].rules[0].count.gte: must be a whole number from 1 to 10000"),
    ("count: {gte: 1.5}", "6:18: groups[0].rules[0].count.gte: must be a whole number from 1 to 10000"),
    ("count: {gte: '10'}", "6:18: groups[0].rules[0].count.gte: must be a whole number from 1 to 10000"),
    ("count: {gte: 1:30}", "6:18: groups[0].rules[0].count.gte: must be a whole number from 1 to 10000"),
    ("count: {gt: 5}", "6:13: groups[0].rules[0].count: unknown key `gt`"),
    ("count: {gte: 5, clear: 6}", "6:28: groups[0].rules[0].count.clear: must be a whole number from 1 to 5"),
    ("match: {severity: LOUD}", "6:23: groups[0].rules[0].match.severity: must be TRACE, DEBUG, INFO, WARN, ERROR or"),
    ("match: {severity: {above: ERROR}}", "6:24: groups[0].rules[0].match.severity: unknown key `above`; allowed: gte"),
    ("match: {severity: {gt: FATAL4}}", "6:23: groups[0].rules[0].match.severity: no severity lies within these"),
    (
        "match:\n  body|re: ok\n  message|re: '('",
        "8:19: groups[0].rules[0].match.message|re: is not a regular expression of RE2",
    ),
    (
        "match: {body|re: [ok, '(?=x)']}",
        "6:27: groups[0].rules[0].match.body|re[1]: is not a regular expression of RE2",
    ),
    (
        "match: {body|like: x}",
        "6:24: groups[0].rules[0].match.body|like: unknown modifier `like`; allowed: equals, contains",
    ),
    ("match: {a|re|contains: x}", "6:28: groups[0].rules[0].match.a|re|contains: has more than one comparison"),
    ("match: {a|not|not: x}", "6:24: groups[0].rules[0].match.a|not|not: has more than one comparison"),
    ("match: {a|cidr: 10.0.0.0/33}", "6:21: groups[0].rules[0].match.a|cidr: must be an address or a network"),
    ("match: {a|gte: much}", "6:20: groups[0].rules[0].match.a|gte: must be a number"),
    ("match: {a|gte: .nan}", "6:20: groups[0].rules[0].match.a|gte: must be a number"),
    ("match: {a|gte|nocase: 5}", "6:27: groups[0].rules[0].match.a|gte|nocase: `nocase` has no effect with `gte`"),
    ("match: {a|exists: 5}", "6:23: groups[0].rules[0].match.a|exists: must be true or false"),
    ("match: {any_of: [{}]}", "6:22: groups[0].rules[0].match.any_of[0]: must not be empty"),
    ("match: {entity_index: {us_ssn: x}}", "6:36: groups[0].rules[0].match.entity_index.us_ssn: this `us_ssn` can be"),
    (
        "match: {entity_index: {ip_address: x}}",
        "6:40: groups[0].rules[0].match.entity_index.ip_address: `ip_address` has",
    ),
    ("expr: rate(x[5m]) > 1", "6:11: groups[0].rules[0].expr: is PromQL or LogQL, which is not understood here; see"),
    ("match: {user: []}", "6:19: groups[0].rules[0].match.user: must not be empty"),
    ("match: {user: null}", "6:19: groups[0].rules[0].match.user: must be a text, a number, true or false"),
    ("match: {user: {is: x}}", "6:19: groups[0].rules[0].match.user: must be a text, a number, true or false"),
    ("match: {'|re': x}", "6:20: groups[0].rules[0].match.|re: must name a field"),
    ("match: [x]", "6:12: groups[0].rules[0].match: must be a map of `key: value` lines"),
    ("group_by: service", "6:15: groups[0].rules[0].group_by: must be a list"),
    (
        "group_by: [a.b, a_b]",
        "6:21: groups[0].rules[0].group_by[1]: `a_b` becomes the label `a_b`, which is taken by `a.b`",
    ),
    (
        "group_by: [alertname]",
        "6:16: groups[0].rules[0].group_by[0]: `alertname` becomes the label `alertname`, which is",
    ),
    ("group_by: [a, b, c, d, e, f, g, h, i]", "6:15: groups[0].rules[0].group_by: must be at most 8 fields"),
    ("cooldown: 0s", "6:15: groups[0].rules[0].cooldown: must be at least 1s"),
    ("cooldown: {every: 1h, max: 30m}", "6:32: groups[0].rules[0].cooldown.max: must not be shorter than `every`"),
    ("cooldown: {factor: 0.5}", "6:24: groups[0].rules[0].cooldown.factor: must be a number from 1 to 100"),
    ("for: soon", "6:10: groups[0].rules[0].for: must be a duration such as"),
    (
        "labels: {alertname: x}",
        "6:25: groups[0].rules[0].labels.alertname: every alert of this rule has a label `alertname`",
    ),
    ("labels: {a-b: x}", "6:19: groups[0].rules[0].labels.a-b: `a-b` is not a label name"),
    (
        "annotations: {s: '{{ $value }}'}",
        "6:22: groups[0].rules[0].annotations.s: the template asks for `$value`; allowed: value",
    ),
    ("notify: [hook, pager]", "6:20: groups[0].rules[0].notify[1]: unknown receiver `pager`; known: hook"),
    ("distinct: {field: user}", "6:15: groups[0].rules[0].distinct: has no `gte`"),
    (
        "distinct: {field: user, gte: 1000001}",
        "6:34: groups[0].rules[0].distinct.gte: must be a whole number from",
    ),
    ("ratio: {gte: 0.1}", "6:12: groups[0].rules[0].ratio: has no `of`"),
    ("ratio: {of: {severity: ERROR}}", "6:12: groups[0].rules[0].ratio: needs one of gte, gt, lte, lt"),
    ("ratio: {of: {a: b}, gte: 2}", "6:30: groups[0].rules[0].ratio.gte: must be a number from 0 to 1"),
    ("ratio: {of: {a: b}, gte: .5, clear: .6}", "6:41: groups[0].rules[0].ratio.clear: must not lie beyond `gte`"),
    ("absent: false", "6:13: groups[0].rules[0].absent: must be true, or a map"),
    ("absent: {forget: 5m}", "6:22: groups[0].rules[0].absent.forget: must be longer than the rule's window"),
    ("spike: {}", "6:12: groups[0].rules[0].spike: needs one of gte, gt, lte, lt"),
    ("new: {field: a, learn: 2d, forget: 1d}", "6:40: groups[0].rules[0].new.forget: must not be shorter than"),
    ("value: {field: a, gte: 1}", "6:12: groups[0].rules[0].value: needs either `stat` or `percentile`"),
    ("value: {field: a, stat: mode, gte: 1}", "6:29: groups[0].rules[0].value.stat: must be one of sum, avg, min, max"),
    ("sequence: {steps: [{a: b}]}", "6:23: groups[0].rules[0].sequence.steps: must be 2 to 8 matches"),
    ("count: {gte: 1}\nabsent: true", "7:13: groups[0].rules[0].absent: a rule has one aggregation; it has `count`"),
]


@pytest.mark.parametrize(("lines", "message"), WRONG_RULES, ids=[lines for lines, _ in WRONG_RULES])
def test_a_wrong_rule_is_told_with_its_place(tmp_path: Path, lines: str, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        rule(tmp_path, lines)
    assert str(caught.value).startswith(f"{tmp_path / 'rules.yaml'}:{message}")


GROUPS = "groups: [{name: g, rules: [{alert: A}]}]\n"
WRONG_FILES = [
    ("", "1:1: the file is empty; it must have `groups` and `receivers`"),
    ("# nothing\n", "1:1: the file is empty; it must have `groups` and `receivers`"),
    ("- a\n", "1:1: must be a map of `key: value` lines"),
    ("groups: [\n", "2:1: is not YAML: "),
    ("groups: \0\n", "1:1: is not YAML: it holds a character that YAML forbids"),
    (GROUPS, "1:1: has no `receivers`"),
    (RECEIVERS, "1:1: has no `groups`"),
    (f"{RECEIVERS}groups: []\n", "2:9: groups: must not be empty"),
    (f"{RECEIVERS}groups: [{{name: g}}]\n", "2:10: groups[0]: has no `rules`"),
    (f"{RECEIVERS}groups: [{{name: g, rules: [{{window: 5m}}]}}]\n", "2:28: groups[0].rules[0]: has no name; add"),
    (f"{RECEIVERS}groups: [{{name: g, rules: [{{alert: 7}}]}}]\n", "2:36: groups[0].rules[0].alert: must be a text"),
    (
        f"{RECEIVERS}groups: [{{name: g, rules: [{{alert: A}}, {{alert: A}}]}}]\n",
        "2:40: groups[0].rules[1]: an alert `A` is",
    ),
    (
        f"{RECEIVERS}groups: [{{name: g, rules: [{{alert: A}}]}}, {{name: g, rules: [{{alert: A}}]}}]\n",
        "2:42: groups[1]: a group `g`",
    ),
    (f"{GROUPS}receivers: [{{webhook_configs: [{{url: 'http://x/'}}]}}]\n", "2:13: receivers[0]: has no name"),
    (
        f"{GROUPS}receivers: [{{name: a}}]\n",
        "2:13: receivers[0]: notifies nobody; add an integration such as `webhook_configs` or `email_configs`",
    ),
    (
        f"{GROUPS}receivers: [{{name: a, sns_configs: []}}]\n",
        "2:23: receivers[0]: `sns_configs` is not supported in this",
    ),
    (
        f"{GROUPS}{RECEIVERS[:-2]}, {{name: hook, webhook_configs: [{{url: 'http://x/'}}]}}]\n",
        "2:76: receivers[1]: a receiver `hook` is defined already",
    ),
]

# A configuration of receiver `a` in line 2; then the column, and the message after the configuration's name.
WRONG_WEBHOOKS = [
    ("{}", "41: : has no `url`"),
    ("{url: 'ftp://x'}", "47: .url: must be"),
    ("{url: 'http://x', send_resolved: 1}", "74: .send_resolved: must be true or false"),
    ("{url: 'http://x', http_config: {proxy_url: 'http://y'}}", "73: .http_config: `proxy_url` is not supported"),
    ("{url: 'http://x', http_config: {tls_config: {key_file: k}}}", "85: .http_config.tls_config: needs `cert_file`"),
    ("{url: 'http://x', http_config: {tls_config: {ca_file: k}}}", "95: .http_config.tls_config.ca_file: there is no"),
    ("{url: 'http://x', http_config: {http_headers: {Host: a}}}", "94: .http_config.http_headers.Host: the header"),
    ("{url: 'http://x', http_config: {http_headers: {'a b': c}}}", "95: .http_config.http_headers.a b: `a b` is not"),
    ("{url: 'http://x', payload: text}", "68: .payload: must be a map or a list"),
    ("{url: 'http://x', payload: {a: '{{ body }}'}}", "72: .payload.a: the template asks for `body`; allowed: alerts"),
    ("{url: 'http://x', payload: {a: .inf}}", "72: .payload.a: must be something that JSON knows"),
    ("{url: 'http://x', max_alerts: -1}", "71: .max_alerts: must be a whole number"),
]
WRONG_EMAILS = [
    ("{to: a@x}", "39: : has no `smarthost`"),
    ("{to: ops, smarthost: 'x:25'}", "44: .to: must be an e-mail"),
    ("{to: \"a@x\\nBcc: b@y\", smarthost: 'x:25'}", "44: .to: must be an"),
    ("{to: a@x, smarthost: x}", "60: .smarthost: must be host:port"),
    ("{to: a@x, smarthost: 'x:25', auth_password: p}", "83: .auth_password: put the password into a file"),
    ("{to: a@x, smarthost: 'x:25', auth_username: u}", "39: : needs `auth_username` and"),
    (
        "{to: a@x, smarthost: 'x:25', auth_username: u, auth_password_file: none}",
        "106: .auth_password_file: there is no such file",
    ),
]


def wrong_config(folder: Path, kind: str, text: str) -> tuple[str, str]:
    """Load a file with this configuration; give the column and what follows the configuration's name."""
    with pytest.raises(SettingError) as caught:
        load(folder, f"{GROUPS}receivers: [{{name: a, {kind}_configs: [{text}]}}]\n")
    place, _, message = str(caught.value).partition(f": receivers[0].{kind}_configs[0]")
    return place.removeprefix(f"{folder / 'rules.yaml'}:2:"), message


@pytest.mark.parametrize(("text", "message"), WRONG_WEBHOOKS, ids=[text for text, _ in WRONG_WEBHOOKS])
def test_a_wrong_webhook_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    assert ": ".join(wrong_config(tmp_path, "webhook", text)).startswith(message)


@pytest.mark.parametrize(("text", "message"), WRONG_EMAILS, ids=[text for text, _ in WRONG_EMAILS])
def test_a_wrong_email_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    assert ": ".join(wrong_config(tmp_path, "email", text)).startswith(message)


@pytest.mark.parametrize(("text", "message"), WRONG_FILES, ids=[message for _, message in WRONG_FILES])
def test_a_wrong_file_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        load(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'rules.yaml'}:{message}")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"rules\.yaml: can't be read \(No such file or directory\)$"):
        load_rules(tmp_path / "rules.yaml", {})


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_bytes(b"groups: \xff\n")
    with pytest.raises(SettingError, match=r"rules\.yaml: is not UTF-8 \(byte 8\)$"):
        load_rules(tmp_path / "rules.yaml", {})
