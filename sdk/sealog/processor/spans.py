"""Seals spans: gives a sealed copy of an ended span, and changes no live span.

A span without findings is returned as the same object; of one that can't be sealed, the copy has no texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from opentelemetry.attributes import BoundedAttributes
from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.util import BoundedList
from opentelemetry.trace import Link, Status

from sealog.crypto.authenticity import brought
from sealog.crypto.equality import OF_PROCESS
from sealog.notices import say_once
from sealog.processor.blackout import black_span
from sealog.processor.carried import GIVEN, carried, foreign, keys_in, renamed
from sealog.processor.limits.bounds import cut_attributes
from sealog.processor.origins import Origins
from sealog.processor.trace_state import masked_context
from sealog.processor.values.shapes import text_of
from sealog.processor.values.walk import MAX_ITEMS
from sealog.records import attributes as names
from sealog.records import tool_call

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sealog.crypto.equality import EqualityTags
    from sealog.detect.engine.scanner import Scanner
    from sealog.processor.sealing import Sealing


class SpanSealing:
    """Seals name, attributes, status description, trace states, events, links, scope and resource of ended spans.

    `max_value` is the length limit of attributes that OpenTelemetry would apply: ours cuts no sealed value. Of a tool
    call whose arguments or result are sealed, `tags` lets equal ones be told. Safe from any thread.
    """

    def __init__(self, sealing: Sealing, *, max_value: int | None = None, tags: EqualityTags = OF_PROCESS) -> None:
        self._sealing = sealing
        self._origins = Origins(sealing)
        self._max_value = max_value
        self._tags = tags

    def seal(self, span: ReadableSpan) -> ReadableSpan:
        """Give the span sealed. Never raises."""
        try:
            with brought(keys_in(span.attributes or {})):
                return self._seal(span)
        except Exception as error:  # noqa: BLE001 - the application must not see it, the store not the plaintext
            say_once("span", f"a span could not be sealed and was blacked out ({type(error).__name__})")
            return black_span(span)

    def _seal(self, span: ReadableSpan) -> ReadableSpan:
        attributes = span.attributes or {}
        if given := renamed(attributes):
            attributes = {key: value for key, value in attributes.items() if GIVEN + key not in given} | given
        parts = whole = _parts(span, attributes)
        if self._max_value is not None:
            parts = _cut(parts, self._max_value, self._sealing.scanner)
        more: dict[str, Any] = {}
        sealed, replacer = self._sealing.sealed(parts, _PATHS)
        if sealed is not parts:
            parts = _without_notes(*sealed)
        if replacer is not None:
            more = carried(attributes, replacer)
            more.pop(names.PSEUDONYM, None)  # alert rules count log records only, and a span store would keep it
        if parts.attributes is not whole.attributes and tool_call.is_tool_call(whole.attributes):
            more |= self._equality(whole.attributes, parts.attributes)
        resource, scope = self._origins.resource(span.resource), self._origins.scope(span.instrumentation_scope)
        contexts = self._contexts(span)
        if (
            parts is whole
            and not given
            and resource is span.resource
            and scope is span.instrumentation_scope
            and contexts == (span.context, span.parent, [link.context for link in span.links])
        ):
            return span
        own = {names.KEY: attributes[names.KEY]} if keys_in(attributes) else {}
        return _rebuilt(span, parts, {**own, **more}, resource, scope, contexts)

    def _equality(self, given: Mapping[str, Any], sealed: Mapping[str, Any]) -> dict[str, str]:
        """Give the equality tags for a tool call's contents that were changed; a dropped one has none."""
        tags = {}
        for name, keys, bare in _COMPARED:
            key = tool_call.first_of(given, keys)
            if key is None or key not in sealed or sealed[key] == given[key]:
                continue
            value = given[key]
            if isinstance(value, str) and len(value) > _MAX_COMPARED:
                continue
            if (text := tool_call.spelled(bare(tool_call.parsed(value)))) is not None:
                tags[name] = self._tags(name, text)
        return tags

    def _contexts(self, span: ReadableSpan) -> _Contexts:
        scanner = self._sealing.scanner
        links = [masked_context(link.context, scanner) for link in span.links]
        return masked_context(span.context, scanner), masked_context(span.parent, scanner), links


