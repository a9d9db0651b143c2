"""The dashboards of sealog itself: its alerting, and the way of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.panels import (
    ALERTS,
    ELASTICSEARCH,
    PROMETHEUS,
    WHOLE,
    by_terms,
    lines,
    log_lines,
    over_time,
    page,
    promql,
    records,
    rows,
)

if TYPE_CHECKING:
    from grafana_foundation_sdk.builders.dashboard import Dashboard

ALERT_NAME = "attributes.alert.name"
ALERT_STATUS = "attributes.alert.status"


def alerts() -> Dashboard:
    """What the alerting service takes, decides and delivers."""
    rate = "[$__rate_interval]"
    return (
        page(
            "alerts",
            "sealog: alerts",
            "The alerting service, as it counts itself, and the alerts that a receiver with otlp_configs stored.",
            [ELASTICSEARCH, PROMETHEUS],
        )
        .with_panel(
            lines(
                "Records taken",
                "Records a second that rules saw.",
                promql(f"sum(rate(sealog_alerting_events_total{rate}))"),
            )
        )
        .with_panel(lines("Waiting notifications", "Not delivered yet.", promql("sum(sealog_alerting_waiting)")))
        .with_panel(
            lines(
                "Time by rule",
                "Seconds of CPU a second that each rule takes.",
                promql(f"topk(10, sum by (group, alert) (rate(sealog_alerting_rule_cpu_seconds_total{rate})))"),
                unit="percentunit",
            )
        )
        .with_panel(
            lines(
                "Records tried by rule",
                "Records a second that each rule looked at.",
                promql(f"topk(10, sum by (group, alert) (rate(sealog_alerting_rule_records_tried_total{rate})))"),
            )
        )
        .with_panel(
            lines("Alerts by name", "Firing and resolved, as they were notified.", over_time(ALERTS, ALERT_NAME))
        )
        .with_panel(rows("Alerts", "By name and status.", by_terms(ALERTS, ALERT_NAME, ALERT_STATUS)))
        .with_panel(records("Notified", "The newest alerts; trace_id opens the trace of one.", log_lines(ALERTS)))
    )


def pipeline() -> Dashboard:
    """The way from applications to the store: what waits, what was lost, who refuses."""
    rate = "[$__rate_interval]"
    return (
        page("pipeline", "sealog: pipeline health", "Applications, gateway, collector and sink.", [PROMETHEUS])
        .with_panel(
            lines(
                "Waiting in applications",
                "Records no endpoint has answered for.",
                promql("sum by (sealog_place) (sealog_waiting)"),
            )
        )
        .with_panel(
            lines(
                "Oldest waiting record",
                "How far behind the slowest application is.",
                promql("max(sealog_waiting_oldest_seconds)"),
                unit="s",
            )
        )
        .with_panel(
            lines(
                "Records that will not arrive",
                "By reason; zero is right.",
                promql("sum by (sealog_reason) (increase(sealog_drops_total[$__rate_interval]))"),
            )
        )
        .with_panel(
            lines(
                "Gateway requests",
                "Requests a second by outcome.",
                promql(f"sum by (outcome) (rate(sealog_gateway_requests_total{rate}))"),
            )
        )
        .with_panel(
            lines(
                "Gateway latency",
                "The slowest twentieth.",
                promql(f"histogram_quantile(0.95, sum by (le) (rate(sealog_gateway_request_seconds_bucket{rate})))"),
                unit="s",
            )
        )
        .with_panel(
            lines(
                "Collector queues",
                "Share that is full.",
                promql("max by (exporter) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)"),
                unit="percentunit",
            )
        )
        .with_panel(
            lines(
                "Collector refuses",
                "Records a second; senders repeat them.",
                promql(f"sum by (receiver) (rate(otelcol_receiver_refused_log_records{rate}))"),
            )
        )
        .with_panel(
            lines(
                "Stored in Elasticsearch",
                "Records a second by what became of them.",
                promql(f"sum by (outcome) (rate(sealog_sink_records_total{rate}))"),
            )
        )
        .with_panel(
            lines(
                "Bytes on their way to Elasticsearch",
                "In the sink.",
                promql("sum(sealog_sink_pending_bytes)"),
                unit="bytes",
                span=WHOLE,
            )
        )
    )
