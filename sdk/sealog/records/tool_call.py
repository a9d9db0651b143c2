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
    "ai.operationId",
    "spring.ai.kind",
    "genkit:metadata:subtype",
    "mlflow.spanType",
    "langsmith.span.kind",
    "agentops.span.kind",
)
"""Attributes that say what a span is: OpenTelemetry's, OpenInference's, Traceloop's (two), Langfuse's, MCP's, and those
of Vercel's AI SDK, Spring AI, Genkit, MLflow, LangSmith and AgentOps."""

_RETRIEVALS = frozenset({"retrieval", "retriever"})

TOOL_OPERATIONS = frozenset({"execute_tool", "tool", "tools/call", "tool_call", "tool.v2", "ai.toolcall"}) | _RETRIEVALS
"""Their values for tool calls, in lower case. A look-up of documents counts as one."""

ARGUMENTS = (
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.arguments",
    "tool_arguments",
    "mcp.request.argument",
    "ai.toolCall.args",
    "gcp.vertex.agent.tool_call_args",
    "spring.ai.tool.call.arguments",
    "agentops.tool.input",
    "gen_ai.retrieval.query.text",
    "traceloop.entity.input",
    "langfuse.observation.input",
    "input.value",
    "tool.parameters",
    "genkit:input",
    "mlflow.spanInputs",
    "gen_ai.prompt",
)
"""Attributes with the arguments, the most telling first."""

RESULT = (
    "gen_ai.tool.call.result",
    "gen_ai.tool.result",
    "tool_response",
    "mcp.tool.result",
    "mcp.response.value",
    "ai.toolCall.result",
    "gcp.vertex.agent.tool_response",
    "spring.ai.tool.call.result",
    "agentops.tool.output",
    "gen_ai.retrieval.documents",
    "traceloop.entity.output",
    "langfuse.observation.output",
    "output.value",
    "tool.result",
    "genkit:output",
    "mlflow.spanOutputs",
    "gen_ai.completion",
    "retrieval.documents",
)
"""Attributes with the result, the most telling first. The last has a number after it, and a name for each part."""

_TOOL_NAMES = ("gen_ai.tool.name", "mcp.tool.name")
_NOT_RECORDED = ("gcp.vertex.agent.", "{}")
"""Google's ADK writes an empty object under its names where it does not record contents."""

_RUN_DATA = {"tags", "metadata", "kwargs"}


def is_tool_call(attributes: Mapping[str, Any]) -> bool:
    """Tell whether the attributes are those of a tool call."""
    found = operations(attributes)
    if any(found):
        return not TOOL_OPERATIONS.isdisjoint(found)
    return any(name in attributes for name in _TOOL_NAMES)


def is_retrieval(attributes: Mapping[str, Any]) -> bool:
    """Tell whether the attributes are those of a look-up of documents, which changes nothing."""
    return not _RETRIEVALS.isdisjoint(operations(attributes))


def operations(attributes: Mapping[str, Any]) -> list[str]:
    """Give what the attributes say the span is, in lower case and without MLflow's quotation marks."""
    return [str(attributes[key]).strip('"').lower() for key in OPERATION if attributes.get(key) is not None]


def first_of(attributes: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Give the first of the names whose attribute has a value."""
    for name in names:
        value = attributes.get(name)
        if value is not None and not (name.startswith(_NOT_RECORDED[0]) and value == _NOT_RECORDED[1]):
            return name
    return None


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
