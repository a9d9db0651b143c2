"""How a rule words what follows for a group: a `Decision` with labels and filled annotations. It judges nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.matching.field import label_name
from sealog_exporters.alerting.model.aggregation import InParts
from sealog_exporters.alerting.model.alert.decision import Decision, Trigger, fingerprint_of, tidy
from sealog_exporters.alerting.model.annotation_template import render
from sealog_exporters.alerting.model.record_fields import record_holes
from sealog_exporters.alerting.syntax.duration import format_duration

if TYPE_CHECKING:
    from sealog_exporters.alerting.engine.series.series import Group
    from sealog_exporters.alerting.model.alert.decision import Kind, Reason
    from sealog_exporters.alerting.model.rule import Rule


class Telling:
    """What all decisions of one rule share, made once."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._identity = rule.identity
        self._record = record_holes(rule.annotations)
        self._labels = tuple(label_name(field) for field in rule.group_by)

    def decision(
        self, kind: Kind, reason: Reason, group: Group, value: float, ends_ns: int, at_ns: int, *, top: str = ""
    ) -> Decision:
        """Say what follows for a group.

        Args:
            kind: whether it fires or ended.
            reason: why this is told.
            group: the group as it is now.
            value: what is measured.
            ends_ns: when it ended, 0 while it fires.
            at_ns: the moment of the value.
            top: the rule's groups with the highest values, if known.
        """
        rule = self._rule
        value = tidy(value)
        named = dict(zip(self._labels, group.key, strict=True))
        labels = {"alertname": rule.alert, **named, **rule.labels}
        fields = tuple(zip(rule.group_by, group.key, strict=True))
        holes = {
            "value": str(value),
            "window": format_duration(rule.window_ns),
            **{f"labels.{name}": text for name, text in labels.items()},
            **{f"group.{field}": text for field, text in fields},
            **dict(zip(self._record, group.record, strict=False)),
        }
        return Decision(
            kind=kind,
            reason=reason,
            alert=rule.alert,
            labels=labels,
            annotations={
                **_parts(group, at_ns),
                **({"top": top} if top else {}),
                **{name: render(text, holes) for name, text in rule.annotations.items()},
            },
            value=value,
            threshold=tidy(rule.measure.threshold),
            window_ns=rule.window_ns,
            total=group.total,
            group=fields,
            starts_at_ns=group.starts_at_ns,
            ends_at_ns=ends_ns,
            receivers=rule.notify,
            fingerprint=fingerprint_of(labels),
            trigger=Trigger(*group.trigger),
            samples=group.samples,
            withheld=group.withheld,
            rule=self._identity,
        )


def _parts(group: Group, at_ns: int) -> dict[str, str]:
    """Give the annotation `parts` where the rule measures several things."""
    meter = group.meter
    said = meter.spelled(at_ns) if isinstance(meter, InParts) else ""
    return {"parts": said} if said else {}
