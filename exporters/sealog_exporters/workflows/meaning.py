"""Tells what a span is to an agent: model call, tool call or agent, with its content and tokens, in any convention.

Names of OpenTelemetry's GenAI conventions (old and new), OpenInference, Traceloop, Langfuse and MCP. A content that was
not recorded, or can't be compared, is None: unknown, never empty.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import find_sealed_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.workflows.span import Span

__all__ = ["Meaning", "canonical", "leaves", "meaning"]

_OPERATIONS = {
    "chat": "model",
    "text_completion": "model",
    "generate_content": "model",
    "completion": "model",
    "generation": "model",
    "llm": "model",
    "embeddings": "embedding",
    "embedding": "embedding",
    "execute_tool": "tool",
    "tool": "tool",
    "tools/call": "tool",
    "invoke_agent": "agent",
    "create_agent": "agent",
    "agent": "agent",
}
_OPERATION_KEYS = (
    "gen_ai.operation.name",
    "openinference.span.kind",
    "traceloop.span.kind",
    "llm.request.type",
    "langfuse.observation.type",
    "mcp.method.name",
)
_TOOL_NAME = ("gen_ai.tool.name", "tool.name", "mcp.tool.name", "traceloop.entity.name")
_MODEL_NAME = ("gen_ai.request.model", "gen_ai.response.model", "llm.model_name", "langfuse.observation.model.name")
_ARGUMENTS = (
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.arguments",
    "tool_arguments",
    "mcp.request.argument",
    "traceloop.entity.input",
    "langfuse.observation.input",
    "input.value",
    "tool.parameters",
)
_RESULT = (
    "gen_ai.tool.call.result",
    "gen_ai.tool.result",
    "tool_response",
    "mcp.tool.result",
    "traceloop.entity.output",
    "langfuse.observation.output",
    "output.value",
)
_PROMPT = ("gen_ai.input.messages", "gen_ai.prompt", "llm.input_messages", "input.value", "langfuse.observation.input")
_ANSWER = (
    "gen_ai.output.messages",
    "gen_ai.completion",
    "llm.output_messages",
    "output.value",
    "langfuse.observation.output",
)
_INPUT_TOKENS = (
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.usage.prompt_tokens",
    "llm.token_count.prompt",
)
_OUTPUT_TOKENS = (
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.usage.completion_tokens",
    "llm.token_count.completion",
)
_COST = ("gen_ai.usage.cost", "llm.cost.total", "gen_ai.cost.total", "langfuse.observation.cost_details.total")
_READ_ONLY = ("mcp.tool.annotations.readOnlyHint", "mcp.tool.annotations.read_only_hint", "gen_ai.tool.read_only")
_MASKED = re.compile(r"\[masked:[a-z0-9_]+\]")
_LONGEST_LITERAL = 20_000  # characters; its parser takes a hundred times as much memory
_SPANLESS_NAME = re.compile(r"^(?:execute_tool|running tool:?|tools/call)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Meaning:
    """What one span is. `kind` is `model`, `embedding`, `tool`, `agent` or `other`; `name` is the tool's or model's.

    `arguments` and `result` are canonical (`canonical`): equal texts mean equal values. Contents stay out of the repr.
    `read_only` is None where the trace does not say. Tokens and cost are None where they were not recorded.
    """

    kind: str
    name: str
    arguments: str | None = field(default=None, repr=False)
    result: str | None = field(default=None, repr=False)
    tokens: int | None = None
    cost: float | None = None
    read_only: bool | None = None


def meaning(span: Span) -> Meaning:
    """Tell what a span is."""
    attributes = span.attributes
    kind = _kind(attributes)
    tokens = _numbers(attributes, _INPUT_TOKENS, _OUTPUT_TOKENS)
    cost = _number(attributes, _COST)
    if kind == "tool":
        name = _SPANLESS_NAME.sub("", str(_first(attributes, _TOOL_NAME) or span.name))
        hint = _first(attributes, _READ_ONLY)
        return Meaning(
            kind,
            name.removesuffix(".tool"),
            canonical(_arguments(_first(attributes, _ARGUMENTS))),
            canonical(_result(_first(attributes, _RESULT))),
            tokens,
            cost,
            None if hint is None else str(hint).lower() == "true",
        )
    if kind in {"model", "embedding"}:
        name = str(_first(attributes, _MODEL_NAME) or "")
        prompt, answer = _joined(attributes, _PROMPT), _joined(attributes, _ANSWER)
        return Meaning(kind, name, canonical(prompt), canonical(answer), tokens, cost)
    return Meaning(kind, span.name, tokens=tokens, cost=cost)


def canonical(value: Any) -> str | None:
    """Spell a value so that equal values are equal texts; None where equality can't be told.

    Text that parses as JSON is JSON. A sealed value counts by its entity and blind index, since two sealings of one
    value differ; without an index, or masked, nothing is known.
    """
    if value is None:
        return None
    value = _parsed(value)
    try:
        text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):
        return None
    if _MASKED.search(text):
        return None
    pieces, place = [], 0
    for begin, end in find_sealed_values(text):
        head = text[begin:end].split("~", 3)
        if head[2] == "0":
            return None
        pieces += [text[place:begin], "~".join(("", head[1], head[2], ""))]
        place = end
    return "".join([*pieces, text[place:]])


def leaves(text: str) -> list[str]:
    """Give the single values of a canonical text as they would be spelled elsewhere, without names of keys."""
    found: list[str] = []
    waiting = [_parsed(text)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif value is not None and not isinstance(value, bool):
            found.append(str(value))
    return found


def _kind(attributes: Mapping[str, Any]) -> str:
    for key in _OPERATION_KEYS:
        if (operation := attributes.get(key)) is not None and (kind := _OPERATIONS.get(str(operation).lower())):
            return kind
    if "gen_ai.tool.name" in attributes or "mcp.tool.name" in attributes:
        return "tool"
    known = any(str(attributes.get(key, "")) for key in _OPERATION_KEYS)
    if not known and any(key in attributes for key in _MODEL_NAME[:1]):
        return "model"
    return "other"


def _first(attributes: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((attributes[key] for key in keys if attributes.get(key) is not None), None)


def _number(attributes: Mapping[str, Any], keys: tuple[str, ...]) -> float | None:
    value = _first(attributes, keys)
    try:
        number = None if value is None or isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None
    return number if number is not None and 0 <= number < 1e15 else None  # noqa: PLR2004 - no NaN, no nonsense


def _numbers(attributes: Mapping[str, Any], *names: tuple[str, ...]) -> int | None:
    counts = [count for keys in names if (count := _number(attributes, keys)) is not None]
    return int(sum(counts)) if counts else None


def _joined(attributes: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Give a content that is one attribute, or many with numbers in their keys (`gen_ai.prompt.0.content`)."""
    for name in names:
        if attributes.get(name) is not None:
            return attributes[name]
        if parts := {key: value for key, value in attributes.items() if key.startswith(f"{name}.")}:
            return parts
    return None


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value.strip()[:1] in {"{", "[", '"'}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return _literal(value)
    return value


