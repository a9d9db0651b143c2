"""Builds the `Decision` of a series: labels and filled annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.matching.field import label_name
from sealog_exporters.alerting.model.aggregation import MultiValue
from sealog_exporters.alerting.model.alert.decision import Decision, Trigger, fingerprint_of, round_significant
from sealog_exporters.alerting.model.annotation_template import render
from sealog_exporters.alerting.model.record_fields import record_placeholders
from sealog_exporters.alerting.syntax.duration import format_duration

if TYPE_CHECKING:
    from sealog_exporters.alerting.engine.series.series import Series
    from sealog_exporters.alerting.model.alert.decision import Kind, Reason
    from sealog_exporters.alerting.model.rule import Rule


class DecisionBuilder:
    """Builds the decisions of one rule; what they share is made once."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._identity = rule.identity
        self._record = record_placeholders(rule.annotations)
        self._labels = tuple(label_name(field) for field in rule.group_by)

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
        named = dict(zip(self._labels, series.key, strict=True))
        labels = {"alertname": rule.alert, **named, **rule.labels}
        fields = tuple(zip(rule.group_by, series.key, strict=True))
        placeholders = {
            "value": str(value),
            "window": format_duration(rule.window_ns),
            **{f"labels.{name}": text for name, text in labels.items()},
            **{f"group.{field}": text for field, text in fields},
            **dict(zip(self._record, series.record, strict=False)),
        }
        return Decision(
            kind=kind,
            reason=reason,
            alert=rule.alert,
            labels=labels,
            annotations={
                **_parts(series, at_ns),
                **({"top": top} if top else {}),
                **{name: render(text, placeholders) for name, text in rule.annotations.items()},
            },
            value=value,
            threshold=round_significant(rule.aggregation.firing_level),
            window_ns=rule.window_ns,
            total=series.total,
            group=fields,
            starts_at_ns=series.starts_at_ns,
            ends_at_ns=ends_ns,
            receivers=rule.notify,
            fingerprint=fingerprint_of(labels),
            trigger=Trigger(*series.trigger),
            samples=series.samples,
            withheld=series.withheld,
            rule=self._identity,
        )


def _parts(series: Series, at_ns: int) -> dict[str, str]:
    """Return the annotation `parts` of a rule that combines several aggregations."""
    window = series.window
    said = window.describe(at_ns) if isinstance(window, MultiValue) else ""
    return {"parts": said} if said else {}
