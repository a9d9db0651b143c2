"""Builds the schema's definitions of receivers, routes, silences, time intervals and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.notifiers.registry import integration_types
from sealog_exporters.alerting.syntax.json_schema import (
    DURATION,
    FLAG,
    LITERAL,
    LITERALS,
    TEXT,
    TEXTS,
    any_of,
    items,
    mapping,
    ref,
    said,
)

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.json_schema import Schema


def receiver_schemas() -> dict[str, Schema]:
    """Return the definitions of receivers and of every kind of integration there is."""
    types = integration_types().values()
    listed = {kind.key: said(kind.about, items(ref(f"{kind.kind}_config"))) for kind in types}
    return {
        "receiver": mapping({"name": TEXT, **listed}, required=("name",)),
        **{f"{kind.kind}_config": kind.schema for kind in types},
        **{name: schema for kind in types for name, schema in kind.definitions.items()},
    }


NOTIFYING: Final[dict[str, Schema]] = {
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
