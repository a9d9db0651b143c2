"""Reads spans from Langfuse: a trace with its observations, or a list of observations.

The API and the page's export write names in camel case, exports to a blob storage in snake case.
<https://api.reference.langfuse.com>
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError
from sealog.records.tool_call import parsed
from sealog_exporters.workflows.loading.fields import mapping, sequence
from sealog_exporters.workflows.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_observation", "of_observations", "of_trace"]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_FRACTION = re.compile(r"\.(\d+)")
_LONGEST_ID = 256
_CONTENTS = (("input", "langfuse.observation.input"), ("output", "langfuse.observation.output"))
_USAGE = (("input", "promptTokens"), ("output", "completionTokens"), ("total", "totalTokens"))


def is_observation(value: Any) -> bool:
    """Tell whether a value of JSON looks like one of Langfuse's observations."""
    return isinstance(value, dict) and "type" in value and ("startTime" in value or "start_time" in value)


def of_trace(document: dict[str, Any], path: str) -> Iterator[Span]:
    """Give the spans of a trace with its observations, as `GET /api/public/traces/{id}` or the page's export has it.

    Raises:
        SettingError: it is none, or has ids of observations only; the message has the path of what is wrong.
    """
    trace = document["trace"] if isinstance(document.get("trace"), dict) else document
    known = _text(trace, "id", "id", path)
    version = str(trace.get("release") or trace.get("version") or "")
    observations = sequence(document["observations"], f"{path}.observations")
    if observations and isinstance(observations[0], str):
        raise SettingError(f"{path}.observations: only ids; a trace with whole observations is expected")
    yield from of_observations(observations, f"{path}.observations", known, version)


def of_observations(observations: list[Any], path: str, trace: str = "", version: str = "") -> Iterator[Span]:
    """Give a span for each observation. `trace` and `version` are of those that have none themselves.

    Raises:
        SettingError: one is no observation, or of no trace; the message has the path of what is wrong.
    """
    for index, one in enumerate(observations):
        yield _span(mapping(one, f"{path}[{index}]"), f"{path}[{index}]", trace, version)


def _span(observation: dict[str, Any], path: str, trace: str, version: str) -> Span:
    kind = str(observation.get("type", "")).lower()
    trace = _text(observation, "traceId", "trace_id", path, trace)
    parent = _text(observation, "parentObservationId", "parent_observation_id", path, "-")
    start = _time(_field(observation, "startTime", "start_time"), f"{path}.startTime")
    end = _field(observation, "endTime", "end_time")
    at_end = start if end is None and kind == "event" else 0  # an event is a moment
    metadata = parsed(observation.get("metadata"))
    sent = metadata if isinstance(metadata, dict) else {}
    attributes = parsed(sent.get("attributes"))  # what a span had that came over OTLP
    scope = parsed(sent.get("scope"))
    return Span(
        trace_id=trace,
        span_id=_text(observation, "id", "id", path),
        parent_id="" if parent in {"-", trace} else parent,
        name=str(observation.get("name") or ""),
        start_ns=start,
        end_ns=at_end if end is None else _time(end, f"{path}.endTime"),
        failed=observation.get("level") == "ERROR",
        scope=str(scope.get("name", "")) if isinstance(scope, dict) else "",
        version=str(observation.get("version") or version),
        attributes=(attributes if isinstance(attributes, dict) else {}) | _attributes(observation, kind),
    )


def _attributes(observation: dict[str, Any], kind: str) -> dict[str, Any]:
    """Give the attributes by which Langfuse's SDK would have sent the observation."""
    found: dict[str, Any] = {
        "langfuse.observation.type": kind,
        "langfuse.observation.model.name": observation.get("model")
        or _field(observation, "providedModelName", "provided_model_name"),
        "langfuse.observation.model.parameters": _field(observation, "modelParameters", "model_parameters"),
        "langfuse.observation.usage_details": _usage(observation),
        "langfuse.observation.cost_details": _cost(observation),
    }
    found |= {name: observation.get(key) for key, name in _CONTENTS}
    return {name: value for name, value in found.items() if value is not None}


def _usage(observation: dict[str, Any]) -> Any:
    if details := parsed(_field(observation, "usageDetails", "usage_details")):
        return details
    older = observation.get("usage")  # zeros where nothing was recorded
    counts = {key: older.get(key) if isinstance(older, dict) else observation.get(flat) for key, flat in _USAGE}
    return counts if any(counts.values()) else None


def _cost(observation: dict[str, Any]) -> Any:
    if details := parsed(_field(observation, "costDetails", "cost_details")):
        return details
    total = _field(observation, "totalCost", "total_cost") or observation.get("calculatedTotalCost")
    return {"total": total} if total else None


def _field(value: dict[str, Any], name: str, snake: str) -> Any:
    return value.get(name, value.get(snake))


def _text(value: dict[str, Any], name: str, snake: str, path: str, default: str = "") -> str:
    """Give an id, which in Langfuse is any text."""
    found = _field(value, name, snake)
    found = default if found is None or found == "" else found
    if not isinstance(found, str) or not found or len(found) > _LONGEST_ID or not found.isprintable():
        raise SettingError(f"{path}.{name}: an id is expected")
    return found


def _time(value: Any, path: str) -> int:
    """Give ns since the Unix epoch. A time without a zone is in UTC, as ClickHouse writes it."""
    if isinstance(value, str):
        digits = _FRACTION.sub(lambda match: f".{match[1][:6]:0<6}", value.replace("Z", "+00:00"), count=1)
        try:
            time = datetime.fromisoformat(digits)
        except ValueError:
            pass
        else:
            since = (time if time.tzinfo else time.replace(tzinfo=timezone.utc)) - _EPOCH
            return since // timedelta(microseconds=1) * 1_000
    raise SettingError(f"{path}: a time such as 2026-12-02T14:00:00.000Z is expected")
