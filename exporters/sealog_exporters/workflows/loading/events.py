"""Puts what GenAI events say about a span, on it or in log records, among the span's attributes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from sealog.records import tool_call

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sealog_exporters.workflows.span import Span

__all__ = ["Event", "SpanEvent", "joined", "of_record", "with_contents"]

Event: TypeAlias = "tuple[str, Mapping[str, Any]]"
"""The name of an event, and its fields: attributes, and the keys of a log record's body."""

_DETAILS = "gen_ai.client.inference.operation.details"
_WHOLE = {"gen_ai.content.prompt": "gen_ai.prompt", "gen_ai.content.completion": "gen_ai.completion"}
_ROLES = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}
_CHOICE = "gen_ai.choice"
_GIVEN, _GAVE = "gen_ai.input.messages", "gen_ai.output.messages"
_CONTENTS = frozenset((_DETAILS, _CHOICE, *_WHOLE, *_ROLES))
_FIELDS = ("role", "content", "tool_calls", "id")


@dataclass(frozen=True)
class SpanEvent:
    """An event in a log record, with the ids of the span that it belongs to."""

    trace_id: str
    span_id: str
    event: Event


def of_record(trace_id: str, span_id: str, name: str, body: Any, attributes: Mapping[str, Any]) -> SpanEvent | None:
    """Give what a log record says of its span; None for one that names no span, or is no GenAI event with content.

    `name` is the record's event name, which older emitters write into the attribute `event.name`.
    """
    name = str(name or attributes.get("event.name") or "")
    if not trace_id or not span_id or name not in _CONTENTS:
        return None
    said = body if isinstance(body, dict) else {"content": body}
    return SpanEvent(trace_id, span_id, (name, {**said, **attributes}))


def joined(parts: Iterable[Span | SpanEvent]) -> list[Span]:
    """Give the spans of `parts` in their order, each with the contents that its events have.

    Events of one span count in their order, wherever they stand. Events of other spans are left out.
    """
    spans: list[Span] = []
    events: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
    for part in parts:
        if isinstance(part, SpanEvent):
            events[part.trace_id, part.span_id].append(part.event)
        else:
            spans.append(part)
    if not events:
        return spans
    return [
        replace(span, attributes=with_contents(span.attributes, events.get((span.trace_id, span.span_id), ())))
        for span in spans
    ]


def with_contents(attributes: Mapping[str, Any], events: Iterable[Event]) -> Mapping[str, Any]:
    """Give the attributes of a span, with the contents that its GenAI events have; what the span has itself stays.

    Known are `gen_ai.client.inference.operation.details`, and the events before it: one for each message, or one for
    the prompt and one for the completion.
    """
    found: dict[str, Any] = {}
    given: list[dict[str, Any]] = []
    gave: list[Any] = []
    for name, fields in events:
        if name == _DETAILS:
            found.update((key, value) for key, value in fields.items() if key.startswith("gen_ai."))
        elif name in _WHOLE:
            found[_WHOLE[name]] = fields.get(_WHOLE[name])
        elif name in _ROLES:
            body = _body(fields)
            given.append({"role": _ROLES[name], **{key: body[key] for key in _FIELDS if body.get(key) is not None}})
        elif name == _CHOICE:
            body = _body(fields)
            message = tool_call.parsed(body.get("message", body.get("content")))
            if message is not None:
                gave.append(message)
    if tool_call.is_tool_call(attributes):
        found |= _call(found, given, gave)
    else:
        said = [{"role": "assistant", **(one if isinstance(one, dict) else {"content": one})} for one in gave]
        found |= {key: messages for key, messages in ((_GIVEN, given), (_GAVE, said)) if messages}
    return found | {key: value for key, value in attributes.items() if value is not None} if found else attributes


def _body(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the fields of a message, which some emitters write as JSON into one attribute."""
    inner = tool_call.parsed(fields.get("gen_ai.event.content"))
    return {**fields, **inner} if isinstance(inner, dict) else fields


def _call(found: Mapping[str, Any], given: list[dict[str, Any]], gave: list[Any]) -> dict[str, Any]:
    """Give what messages on the span of a tool call say: its arguments, and its result."""
    arguments = _part(found.get(_GIVEN), "tool_call", ("arguments",))
    if arguments is None and given:
        arguments = given[0].get("content")
    result = _part(found.get(_GAVE), "tool_call_response", ("response", "result"))
    if result is None and gave:
        result = gave[0]
    pairs = ((tool_call.ARGUMENTS[0], arguments), (tool_call.RESULT[0], result))
    return {key: value for key, value in pairs if value is not None}


def _part(messages: Any, kind: str, keys: tuple[str, ...]) -> Any:
    messages = tool_call.parsed(messages)
    for message in messages if isinstance(messages, list) else ():
        parts = message.get("parts") if isinstance(message, dict) else None
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, dict) and part.get("type") == kind:
                return next((part[key] for key in keys if part.get(key) is not None), None)
    return None
