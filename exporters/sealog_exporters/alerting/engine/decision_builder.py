"""Builds the `Decision` of a series: labels and filled annotations."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.matching.field import label_name
from sealog_exporters.alerting.model.aggregation import MultiValue
from sealog_exporters.alerting.model.alert.decision import Decision, Trigger, fingerprint_of, round_significant
from sealog_exporters.alerting.model.annotation_template import render
from sealog_exporters.alerting.model.record_fields import record_placeholders
from sealog_exporters.alerting.syntax.duration import format_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sealog_exporters.alerting.engine.series.series import Series
    from sealog_exporters.alerting.model.alert.decision import Kind, Reason
    from sealog_exporters.alerting.model.rule import Rule

MAX_TOP: Final = 5
"""Series that the annotation `top` names."""

LOOKED_AT: Final = 1_000
"""Series that are read for it, those used last: under a millisecond."""

_MAX_CHARS: Final = 80


class DecisionBuilder:
    """Builds the decisions of one rule; their common parts are made once."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._identity = rule.identity
        self._record = record_placeholders(rule.annotations)
        self._labels = tuple(label_name(field) for field in rule.group_by)
        self._window = format_duration(rule.window_ns)
        self._threshold = round_significant(rule.aggregation.threshold.level)

    def decision(
        self, kind: Kind, reason: Reason, series: Series, value: float, ends_ns: int, at_ns: int, *, top: str = ""
    ) -> Decision:
        """Build a decision about a series.

        Args:
            kind: whether it fires or ended.
            reason: why it is decided.
            series: the series as it is now.
            value: the value of the aggregation.
            ends_ns: when it ended, 0 while it fires.
            at_ns: the moment of the value.
            top: the rule's series with the highest values, if known.
        """
        rule = self._rule
        value = round_significant(value)
        group_labels = {"alertname": rule.alert, **dict(zip(self._labels, series.key, strict=True))}
        labels = {**group_labels, **rule.labels}
        annotations: dict[str, str] = {}
        if isinstance(series.window, MultiValue) and (parts := series.window.describe(at_ns)):
            annotations["parts"] = parts
        if top:
            annotations["top"] = top
        if rule.annotations:
            annotations.update(self._filled(series, value, labels))
        return Decision(
            kind=kind,
            reason=reason,
            alert=rule.alert,
            labels=labels,
            group_labels=group_labels,
            annotations=annotations,
            value=value,
            threshold=self._threshold,
            window=self._window,
            window_ns=rule.window_ns,
            total=series.total,
            group=tuple(zip(rule.group_by, series.key, strict=True)),
            starts_at_ns=series.starts_at_ns,
            ends_at_ns=ends_ns,
            receivers=rule.notify,
            fingerprint=fingerprint_of(labels),
            trigger=Trigger(*series.trigger),
            samples=series.samples,
            withheld=series.withheld,
            rule=self._identity,
        )

    def _filled(self, series: Series, value: float, labels: Mapping[str, str]) -> dict[str, str]:
        """Fill the rule's annotations."""
        values = {
            "value": str(value),
            "window": self._window,
            **{f"labels.{name}": text for name, text in labels.items()},
            **{f"group.{field}": text for field, text in zip(self._rule.group_by, series.key, strict=True)},
            **dict(zip(self._record, series.record, strict=False)),
        }
        return {name: render(text, values) for name, text in self._rule.annotations.items()}


def top(all_series: Iterable[Series], now_ns: int) -> str:
    """Name the series with the highest values, the highest first, as in `shop 12, cart 9`.

    Equal ones are sorted by name. Group keys are unchanged, but cut to a readable length. The text is empty if there
    are fewer than two series.
    """
    valued = []
    for series in all_series:
        value = series.window.value(now_ns)
        if value > 0:
            valued.append((-value, series.key))
    if len(valued) < 2:  # noqa: PLR2004 - nothing to compare
        return ""
    shown = []
    for value, key in nsmallest(MAX_TOP, valued):
        name = " / ".join(key)
        cut = f"{name[:_MAX_CHARS]}…" if len(name) > _MAX_CHARS else name
        shown.append(f"{cut} {round_significant(-value)}")
    return ", ".join(shown)