def _literal(text: str) -> Any:
    """Read what some frameworks write instead of JSON: a dict or list as Python spells it."""
    if len(text) > _LONGEST_LITERAL:
        return text
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text


def _arguments(value: Any) -> Any:
    """Take off what emitters wrap around arguments: Traceloop's run metadata, smolagents' `kwargs`."""
    value = _parsed(value)
    if not isinstance(value, dict):
        return value
    if "inputs" in value and value.keys() & {"tags", "metadata", "kwargs"}:
        return _parsed(value["inputs"])
    if "input_str" in value and value.keys() & {"tags", "metadata", "kwargs"}:
        return _parsed(value["input_str"])
    if "sanitize_inputs_outputs" in value and "kwargs" in value:
        return [value.get("args"), value["kwargs"]]
    return value


def _result(value: Any) -> Any:
    """Take off what emitters wrap around results, such as a message with the id of its call."""
    value = _parsed(value)
    if isinstance(value, dict) and value.keys() in ({"output", "kwargs"}, {"output"}):
        value = _parsed(value["output"])
    if isinstance(value, dict) and value.get("lc") == 1 and isinstance(value.get("kwargs"), dict):
        value = value["kwargs"]
    if isinstance(value, dict) and "content" in value and "tool_call_id" in value:
        value = _parsed(value["content"])
    return value
