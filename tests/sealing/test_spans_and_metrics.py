"""Spans of other senders are sealed in every place; what is found in metrics is masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from sealing.otlp_requests import EMAIL, fields, opened, request_sealer, sealed_span
from sealog_exporters.otlp.signals import METRICS
from sealog_exporters.sealing.values import put_attributes

if TYPE_CHECKING:
    from pathlib import Path

ID, TRACE_ID = bytes(range(8)), bytes(range(16))
REFERENCE = 536_221_234
"""A number that may be somebody's, in a place where OTLP has a reference."""


def span(**more: Any) -> Span:
    made = Span(name="GET /", trace_id=TRACE_ID, span_id=ID, kind=Span.SPAN_KIND_SERVER, **more)
    put_attributes(made.attributes, {"http.request.method": "GET"})
    return made


def test_every_place_of_a_span_is_sealed_and_opens_again(tmp_path: Path) -> None:
    made = span(trace_state=f"vendor={EMAIL}")
    made.name = f"GET /users/{EMAIL}"
    made.status.message = f"no user {EMAIL}"
    put_attributes(made.attributes, {"user": EMAIL, "n": 3})
    put_attributes(made.events.add(name=f"sent to {EMAIL}").attributes, {"address": [EMAIL], "password": "hunter2!x"})
    put_attributes(made.links.add(trace_id=TRACE_ID, span_id=ID, trace_state=f"v={EMAIL}").attributes, {"to": EMAIL})
    sealed = sealed_span(made)
    assert EMAIL not in str(sealed)
    assert "hunter2" not in str(sealed)
    assert sealed.trace_state == "vendor=[masked:email_address]"
    assert fields(sealed)["sealog.entities"] == ["email_address", "password"]
    text = opened(str(sealed), fields(sealed)["sealog.key"], tmp_path)
    assert text.count(EMAIL) == 6
    assert "sealog.uid" not in fields(sealed)


def test_a_number_in_a_reference_to_a_string_table_does_not_go_out() -> None:
    made = span()
    for holder in (made, made.events.add(name="begun"), made.links.add(trace_id=TRACE_ID, span_id=ID)):
        holder.attributes.add(key="ssn").value.string_value_strindex = REFERENCE
        holder.attributes.add(key="n", key_strindex=REFERENCE).value.int_value = 3
    sealed = sealed_span(made)
    assert str(REFERENCE) not in str(sealed)
    assert len(sealed.events) == len(sealed.links) == 1


def test_nor_does_one_in_metrics() -> None:
    request = ExportMetricsServiceRequest()
    metric = request.resource_metrics.add().scope_metrics.add().metrics.add(name="orders")
    point = metric.gauge.data_points.add(as_int=3)
    for pairs in (point.attributes, point.exemplars.add().filtered_attributes):
        pairs.add(key="ssn").value.string_value_strindex = REFERENCE
    (part,) = request_sealer().seal(METRICS, request.SerializeToString()).parts
    assert str(REFERENCE) not in str(ExportMetricsServiceRequest.FromString(part))


def test_a_clean_span_stays_as_it_is() -> None:
    made = span(trace_state="vendor=t61rcWkgMzE")
    made.events.add(name="begun", time_unix_nano=7)
    made.links.add(trace_id=TRACE_ID, span_id=ID)
    assert sealed_span(made) == made


def test_sealing_a_span_twice_changes_nothing() -> None:
    made = span()
    made.name = f"for {EMAIL}"
    once = sealed_span(made)
    assert sealed_span(once) == once


def test_an_sdk_s_equality_tags_stay_and_anything_else_under_their_names_is_the_sender_s() -> None:
    tag = "abcdefgh-abcdefghijklmnop"
    made = span()
    put_attributes(
        made.attributes, {"to": "[masked:phone_number]", "sealog.arguments_eq": tag, "sealog.result_eq": EMAIL}
    )
    sealed = fields(sealed_span(made))
    assert sealed["sealog.arguments_eq"] == tag
    assert "sealog.result_eq" not in sealed
    assert sealed["application.sealog.result_eq"].startswith("seal1~email_address~")


def test_a_span_with_more_events_than_are_looked_at_counts_the_others_as_dropped() -> None:
    made = span()
    for _ in range(10_003):
        made.events.add(name="e")
    sealed = sealed_span(made)
    assert len(sealed.events) == 10_000
    assert sealed.dropped_events_count == 3


def test_metrics_keep_their_series_and_lose_what_is_personal() -> None:
    request = ExportMetricsServiceRequest()
    resource = request.resource_metrics.add()
    put_attributes(resource.resource.attributes, {"owner": EMAIL})
    metric = resource.scope_metrics.add().metrics.add(name="http.server.requests", description=f"of {EMAIL}")
    point = metric.sum.data_points.add(as_int=4)
    put_attributes(point.attributes, {"user.email": EMAIL, "http.route": "/orders"})
    put_attributes(point.exemplars.add(trace_id=TRACE_ID, span_id=ID).filtered_attributes, {"to": EMAIL})
    (part,) = request_sealer().seal(METRICS, request.SerializeToString()).parts
    assert EMAIL.encode() not in part
    sealed = ExportMetricsServiceRequest.FromString(part).resource_metrics[0]
    assert fields(sealed.resource)["owner"].startswith("seal1k~email_address~")
    new = sealed.scope_metrics[0].metrics[0]
    assert new.description == "of [masked:email_address]"
    assert fields(new.sum.data_points[0]) == {"user.email": "[masked:email_address]", "http.route": "/orders"}
    assert new.sum.data_points[0].as_int == 4
