"""What the keys of a rule file mean, for editors and for docs/reference/alert-rules.md.

A key that its own schema describes (`said`) keeps that text. A part or key that is not here has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.json_schema import Schema

_DELIVERY: Final = {
    "send_resolved": "Whether the end of an alert is told too; default true.",
    "timeout": "How long an attempt may take; default 10s.",
}
_THRESHOLD: Final = {
    "gte": "Fires while the value is this or more.",
    "gt": "Fires while the value is more than this.",
    "lte": "Fires while the value is this or less.",
    "lt": "Fires while the value is less than this.",
    "clear": "Ends only beyond this value, so that the alert does not flap; default: the threshold.",
}
_LABELS: Final = "Labels that it must have; others don't matter."

DESCRIPTIONS: Final[dict[str, dict[str, str]]] = {
    "": {
        "inhibit_rules": "Which alerts hold back which others while they fire.",
        "silences": "Alerts that are muted for a time.",
        "time_intervals": "Times of day, week or year, by name, for routes.",
    },
    "group": {"name": "The group's name, unique in the file.", "rules": "The rules of the group."},
    "rule": {
        "count": "Fires by the number of records in the window; default {gte: 10}.",
        "distinct": "Fires by the number of different values of a field.",
        "ratio": "Fires by the part of the records that also matches something else.",
        "absent": "Fires when no record came for a whole window.",
        "spike": "Fires when there are many times more or fewer records than usual.",
        "new": "Fires when a field has a value that its group has not had.",
        "value": "Fires by a statistic of a field's numbers.",
        "sequence": "Fires when records came for each of several steps.",
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
    "part": {
        "count": "The number of records.",
        "distinct": "The number of different values of a field.",
        "ratio": "The part of the records that also matches something else.",
        "absent": "No record for a whole window.",
        "spike": "The multiple of the usual number of records.",
        "new": "A value that the group has not had.",
        "value": "A statistic of a field's numbers.",
        "sequence": "Records for each of several steps.",
    },
    "count": {
        "gte": "Fires at this number of records; default 10.",
        "lt": "Fires below this number of records, none among them, once a whole window was watched.",
        "lte": "Fires at this number of records or fewer, once a whole window was watched.",
        "clear": "Ends only below this number (with `lt` or `lte`: above it); default: the threshold.",
    },
    "distinct": {
        "field": "The field whose values are counted.",
        "gte": "Fires at this number of different values.",
        "clear": "Ends only below this number of values; default: the threshold.",
    },
    "ratio": {
        **_THRESHOLD,
        "of": "What the part of the records matches besides `match`.",
        "least": "Below this number of records in the window it is silent; default 20.",
    },
    "absent_map": {"forget": "After so long a silent group is given up; default 1d."},
    "spike": {
        **_THRESHOLD,
        "least": "For a rise, so many records must be there; for a fall, so many must be usual; default 10.",
        "warmup": "Windows that are learned before anything fires; default 12.",
        "weekly": "Whether the hour of the week has its own usual number after two weeks; default true.",
    },
    "new": {
        "field": "The field whose values are remembered.",
        "learn": "For how long a new group only learns; default 1d.",
        "forget": "After so long without it a value is new again; default 30d.",
    },
    "value": {
        **_THRESHOLD,
        "field": "The field whose numbers are looked at.",
        "stat": "Which statistic; or give `percentile`.",
        "percentile": "Which percentile, 0 to 100; or give `stat`.",
        "least": "Below this number of numbers in the window it is silent; default 1.",
    },
    "sequence": {
        "steps": "2 to 8 matches; one record stands for each.",
        "ordered": "Whether the records must come in this order; default true.",
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
    "expectation": {"at": "The moment at which it is looked."},
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
        "alertmanager_configs": "Instances of Prometheus Alertmanager, by its API v2.",
        "apprise_configs": "Services that Apprise reaches.",
        "email_configs": "Mailboxes.",
        "otlp_configs": "OTLP endpoints, which get alerts as log records.",
        "pagerduty_configs": "PagerDuty services, by the Events API v2.",
        "slack_configs": "Slack channels, by incoming webhooks.",
        "webhook_configs": "URLs that get Alertmanager's JSON, or a body of your own.",
    },
    "webhook_config": {
        **_DELIVERY,
        "url": "Where it is sent; http or https.",
        "secret": "The key of the signature in the header X-Sealog-Signature.",
        "http_config": "Headers and certificates.",
        "max_alerts": "How many alerts a notification holds; default 0: all.",
    },
    "apprise_config": {**_DELIVERY, "url": "Apprise's URL of the service."},
    "slack_config": {**_DELIVERY, "api_url": "The URL of the incoming webhook."},
    "pagerduty_config": {
        **_DELIVERY,
        "routing_key": "The integration key of the service.",
        "url": "The endpoint of another region.",
    },
    "alertmanager_config": {
        **_DELIVERY,
        "url": "Where Alertmanager is; its path is added.",
        "http_config": "Headers and certificates.",
    },
    "otlp_config": {
        **_DELIVERY,
        "url": "The OTLP endpoint over HTTP; /v1/logs is added.",
        "http_config": "Headers and certificates.",
    },
    "http_config": {
        "http_headers": "Headers that are added to each request.",
        "tls_config": "Certificates.",
    },
    "header": {"value": "The header's value."},
    "tls": {
        "ca_file": "The authority that the receiver's certificate is checked against.",
        "cert_file": "The client's own certificate.",
        "key_file": "The key of that certificate.",
    },
    "email_config": {
        **_DELIVERY,
        "to": "Who gets the mail: an address, several by comma, or a list; each gets a mail of its own.",
        "from": "Who sends it; default sealog@localhost.",
        "require_tls": "Whether the server must offer TLS; default true.",
        "auth_username": "The user at the mail server.",
        "auth_password_file": "The file that holds the password, relative to this one.",
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
    "trace_link": {"grafana": "Grafana's URL.", "tempo": "The uid of its Tempo data source."},
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
