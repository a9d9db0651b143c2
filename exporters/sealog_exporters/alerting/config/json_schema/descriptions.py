"""Describes the keys of a rule file that belong to no notifier or aggregation, for editors and the reference page.

A key that its own schema describes (`said`) keeps that text. A part or key that is not here has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.json_schema import Schema

_LABELS: Final = "Labels that it must have; others don't matter."

DESCRIPTIONS: Final[dict[str, dict[str, str]]] = {
    "": {
        "inhibit_rules": "Which alerts hold back which others while they fire.",
        "silences": "Alerts that are muted for a time.",
        "time_intervals": "Times of day, week or year, by name, for routes.",
    },
    "group": {
        "name": "The group's name, unique in the file.",
        "rules": "The rules of the group.",
    },
    "rule": {
        "labels": "Labels that are added to the alert.",
    },
    "cooldown": {
        "every": "The first pause between notifications; default 30m.",
        "factor": "By how much each pause is longer than the one before; default 1.",
        "max": "The longest pause; default 4h, or `every` if that is longer.",
    },
    "match": {
        "any_of": "At least one of these matches.",
        "all_of": "All of these match.",
        "none_of": "None of these matches.",
    },
    "severity_bounds": {
        "gte": "This level or a higher one.",
        "gt": "A higher level.",
        "lte": "This level or a lower one.",
        "lt": "A lower level.",
    },
    "case": {
        "name": "What the test shows.",
        "input": "The records that come, on virtual time; an empty list is silence.",
        "expect": "What has happened by certain moments.",
    },
    "input": {
        "at": "When the first of these records comes, from second 0, a Wednesday, 00:00 UTC; default 0s.",
        "repeat": "How many records come; default 1.",
        "every": "The time between them.",
        "severity": "Their severity; default INFO.",
        "body": "Their log line.",
        "event_name": "Their event name.",
        "scope": "Their scope: the logger's name.",
        "trace_id": "Their trace id, hexadecimal.",
        "attributes": "Their attributes.",
        "resource": "The attributes of their resource.",
    },
    "expectation": {
        "at": "The moment at which it is looked.",
    },
    "hush": {
        "matchers": "Which alerts it mutes.",
        "at": "When it begins; default 0s.",
        "for": "How long it lasts.",
    },
    "expected_notice": {
        "alert": "The alert's name.",
        "value": "The value that was told; any if it is left out.",
        "labels": _LABELS,
        "receiver": "Who was told; anybody if it is left out.",
        "status": "Which of the two was told; default firing.",
    },
    "expected_alert": {
        "alert": "The alert's name.",
        "value": "Its value; any if it is left out.",
        "labels": _LABELS,
    },
    "receiver": {
        "name": "The name by which `notify` and routes call it.",
    },
    "route": {
        "receiver": "Who is told; default: the receiver of the route around it.",
        "matchers": "Which alerts take this route; default: all.",
        "group_by": "Labels whose alerts are told together; ['...'] for all labels.",
        "group_wait": "How long the first notification of a group waits for more; default 0s.",
        "group_interval": "The pause between two notifications of a group; default 0s.",
        "continue": "Whether the routes behind it are tried too; default false.",
        "mute_time_intervals": "Times at which this route does not tell.",
        "active_time_intervals": "The only times at which this route tells.",
        "routes": "Routes inside this one, tried in order.",
    },
    "inhibition": {
        "source_matchers": "The alerts that hold others back while they fire.",
        "target_matchers": "The alerts that are held back.",
        "equal": "Labels that both must have with the same value.",
    },
    "silence": {
        "matchers": "Which alerts it mutes.",
        "comment": "Why.",
        "created_by": "Who made it.",
    },
    "interval": {
        "name": "The name by which routes call it.",
        "time_intervals": "The spans of time; one that holds is enough.",
    },
    "span": {
        "times": "Times of day.",
        "weekdays": "Days of the week, such as monday:friday.",
        "days_of_month": "Days of the month, such as 1:5; -1 is the last.",
        "months": "Months, such as january:march, or 1:3.",
        "years": "Years, such as 2026:2027.",
    },
    "times": {
        "start_time": "The first minute, such as 22:00.",
        "end_time": "The minute behind the last, such as 24:00.",
    },
    "links": {
        "trace": "Where a trace is shown: a tool, or a URL with holes.",
        "logs": "Where the records of an alert's group are shown: a tool, or a URL with holes.",
    },
    "trace_link": {
        "grafana": "Grafana's URL.",
        "tempo": "The uid of its Tempo data source.",
    },
    "logs_link": {
        "grafana": "Grafana's URL.",
        "loki": "The uid of its Loki data source.",
        "kibana": "Kibana's URL; it may end in /s/SPACE.",
        "data_view": "The id of Kibana's data view.",
    },
}
"""By part (the name of its definition; the file itself has none), then by key."""


def described(schema: Schema) -> Schema:
    """Return a schema whose keys have their descriptions."""
    parts = {name: _described(part, DESCRIPTIONS.get(name, {})) for name, part in schema["$defs"].items()}
    return {**_described(schema, DESCRIPTIONS[""]), "$defs": parts}


def _described(part: Schema, texts: dict[str, str]) -> Schema:
    keys = part.get("properties")
    if not keys:
        return part
    return {
        **part,
        "properties": {
            name: key if "description" in key or name not in texts else {"description": texts[name], **key}
            for name, key in keys.items()
        },
    }