_Contexts: TypeAlias = "tuple[Any, Any, list[Any]]"
"""Of a span, its parent and its links."""


class _Parts(NamedTuple):
    """The parts of a span that can hold a text, in their order in OTLP. `events` are (name, attributes)."""

    name: Any
    attributes: Mapping[str, Any]
    events: Sequence[Sequence[Any]]
    links: Sequence[Mapping[str, Any]]
    status: Any


_COMPARED = (
    (names.ARGUMENTS_EQ, tool_call.ARGUMENTS, tool_call.bare_arguments),
    (names.RESULT_EQ, tool_call.RESULT, tool_call.bare_result),
)

_MAX_COMPARED = 256 * 1024
"""Characters of a content that is compared. Reading that many as JSON takes 3 ms, in which the application waits."""

_PATHS = ("$name", "", "$event", "$link", "$status")


def _parts(span: ReadableSpan, attributes: Mapping[str, Any]) -> _Parts:
    return _Parts(
        text_of(span.name),
        foreign(attributes),
        [(event.name, event.attributes or {}) for event in span.events[:MAX_ITEMS]],
        [link.attributes or {} for link in span.links[:MAX_ITEMS]],
        span.status.description or "",
    )


def _without_notes(
    name: str, attributes: Mapping[str, Any], events: Sequence[Any], links: Sequence[Any], status: str
) -> _Parts:
    # The note of how many are left out is no event and no link; a span counts what was dropped of them itself.
    return _Parts(
        name,
        attributes,
        [event for event in events if not isinstance(event, str)],
        [link for link in links if not isinstance(link, str)],
        status,
    )


def _cut(parts: _Parts, limit: int, scanner: Scanner) -> _Parts:
    def shorter(attributes: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**attributes, **cut_attributes(attributes, limit, scanner)}

    return parts._replace(
        attributes=shorter(parts.attributes),
        events=[(name, shorter(attributes)) for name, attributes in parts.events],
        links=[shorter(attributes) for attributes in parts.links],
    )


def _rebuilt(
    span: ReadableSpan, parts: _Parts, more: Mapping[str, Any], resource: Any, scope: Any, contexts: _Contexts
) -> ReadableSpan:
    context, parent, link_contexts = contexts
    events = [
        Event(name, _bounded(new, event.dropped_attributes), event.timestamp)
        for (name, new), event in zip(parts.events, span.events, strict=False)
    ]
    links = [
        Link(link_context, _bounded(new, link.dropped_attributes))
        for new, link, link_context in zip(parts.links, span.links, link_contexts, strict=False)
    ]
    return ReadableSpan(
        name=parts.name,
        context=context,
        parent=parent,
        resource=resource,
        attributes=_bounded({**parts.attributes, **more}, span.dropped_attributes),
        events=_list(events, span.dropped_events + len(span.events) - len(events)),
        links=_list(links, span.dropped_links + len(span.links) - len(links)),
        kind=span.kind,
        instrumentation_scope=scope,
        status=Status(span.status.status_code, parts.status or None),
        start_time=span.start_time,
        end_time=span.end_time,
    )


def _bounded(attributes: Mapping[str, Any], dropped: int) -> BoundedAttributes:
    # With no limits: OpenTelemetry applied its count when the span was made, and its length would cut a sealed value.
    bounded = BoundedAttributes(attributes=attributes)
    bounded.dropped += dropped
    return bounded


def _list(items: list[Any], dropped: int) -> BoundedList[Any]:
    bounded = BoundedList.from_seq(None, items)
    bounded.dropped = dropped
    return bounded
