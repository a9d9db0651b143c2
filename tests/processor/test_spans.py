"""Spans: every place of a span is sealed for every exporter, and a span with nothing to seal stays the object it is."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Link, SpanContext, StatusCode

from sealog.detect.engine.scanner import default_scanner
from sealog.instrumentation.signals import install_spans
from sealog.keys.bundle import save_bundle
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog.processor.spans import SpanSealing
from sealog.settings import Settings
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from pathlib import Path

EMAIL = "span@example.com"
KEYS = keyring()
OTHER = SpanContext(1, 2, is_remote=False)


class Traced:
    """A tracer provider whose spans are sealed, and what its exporter got."""

    def __init__(
        self, folder: Path, *, limits: SpanLimits | None = None, spans: Any = "seal", kind: Any = None
    ) -> None:
        save_bundle(KEYS.bundle(), folder / "bundle.json")
        self._exporter = InMemorySpanExporter()
        self.provider = TracerProvider(
            shutdown_on_exit=False, span_limits=limits, resource=Resource({"process.command": EMAIL})
        )
        self.settings = Settings("seal", folder / "bundle.json", folder / "none", None, spans=spans)
        install_spans(self.provider, self.settings)
        self.provider.add_span_processor((kind or SimpleSpanProcessor)(self._exporter))
        self.tracer = self.provider.get_tracer("test")

    def span(self) -> Any:
        self.provider.force_flush()
        return self._exporter.get_finished_spans()[-1]


@pytest.mark.parametrize("kind", [SimpleSpanProcessor, BatchSpanProcessor])
def test_every_place_of_a_span_is_sealed_and_opens_again(tmp_path: Path, kind: Any) -> None:
    traced = Traced(tmp_path, kind=kind)
    with (
        suppress(ValueError),
        traced.tracer.start_as_current_span(
            f"GET /users/{EMAIL}", attributes={"user": EMAIL, "n": 3}, links=[Link(OTHER, {"to": EMAIL})]
        ) as span,
    ):
        span.add_event(f"sent to {EMAIL}", {"address": [EMAIL], "password": "hunter2"})
        raise ValueError(f"raised for {EMAIL}")
    text = traced.span().to_json()
    assert EMAIL not in text
    assert "hunter2" not in text
    assert traced.span().status.description.startswith("ValueError: raised for seal1~email_address~")
    assert traced.span().attributes["sealog.entities"] == ("email_address", "password")
    keeper = gatekeeper(KEYS, tmp_path / "audit.jsonl")
    opened = keeper.open_text(text, [traced.span().attributes["sealog.key"]])
    assert opened.unopened == 0
    assert opened.text.count(EMAIL) == 9
    traced.provider.shutdown()


def test_a_sealed_span_keeps_everything_else(tmp_path: Path) -> None:
    traced = Traced(tmp_path)
    with traced.tracer.start_as_current_span("parent"), traced.tracer.start_as_current_span(EMAIL) as span:
        span.add_event("plain", {"n": 1}, timestamp=77)
        span.set_status(StatusCode.ERROR, "plain")
    sealed = traced._exporter.get_finished_spans()[0]
    assert sealed.context == span.get_span_context()
    assert sealed.parent is not None
    assert (sealed.kind, sealed.start_time, sealed.end_time) == (span.kind, span.start_time, span.end_time)  # type: ignore[attr-defined]  # the SDK's span
    assert (sealed.events[0].timestamp, dict(sealed.events[0].attributes or {})) == (77, {"n": 1})
    assert sealed.status.description == "plain"
    assert "seal1k~" in str(sealed.resource.attributes["process.command"])


def test_a_span_with_nothing_to_seal_is_the_same_object() -> None:
    sealing = SpanSealing(Sealing(default_scanner(), Sealer(KEYS.bundle())))
    span = ReadableSpan("clean", resource=Resource({"a": "b"}), attributes={"n": 1})
    assert sealing.seal(span) is span


def test_the_applications_own_span_keeps_what_it_holds(tmp_path: Path) -> None:
    traced = Traced(tmp_path)
    with traced.tracer.start_as_current_span(EMAIL) as span:
        pass
    assert span.name == EMAIL  # type: ignore[attr-defined]  # the SDK's span
    assert EMAIL not in traced.span().to_json()


def test_the_length_limit_cuts_no_sealed_value(tmp_path: Path) -> None:
    traced = Traced(tmp_path, limits=SpanLimits(max_attribute_length=40))
    with traced.tracer.start_as_current_span(
        "x", attributes={"mail": "z" * 30 + " " + EMAIL, "long": "y" * 60}
    ) as span:
        span.add_event("e", {"mail": EMAIL})
    sealed = traced.span()
    assert "span@" not in sealed.to_json()
    assert sealed.attributes["long"].startswith("y" * 40 + "[sealog: 20 more")
    opened = gatekeeper(KEYS, tmp_path / "a").open_text(
        str(sealed.events[0].attributes["mail"]), [sealed.attributes["sealog.key"]]
    )
    assert opened.text == EMAIL


def test_a_huge_span_is_cut_and_still_sealed() -> None:
    sealing = SpanSealing(Sealing(default_scanner(), Sealer(KEYS.bundle()), 2000))
    sealed = sealing.seal(ReadableSpan("n", attributes={"a": "b " * 5000, "mail": EMAIL}))
    assert EMAIL not in sealed.to_json()
    assert len(sealed.to_json()) < 6000


def test_a_span_that_can_not_be_sealed_is_blacked_out(capsys: pytest.CaptureFixture[str]) -> None:
    class Hostile(dict[str, Any]):
        def items(self) -> Any:
            raise RuntimeError(EMAIL)

    sealed = SpanSealing(Sealing(default_scanner(), None)).seal(
        ReadableSpan(EMAIL, context=OTHER, attributes=Hostile(a=EMAIL))
    )
    assert sealed.name == "[masked:unknown]"
    assert sealed.context is OTHER
    assert EMAIL not in sealed.to_json() + capsys.readouterr().err


def test_spans_can_be_left_alone(tmp_path: Path) -> None:
    traced = Traced(tmp_path, spans="off")
    with traced.tracer.start_as_current_span(EMAIL):
        pass
    assert traced.span().name == EMAIL


def test_installing_twice_seals_once(tmp_path: Path) -> None:
    traced = Traced(tmp_path)
    install_spans(traced.provider, traced.settings)
    with traced.tracer.start_as_current_span(EMAIL):
        pass
    assert traced.span().attributes["sealog.key"].startswith("key1~")


def test_a_provider_whose_spans_nobody_can_seal_is_shut_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class ForeignProvider:
        ended = False

        def add_span_processor(self, _: object) -> None:
            pass

        def shutdown(self) -> None:
            self.ended = True

    provider = ForeignProvider()
    assert install_spans(provider, Settings("mask", tmp_path, tmp_path, None)) == "shut down"
    assert provider.ended
    assert "ForeignProvider" in capsys.readouterr().err


@pytest.mark.parametrize(
    "key", ["service.version", "trace_id", "telemetry.sdk.name", "severity_text", "data_stream.type"]
)
def test_an_attribute_that_is_left_moves_no_finding_of_those_behind_it(tmp_path: Path, key: str) -> None:
    traced = Traced(tmp_path)
    with traced.tracer.start_as_current_span("work", attributes={key: "1.2.3", "note": f"to {EMAIL}", "z": "plain"}):
        pass
    attributes = traced.span().attributes
    assert EMAIL not in attributes["note"]
    assert attributes["note"].startswith("to seal1~email_address~")
    assert (attributes[key], attributes["z"]) == ("1.2.3", "plain")


def test_what_is_left_out_of_a_long_span_moves_no_finding_behind_it() -> None:
    sealing = SpanSealing(Sealing(default_scanner(), None, max_text=3000))
    provider = TracerProvider(shutdown_on_exit=False, span_limits=SpanLimits(max_events=400))
    span: Any = provider.get_tracer("test").start_span(
        "work", links=[Link(OTHER, {"to": f"mail {EMAIL}", "z": "plain"})]
    )
    for number in range(300):
        span.add_event(f"event {number} of many", {"n": "x" * 200})
    span.end()
    sealed = sealing.seal(span)
    assert len(sealed.events) < len(span.events)
    assert dict(sealed.links[0].attributes) == {"to": "mail [masked:email_address]", "z": "plain"}
