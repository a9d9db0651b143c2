"""Reads the arguments and the result of a tool call from a span's attributes, in the names of each emitter.

Equal values get equal texts, whoever wrote them: that is what calls are compared by.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

OPERATION = (
    "gen_ai.operation.name",
    "openinference.span.kind",
    "traceloop.span.kind",
    "llm.request.type",
    "langfuse.observation.type",
    "mcp.method.name",
)
"""Attributes that say what a span is: OpenTelemetry's, OpenInference's, Traceloop's (two), Langfuse's, MCP's."""

_RETRIEVALS = frozenset({"retrieval", "retriever"})

TOOL_OPERATIONS = frozenset({"execute_tool", "tool", "tools/call"}) | _RETRIEVALS
"""Their values for tool calls, in lower case. A look-up of documents counts as one."""

ARGUMENTS = (
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.arguments",
    "tool_arguments",
    "mcp.request.argument",
    "gen_ai.retrieval.query.text",
    "traceloop.entity.input",
    "langfuse.observation.input",
    "input.value",
    "tool.parameters",
)
"""Attributes with the arguments, the most telling first."""

RESULT = (
    "gen_ai.tool.call.result",
    "gen_ai.tool.result",
    "tool_response",
    "mcp.tool.result",
    "mcp.response.value",
    "gen_ai.retrieval.documents",
    "traceloop.entity.output",
    "langfuse.observation.output",
    "output.value",
    "retrieval.documents",
)
"""Attributes with the result, the most telling first. The last has a number after it, and a name for each part."""

_TOOL_NAMES = ("gen_ai.tool.name", "mcp.tool.name")
_RUN_DATA = {"tags", "metadata", "kwargs"}


def is_tool_call(attributes: Mapping[str, Any]) -> bool:
    """Tell whether the attributes are those of a tool call."""
    operations = [str(attributes[key]).lower() for key in OPERATION if attributes.get(key) is not None]
    if any(operations):
        return not TOOL_OPERATIONS.isdisjoint(operations)
    return any(name in attributes for name in _TOOL_NAMES)


def is_retrieval(attributes: Mapping[str, Any]) -> bool:
    """Tell whether the attributes are those of a look-up of documents, which changes nothing."""
    return any(str(attributes.get(key, "")).lower() in _RETRIEVALS for key in OPERATION)


def first_of(attributes: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Give the first of the names whose attribute has a value."""
    return next((name for name in names if attributes.get(name) is not None), None)


def parsed(value: Any) -> Any:
    """Give what a text says in JSON; any other value, and a text that is no list, mapping or string, as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "[", '"'}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def bare_arguments(value: Any) -> Any:
    """Give parsed arguments without what Traceloop puts around them: tags, metadata and callbacks of one run."""
    if not isinstance(value, dict):
        return value
    for key in ("inputs", "input_str"):
        if key in value and value.keys() & _RUN_DATA:
            return parsed(value[key])
    if "sanitize_inputs_outputs" in value and "kwargs" in value:  # smolagents, by OpenInference
        return [value.get("args"), value["kwargs"]]
    return value


def bare_result(value: Any) -> Any:
    """Give a parsed result without what emitters put around it, such as a message with the id of its call."""
    if isinstance(value, dict) and value.keys() in ({"output", "kwargs"}, {"output"}):
        value = parsed(value["output"])
    if isinstance(value, dict) and value.get("lc") == 1 and isinstance(value.get("kwargs"), dict):  # LangChain
        value = value["kwargs"]
    if isinstance(value, dict) and value.keys() == {"type", "data"} and value["type"] == "tool":  # LangChain, as a dict
        value = value["data"]
    if isinstance(value, dict) and "content" in value and "tool_call_id" in value:
        value = parsed(value["content"])
    return value


def spelled(value: Any) -> str | None:
    """Spell a parsed value so that equal values are equal texts: JSON with sorted keys. None if it is no JSON value."""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):
        return None
