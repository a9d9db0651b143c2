"""Defaults of a rule, and the rule that holds without a rule file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.alerting.aggregations.count import MAX_THRESHOLD, Count
from sealog_exporters.alerting.matching.severity import HIGHEST, NAMES
from sealog_exporters.alerting.model.rule import Cooldown, Rule, RuleFile
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sealog_exporters.alerting.model.rule import Receiver

THRESHOLD_SETTING = "ALERT_THRESHOLD_ERROR"
THRESHOLD = 10
"""Records in the window, the last of which fires."""

SEVERITIES = frozenset(range(NAMES["ERROR"], HIGHEST + 1))
WINDOW_NS = 300 * NS
GROUP_BY = ("resource.service.name",)
COOLDOWN = Cooldown(every_ns=1_800 * NS, factor=1.0, max_ns=1_800 * NS)
BACKOFF_MAX_NS = 4 * 3_600 * NS
"""Longest cooldown where `factor` is given without `max`."""


def threshold_from(environ: Mapping[str, str]) -> int:
    """Read the default of `count.gte` from `ALERT_THRESHOLD_ERROR`, 10 where it is not set.

    Raises:
        SettingError: it is not a whole number from 1 to 10000.
    """
    text = environ.get(THRESHOLD_SETTING, "")
    if not text:
        return THRESHOLD
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_THRESHOLD))
    if not (digits and 1 <= int(text) <= MAX_THRESHOLD):
        raise SettingError(f"{THRESHOLD_SETTING}: must be a whole number from 1 to {MAX_THRESHOLD}")
    return int(text)


def default_rules(receivers: Sequence[Receiver], environ: Mapping[str, str] = os.environ) -> RuleFile:
    """Build the rule that holds without a rule file: 10 errors of a service in 5 minutes notify all `receivers`.

    Args:
        receivers: the receivers to notify; without any, alerts are only counted.
        environ: environment variables; `ALERT_THRESHOLD_ERROR` replaces the 10.

    Raises:
        SettingError: `ALERT_THRESHOLD_ERROR` is wrong.
    """
    rule = Rule(
        group="default",
        alert="ErrorBurst",
        severities=SEVERITIES,
        match=(),
        aggregation=Count(threshold_from(environ)),
        window_ns=WINDOW_NS,
        group_by=GROUP_BY,
        for_ns=0,
        keep_firing_for_ns=0,
        cooldown=COOLDOWN,
        labels={"severity": "critical"},
        annotations={"summary": "{{ value }} errors in {{ window }} from {{ group.resource.service.name }}"},
        notify=tuple(receiver.name for receiver in receivers),
    )
    return RuleFile(rules=(rule,), receivers=tuple(receivers))
