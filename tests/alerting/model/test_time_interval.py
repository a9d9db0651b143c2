"""Which times a time interval contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.rulefiles import RECEIVERS, load
from sealog.errors import SettingError
from sealog_exporters.alerting.model.routing.silence import parse_time

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = "groups: [{name: g, rules: [{alert: A}]}]\n"

MOMENTS = [
    ("{weekdays: ['monday:friday']}", "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z"),  # a Friday, a Saturday
    ("{weekdays: [sunday]}", "2026-11-22T12:00:00Z", "2026-11-23T12:00:00Z"),
    ("{times: [{start_time: '09:00', end_time: '17:30'}]}", "2026-11-20T17:29:59Z", "2026-11-20T17:30:00Z"),
    ("{times: [{start_time: '22:00', end_time: '24:00'}]}", "2026-11-20T23:59:59Z", "2026-11-20T00:00:00Z"),
    ("{days_of_month: ['-1']}", "2028-02-29T00:00:00Z", "2028-02-28T00:00:00Z"),
    ("{days_of_month: ['-3:-1']}", "2026-02-26T00:00:00Z", "2026-02-25T00:00:00Z"),
    ("{days_of_month: ['30:31']}", "2026-04-30T00:00:00Z", "2026-02-28T00:00:00Z"),
    ("{months: ['december:december', 3]}", "2026-03-01T00:00:00Z", "2026-11-30T23:59:59Z"),
    ("{years: ['2026:2027']}", "2027-12-31T23:59:59Z", "2028-01-01T00:00:00Z"),
    (
        "{location: Europe/Berlin, times: [{start_time: '09:00', end_time: '10:00'}]}",
        "2026-07-01T07:30:00Z",  # summer time: 09:30
        "2026-12-01T07:30:00Z",  # winter time: 08:30
    ),
    (
        "{weekdays: [saturday], times: [{start_time: '00:00', end_time: '06:00'}]}",
        "2026-11-21T05:00:00Z",
        "2026-11-22T05:00:00Z",
    ),
]
WRONG = [
    ("{}", "has no time"),
    ("{location: UTC}", "has no time"),
    ("{weekdays: [mondy]}", "must be a value, or first:last"),
    ("{weekdays: ['friday:monday']}", "must be a value, or first:last"),
    ("{days_of_month: [0]}", "must be a value, or first:last"),
    ("{days_of_month: [32]}", "must be a value, or first:last"),
    ("{times: [{start_time: '22:00', end_time: '06:00'}]}", "must begin before it ends"),
    ("{times: [{start_time: '22:00', end_time: '24:01'}]}", "must be a time of the day"),
    ("{times: [{start_time: '22:00'}]}", "has no `end_time`"),
    ("{years: [2026], location: Mars/Olympus}", "must be a time zone that this machine knows"),
]


def intervals(span: str) -> str:
    return f"{GROUPS}{RECEIVERS}time_intervals: [{{name: t, time_intervals: [{span}]}}]\n"


@pytest.mark.parametrize(("span", "within", "outside"), MOMENTS, ids=[span for span, _, _ in MOMENTS])
def test_a_moment_is_in_an_interval_or_not(tmp_path: Path, span: str, within: str, outside: str) -> None:
    interval = load(tmp_path, intervals(span)).routing.intervals["t"]
    assert (interval.holds(parse_time(within)), interval.holds(parse_time(outside))) == (True, False)


@pytest.mark.parametrize(("span", "problem"), WRONG, ids=[span for span, _ in WRONG])
def test_a_wrong_interval_is_told_with_its_line(tmp_path: Path, span: str, problem: str) -> None:
    with pytest.raises(SettingError, match=problem) as caught:
        load(tmp_path, intervals(span))
    assert str(caught.value).startswith(f"{tmp_path / 'rules.yaml'}:3:")
