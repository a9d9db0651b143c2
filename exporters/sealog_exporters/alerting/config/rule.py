"""Reads one rule of a rule file, with its defaults."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.aggregations.registry import aggregation_types
from sealog_exporters.alerting.config import defaults
from sealog_exporters.alerting.config.aggregations import COMBINING, read_aggregation
from sealog_exporters.alerting.config.match import read_match, read_nodes
from sealog_exporters.alerting.matching.field import label_name
from sealog_exporters.alerting.matching.severity import ALL
from sealog_exporters.alerting.model import annotation_template
from sealog_exporters.alerting.model.aggregation import RuleContext
from sealog_exporters.alerting.model.record_fields import MAX_FIELDS, is_record_placeholder, record_placeholders
from sealog_exporters.alerting.model.rule import MAX_GROUPS, Cooldown, Rule
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sealog_exporters.alerting.config.entity_index import IndexesOf
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_KEYS = (
    "alert",
    "match",
    "window",
    "group_by",
    "max_groups",
    "for",
    "keep_firing_for",
    "cooldown",
    "labels",
    "annotations",
    "notify",
)
MOST_GROUPS = 1_000_000
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_MAX_GROUP_FIELDS = 8


def read_rule(node: YamlNode, group: str, receivers: Collection[str], threshold: int, indexes_of: IndexesOf) -> Rule:
    """Read a rule.

    Args:
        node: the rule's map.
        group: name of the group that it stands in.
        receivers: names that it may notify; all of them where it names none.
        threshold: default of `count.gte`.
        indexes_of: turns values of an entity into blind indexes.
    """
    if "expr" in (given := node.entries()):
        raise given["expr"].error("is PromQL or LogQL, which is not understood here; see docs/alerting/migration.md")
    keys = node.keys((*_KEYS, *aggregation_types(), *COMBINING))
    if "alert" not in keys:
        raise node.error("has no name; add `alert: NAME`")
    window_ns = keys["window"].duration(1) if "window" in keys else defaults.WINDOW_NS
    context = RuleContext(window_ns, threshold, lambda match: read_nodes(match, indexes_of))
    aggregation = read_aggregation(keys, context)
    # Errors are what is counted by default; for the other kinds that would be a trap.
    unsaid = defaults.SEVERITIES if isinstance(aggregation, Count) else ALL
    severities, match = read_match(keys.get("match"), indexes_of, unsaid)
    group_by = _group_by(keys.get("group_by"))
    labels = _labels(keys.get("labels"), group_by)
    return Rule(
        group=group,
        alert=keys["alert"].text(),
        severities=severities,
        match=match,
        aggregation=aggregation,
        window_ns=window_ns,
        group_by=group_by,
        for_ns=_optional_duration(keys.get("for")),
        keep_firing_for_ns=_optional_duration(keys.get("keep_firing_for")),
        cooldown=_cooldown(keys.get("cooldown")),
        labels=labels,
        annotations=_annotations(keys.get("annotations"), labels, group_by),
        notify=_notify(keys.get("notify"), receivers),
        max_groups=_max_groups(keys.get("max_groups")),
    )


def _optional_duration(node: YamlNode | None) -> int:
    return 0 if node is None else node.duration(0)


def _group_by(node: YamlNode | None) -> tuple[str, ...]:
    """Read the group fields: each once, and no two that become the same label."""
    if node is None:
        return defaults.GROUP_BY
    if node.is_list and not node.raw.value:
        return ()  # one group for everything, said on purpose
    labels: dict[str, str] = {"alertname": "the alert's name"}
    fields = []
    for item in node.items():
        field = item.text()
        label = label_name(field)
        if label in labels:
            raise item.error(f"`{field}` becomes the label `{label}`, which is taken by {labels[label]}")
        labels[label] = f"`{field}`"
        fields.append(field)
    if len(fields) > _MAX_GROUP_FIELDS:
        raise node.error(f"must be at most {_MAX_GROUP_FIELDS} fields")
    return tuple(fields)


def _max_groups(node: YamlNode | None) -> int:
    """Read how many series are kept."""
    return MAX_GROUPS if node is None else node.integer(1, MOST_GROUPS)


def _cooldown(node: YamlNode | None) -> Cooldown:
    """Read a duration, or `{every, factor, max}`."""
    if node is None:
        return defaults.COOLDOWN
    if not node.is_map:
        every_ns = node.duration(NS)
        return Cooldown(every_ns, 1.0, every_ns)
    keys = node.keys(("every", "factor", "max"))
    every_ns = keys["every"].duration(NS) if "every" in keys else defaults.COOLDOWN.every_ns
    factor = keys["factor"].real(1.0, 100.0) if "factor" in keys else 1.0
    max_ns = keys["max"].duration(NS) if "max" in keys else max(defaults.BACKOFF_MAX_NS, every_ns)
    if max_ns < every_ns:
        raise keys["max"].error("must not be shorter than `every`")
    return Cooldown(every_ns, factor, max_ns)


def _labels(node: YamlNode | None, group_by: Collection[str]) -> dict[str, str]:
    """Read labels; none may replace one that every alert has."""
    if node is None:
        return {}
    own = {"alertname", *(label_name(field) for field in group_by)}
    labels = {}
    for name, value in node.entries().items():
        if not _LABEL.fullmatch(name):
            raise value.error(f"`{name}` is not a label name (letters, digits and _, no digit first)")
        if name in own:
            raise value.error(f"every alert of this rule has a label `{name}` already")
        labels[name] = value.literal()
    return labels


def _annotations(node: YamlNode | None, labels: Mapping[str, str], group_by: Collection[str]) -> dict[str, str]:
    """Read annotations, whose templates may ask for what the alert will have."""
    if node is None:
        return {}
    all_labels = {"alertname", *labels, *(label_name(field) for field in group_by)}
    known = annotation_template.names(all_labels, tuple(group_by))
    annotations = {}
    for name, value in node.entries().items():
        text = value.literal()
        for asked in annotation_template.unknown_names(text, known):
            if not is_record_placeholder(asked):
                raise value.error(f"the template asks for `{asked}`; allowed: {', '.join(known)}, record.FIELD")
        annotations[name] = text
    if len(record_placeholders(annotations)) > MAX_FIELDS:
        raise node.error(f"asks for more than {MAX_FIELDS} fields of the record")
    return annotations


def _notify(node: YamlNode | None, receivers: Collection[str]) -> tuple[str, ...]:
    """Read receiver names: all where the key is missing."""
    if node is None:
        return tuple(receivers)
    names = []
    for item in node.one_or_more():
        name = item.text()
        if name not in receivers:
            raise item.error(f"unknown receiver `{name}`; known: {', '.join(receivers)}")
        if name not in names:
            names.append(name)
    return tuple(names)
