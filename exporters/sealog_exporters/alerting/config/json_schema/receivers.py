"""The part of the schema about whom to tell, where and when: receivers, routes, silences, intervals, links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.syntax.json_schema import (
    DURATION,
    FLAG,
    LITERAL,
    LITERALS,
    TEXT,
    TEXTS,
    any_of,
    integer,
    items,
    mapping,
    ref,
    said,
)

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.json_schema import Schema

_TIMING: Final = {"send_resolved": FLAG, "timeout": DURATION}
_PLACES: Final = ("alertmanager", "apprise", "email", "otlp", "pagerduty", "slack", "webhook")


def _secret(name: str) -> dict[str, Schema]:
    """List the three ways in which a secret is given."""
    return {
        name: TEXT,
        f"{name}_env": said("The environment variable that holds it.", TEXT),
        f"{name}_file": said("The file that holds it, relative to this one.", TEXT),
    }


TELLING: Final[dict[str, Schema]] = {
    "receiver": mapping(
        {"name": TEXT, **{f"{place}_configs": items(ref(f"{place}_config")) for place in _PLACES}}, required=("name",)
    ),
    "webhook_config": mapping(
        {
            **_secret("url"),
            **_secret("secret"),
            "http_config": ref("http_config"),
            "max_alerts": integer(0),
            "payload": said("A JSON body of your own, whose texts are templates.", {"type": ["object", "array"]}),
            **_TIMING,
        }
    ),
    "apprise_config": mapping({**_secret("url"), **_TIMING}),
    "slack_config": mapping({**_secret("api_url"), **_TIMING}),
    "pagerduty_config": mapping({**_secret("routing_key"), "url": TEXT, **_TIMING}),
    "alertmanager_config": mapping({"url": TEXT, "http_config": ref("http_config"), **_TIMING}, required=("url",)),
    "otlp_config": mapping({"url": TEXT, "http_config": ref("http_config"), **_TIMING}, required=("url",)),
    "http_config": mapping(
        {
            "http_headers": {"type": "object", "additionalProperties": any_of(LITERAL, ref("header"))},
            "tls_config": ref("tls"),
        }
    ),
    "header": mapping(_secret("value")),
    "tls": mapping({"ca_file": TEXT, "cert_file": TEXT, "key_file": TEXT}),
    "email_config": mapping(
        {
            "to": TEXTS,
            "from": TEXTS,
            "smarthost": said("host:port", LITERAL),
            "require_tls": FLAG,
            "auth_username": TEXT,
            "auth_password_file": TEXT,
            **_TIMING,
        },
        required=("to", "smarthost"),
    ),
    "route": mapping(
        {
            "receiver": TEXT,
            "matchers": ref("matchers"),
            "group_by": items(TEXT),
            "group_wait": DURATION,
            "group_interval": DURATION,
            "continue": FLAG,
            "mute_time_intervals": items(TEXT),
            "active_time_intervals": items(TEXT),
            "routes": items(ref("route")),
        }
    ),
    "matchers": said('Such as severity="page" or service_name=~"shop|cart".', TEXTS),
    "inhibition": mapping(
        {"source_matchers": ref("matchers"), "target_matchers": ref("matchers"), "equal": items(TEXT)},
        required=("source_matchers", "target_matchers"),
    ),
    "silence": mapping(
        {
            "matchers": ref("matchers"),
            "starts_at": said("An RFC 3339 time.", LITERAL),
            "ends_at": said("An RFC 3339 time.", LITERAL),
            "comment": TEXT,
            "created_by": TEXT,
        },
        required=("matchers", "ends_at"),
    ),
    "interval": mapping({"name": TEXT, "time_intervals": items(ref("span"))}, required=("name", "time_intervals")),
    "span": mapping(
        {
            "times": items(ref("times")),
            **dict.fromkeys(("weekdays", "days_of_month", "months", "years"), LITERALS),
            "location": said("A time zone, such as Europe/Berlin.", TEXT),
        }
    ),
    "times": mapping({"start_time": LITERAL, "end_time": LITERAL}, required=("start_time", "end_time")),
    "links": mapping({"trace": any_of(TEXT, ref("trace_link")), "logs": any_of(TEXT, ref("logs_link"))}),
    "trace_link": mapping({"grafana": TEXT, "tempo": TEXT}),
    "logs_link": mapping({"grafana": TEXT, "loki": TEXT, "kibana": TEXT, "data_view": TEXT}),
}
