"""One span of a request, sealed in place as the SDK seals its own; one that can't be sealed is blacked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.trace import TraceState

from sealog.crypto.authenticity import brought
from sealog.notices import say_once
from sealog.processor.blackout import BLACK
from sealog.processor.carried import carried, foreign, keys_in
from sealog.processor.trace_state import masked_entries
from sealog.processor.values.walk import MAX_ITEMS
from sealog.records import attributes as names
from sealog_exporters.sealing.log_records import SPAN_ID_BYTES, drop_false_ids, has_merged
from sealog_exporters.sealing.own import believed
from sealog_exporters.sealing.values import attributes_of, put_attributes

if TYPE_CHECKING:
    from opentelemetry.proto.trace.v1.trace_pb2 import Span

    from sealog.detect.engine.scanner import Scanner
    from sealog.processor.sealing import Sealing

__all__ = ["black_span", "seal_span"]

_PATHS = ("$name", "", "$event", "$link", "$status")


def seal_span(span: Span, sealing: Sealing) -> bool:
    """Seal a span; give whether it could be. Never raises."""
    try:
        _seal(span, sealing)
    except Exception as error:  # noqa: BLE001 - the sender must be answered, and the next hop not see the plaintext
        say_once("span", f"a span could not be sealed and was blacked out ({type(error).__name__})")
        black_span(span)
        return False
    return True


def black_span(span: Span) -> None:
    """Take every text out of a span; times, kind, status code and place in the trace stay."""
    _drop_false_ids(span)
    for field in ("trace_state", "attributes", "events", "links"):
        span.ClearField(field)
    span.status.message = ""
    span.name = BLACK


def _drop_false_ids(span: Span) -> None:
    drop_false_ids(span)
    for link in span.links:
        drop_false_ids(link)
    if len(span.parent_span_id) not in {0, SPAN_ID_BYTES}:
        span.parent_span_id = b""


def _seal(span: Span, sealing: Sealing) -> None:
    _drop_false_ids(span)
    for some in (span.events, span.links):
        _drop_behind(some, span)
    given = attributes_of(span.attributes)
    present = believed(given, sealing.scanner.entities)
    old = foreign(present)
    events = [(event.name, attributes_of(event.attributes)) for event in span.events]
    links = [attributes_of(link.attributes) for link in span.links]
    with brought(keys_in(present)):
        parts = (span.name, old, events, links, span.status.message)
        (name, new, new_events, new_links, status), replacer = sealing.sealed(parts, _PATHS)
    span.name = name
    if status != span.status.message:
        span.status.message = status
    if new is not old:
        present = {key: value for key, value in present.items() if key not in old} | new
        present.pop("", None)  # a name that was dropped
    more = {} if replacer is None else carried(present, replacer)
    more.pop(names.PSEUDONYM, None)  # nobody counts spans, and their stores would keep it
    if present is not given or more or has_merged(given):
        put_attributes(span.attributes, {**present, **more})
    _put_events(span.events, events, new_events)
    _put_links(span.links, links, new_links)
    span.trace_state = _masked(span.trace_state, sealing.scanner)
    for link in span.links:
        link.trace_state = _masked(link.trace_state, sealing.scanner)
    if replacer is not None and replacer.failed:
        say_once("seal", "a value could not be sealed and was masked")


def _drop_behind(some: Any, span: Span) -> None:
    """Drop the events or links behind the most that are looked at, and count them as dropped."""
    left_out = len(some) - MAX_ITEMS
    if left_out > 0:
        del some[MAX_ITEMS:]
        if some is span.events:
            span.dropped_events_count = min(span.dropped_events_count + left_out, 0xFFFFFFFF)
        else:
            span.dropped_links_count = min(span.dropped_links_count + left_out, 0xFFFFFFFF)


def _put_events(target: Any, old: list[Any], new: list[Any]) -> None:
    if new is old and not any(has_merged(attributes) for _, attributes in old):
        return
    pairs = [item for item in new if not isinstance(item, str)]
    del target[len(pairs) :]
    for event, (name, attributes) in zip(target, pairs, strict=True):
        event.name = name
        put_attributes(event.attributes, attributes)


def _put_links(target: Any, old: list[Any], new: list[Any]) -> None:
    if new is old and not any(map(has_merged, old)):
        return
    mappings = [item for item in new if not isinstance(item, str)]
    del target[len(mappings) :]
    for link, attributes in zip(target, mappings, strict=True):
        put_attributes(link.attributes, attributes)


def _masked(trace_state: str, scanner: Scanner) -> str:
    """Give a trace state with personal values masked; of one that is misspelled only what is not is left."""
    if not trace_state:
        return trace_state
    entries = list(TraceState.from_header([trace_state]).items())
    return TraceState(list(masked_entries(entries, scanner))).to_header()
