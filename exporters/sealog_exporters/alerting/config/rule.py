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
from sealog_exporters.alerting.syntax.json_schema import DURATION, any_of, ref
from sealog_exporters.alerting.syntax.typed_map import (
    LITERAL,
    TEXT,
    Map,
    Value,
    as_it_is,
    duration,
    integer,
    needed,
    optional,
    real,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sealog_exporters.alerting.config.entity_index import IndexesOf
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

MOST_GROUPS = 1_000_000
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_MAX_GROUP_FIELDS = 8


_TEXTS = as_it_is(LITERAL.schema).by_name()


class CooldownMap(Map, part="cooldown"):
    """A pause that grows with each notification."""

    every = optional(duration(NS), "The first pause between notifications; default 30m.", defaults.COOLDOWN.every_ns)
    factor = optional(real(1.0, 100.0), "The factor by which each pause is longer than the one before; default 1.", 1.0)
    max = optional(duration(NS), "The longest pause; default 4h, or `every` if that is longer.")


def _cooldown(node: YamlNode) -> Cooldown:
    """Read a duration, or `{every, factor, max}`."""
    if not node.is_map:
        every_ns = node.duration(NS)
        return Cooldown(every_ns, 1.0, every_ns)
    given = CooldownMap(node)
    every_ns, factor, max_ns = given.every, given.factor, given.max
    if max_ns is None:
        max_ns = max(defaults.BACKOFF_MAX_NS, every_ns)
    elif max_ns < every_ns:
        raise given.given["max"].error("must not be shorter than `every`")
    return Cooldown(every_ns, factor, max_ns)


class RuleMap(Map, part="rule"):
    """A rule; its aggregation stands under one more key."""

    alert = needed(TEXT, "The alert's name, unique in its group.", "has no name; add `alert: NAME`")
    match = optional(as_it_is(ref("match")), "Which records count; all lines must match.")
    window = optional(duration(1), "The time over which it is computed; default 5m.", defaults.WINDOW_NS)
    group_by = optional(
        as_it_is({"type": "array", "items": TEXT.schema}),
        "The fields whose values are counted separately; default [resource.service.name].",
    )
    max_groups = optional(integer(1, MOST_GROUPS), "The number of groups that are kept; default 10000.", MAX_GROUPS)
    for_ = optional(duration(0), "How long the threshold must be reached before it fires.", 0)
    keep_firing_for = optional(duration(0), "How long the threshold must not be reached before it is resolved.", 0)
    cooldown = optional(
        Value(_cooldown, any_of(DURATION, ref("cooldown")), (CooldownMap,)),
        "Pause between notifications; default 30m.",
        defaults.COOLDOWN,
    )
    labels = optional(_TEXTS, "Labels that are added to the alert.", {})
    annotations = optional(
        _TEXTS,
        "Texts with {{ value }}, {{ window }}, {{ labels.NAME }}, {{ group.FIELD }}, {{ record.FIELD }}.",
        {},
    )
    notify = optional(as_it_is(TEXT.schema).one_or_more(), "Receivers; default all.")


def read_rule(node: YamlNode, group: str, receivers: Collection[str], threshold: int, indexes_of: IndexesOf) -> Rule:
    """Read a rule.

    Args:
        node: the rule's map.
        group: name of the group that it stands in.
        receivers: names that it may notify; all of them where it names none.
        threshold: default of `count.gte`.
        indexes_of: turns values of an entity into blind indexes.
    """
    if "expr" in (entries := node.entries()):
        raise entries["expr"].error("is PromQL or LogQL, which is not understood here; see docs/alerting/migration.md")
    given = RuleMap(node, (*aggregation_types(), *COMBINING))
    window_ns = given.window
    context = RuleContext(window_ns, threshold, lambda match: read_nodes(match, indexes_of))
    aggregation = read_aggregation(given.given, context)
    # Errors are what is counted by default; for the other kinds that would be a trap.
    unsaid = defaults.SEVERITIES if isinstance(aggregation, Count) else ALL
    severities, match = read_match(given.match, indexes_of, unsaid)
    group_by = _group_by(given.group_by)
    labels = _labels(given.labels, group_by)
    annotations = _annotations(given.annotations, labels, group_by)
    if len(record_placeholders(annotations)) > MAX_FIELDS:
        raise given.given["annotations"].error(f"asks for more than {MAX_FIELDS} fields of the record")
    return Rule(
        group=group,
        alert=given.alert,
        severities=severities,
        match=match,
        aggregation=aggregation,
        window_ns=window_ns,
        group_by=group_by,
        for_ns=given.for_,
        keep_firing_for_ns=given.keep_firing_for,
        cooldown=given.cooldown,
        labels=labels,
        annotations=annotations,
        notify=_notify(given.notify, receivers),
        max_groups=given.max_groups,
    )


def _group_by(node: YamlNode | None) -> tuple[str, ...]:
    """Read the group fields: each once, and no two that become the same label."""
    if node is None:
        return defaults.GROUP_BY
    if node.is_empty_list:
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


def _labels(given: Mapping[str, YamlNode], group_by: Collection[str]) -> dict[str, str]:
    """Read labels; none may replace one that every alert has."""
    own = {"alertname", *(label_name(field) for field in group_by)}
    labels = {}
    for name, value in given.items():
        if not _LABEL.fullmatch(name):
            raise value.error(f"`{name}` is not a label name (letters, digits and _, no digit first)")
        if name in own:
            raise value.error(f"every alert of this rule has a label `{name}` already")
        labels[name] = value.literal()
    return labels


def _annotations(given: Mapping[str, YamlNode], labels: Mapping[str, str], group_by: Collection[str]) -> dict[str, str]:
    """Read annotations, whose templates may ask for what the alert will have."""
    all_labels = {"alertname", *labels, *(label_name(field) for field in group_by)}
    known = annotation_template.names(all_labels, tuple(group_by))
    annotations = {}
    for name, value in given.items():
        annotations[name] = value.literal()
        for asked in annotation_template.unknown_names(annotations[name], known):
            if not is_record_placeholder(asked):
                raise value.error(f"the template asks for `{asked}`; allowed: {', '.join(known)}, record.FIELD")
    return annotations


def _notify(given: Sequence[YamlNode] | None, receivers: Collection[str]) -> tuple[str, ...]:
    """Read receiver names: all where the key is missing."""
    if given is None:
        return tuple(receivers)
    names = []
    for item in given:
        name = item.text()
        if name not in receivers:
            raise item.error(f"unknown receiver `{name}`; known: {', '.join(receivers)}")
        if name not in names:
            names.append(name)
    return tuple(names)
