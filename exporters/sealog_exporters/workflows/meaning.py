"""Tells what a span is to an agent: model call, tool call or agent, with its content and tokens, in any convention.

Names of OpenTelemetry's GenAI conventions (old and new), OpenInference, Traceloop, Langfuse and MCP. A content that was
not recorded, or can't be compared, is None: unknown, never empty.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import find_sealed_values
from sealog.records import attributes as names
from sealog.records import tool_call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.workflows.span import Span

__all__ = ["SEALED", "Meaning", "canonical", "leaves", "meaning", "readable", "texts"]

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
_TOOL_NAME = ("gen_ai.tool.name", "tool.name", "mcp.tool.name", "traceloop.entity.name")
_MODEL_NAME = ("gen_ai.request.model", "gen_ai.response.model", "llm.model_name", "langfuse.observation.model.name")
_PROMPT = ("gen_ai.input.messages", "gen_ai.prompt", "llm.input_messages", "input.value", "langfuse.observation.input")
_ANSWER = (
    "gen_ai.output.messages",
    "gen_ai.completion",
    "llm.output_messages",
    "output.value",
    "langfuse.observation.output",
)
_AGENT_GIVEN = (*_PROMPT, "traceloop.entity.input")
_AGENT_GAVE = (*_ANSWER, "traceloop.entity.output")
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
_CACHED_TOKENS = (
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.input_tokens.cached",
    "gen_ai.usage.details.cache_read_tokens",
    "llm.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
)
_AGENT_NAME = ("gen_ai.agent.name", "agent.name", "traceloop.entity.name", "graph.node.id")
_CONVERSATION = (
    "gen_ai.conversation.id",
    "session.id",
    "langfuse.session.id",
    "traceloop.association.properties.session_id",
)
_SETTINGS = (
    "gen_ai.request.",
    "gen_ai.system_instructions",
    "gen_ai.tool.definitions",
    "llm.invocation_parameters",
    "llm.tools.",
)
_COST = ("gen_ai.usage.cost", "llm.cost.total", "gen_ai.cost.total", "langfuse.observation.cost_details.total")
_READ_ONLY = ("mcp.tool.annotations.readOnlyHint", "mcp.tool.annotations.read_only_hint", "gen_ai.tool.read_only")
_MASKED = re.compile(r"\[masked:([a-z0-9_]+)\]")

SEALED = re.compile(r"~([a-z0-9_]+)~")
"""A sealed or masked value in a readable text (`readable`), with its entity."""

_LONGEST_LITERAL = 20_000  # characters; its parser takes a hundred times as much memory
_NOT_SAID = re.compile(
    r"(?:^|[._])(?:id|role|type|finish_reason|stop_reason|index|object|model|created)$", re.IGNORECASE
)
_SPANLESS_NAME = re.compile(r"^(?:execute_tool|running tool:?|tools/call|invoke_agent)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Meaning:
    """What one span is. `kind` is `model`, `embedding`, `tool`, `agent` or `other`; `name` is the tool's or model's.

    `arguments` and `result` are canonical (`canonical`): equal texts mean equal values. Their tags are the SDK's
    equality tags. `given` and `gave` are the same contents as far as they can be read (`readable`); of a model call
    they are its prompt and its answer. Contents stay out of the repr. `read_only` is None where the trace does not say.
    Tokens and cost are None where they were not recorded; `cached_tokens` are some of the input's. `settings` are
    equal for model calls with equal parameters, tools and instructions.
    """

    kind: str
    name: str
    arguments: str | None = field(default=None, repr=False)
    result: str | None = field(default=None, repr=False)
    given: str | None = field(default=None, repr=False)
    gave: str | None = field(default=None, repr=False)
    arguments_tag: str | None = field(default=None, repr=False)
    result_tag: str | None = field(default=None, repr=False)
    tokens: int | None = None
    cost: float | None = None
    read_only: bool | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    conversation: str = field(default="", repr=False)
    settings: str | None = field(default=None, repr=False)

    @property
    def same_arguments(self) -> str | None:
        """What is equal for calls with equal arguments; None where that can't be told."""
        return self.arguments if self.arguments is not None else self.arguments_tag

    @property
    def same_result(self) -> str | None:
        """What is equal for calls with equal results; None where that can't be told."""
        return self.result if self.result is not None else self.result_tag


def meaning(span: Span) -> Meaning:
    """Tell what a span is."""
    attributes = span.attributes
    kind = _kind(attributes)
    sent, written = _count(attributes, _INPUT_TOKENS), _count(attributes, _OUTPUT_TOKENS)
    tokens = None if sent is None and written is None else (sent or 0) + (written or 0)
    cost = _number(attributes, _COST)
    if kind == "tool":
        name = _SPANLESS_NAME.sub("", str(_first(attributes, _TOOL_NAME) or span.name))
        hint = _first(attributes, _READ_ONLY)
        given = tool_call.bare_arguments(_parsed(_first(attributes, tool_call.ARGUMENTS)))
        gave = tool_call.bare_result(_parsed(_first(attributes, tool_call.RESULT)))
        return Meaning(
            kind,
            name.removesuffix(".tool"),
            canonical(given),
            canonical(gave),
            readable(given),
            readable(gave),
            _tag(attributes, names.ARGUMENTS_EQ),
            _tag(attributes, names.RESULT_EQ),
            tokens,
            cost,
            None if hint is None else str(hint).lower() == "true",
        )
    if kind in {"model", "embedding"}:
        name = str(_first(attributes, _MODEL_NAME) or "")
        prompt, answer = _parsed(_joined(attributes, _PROMPT)), _parsed(_joined(attributes, _ANSWER))
        return Meaning(
            kind,
            name,
            canonical(prompt),
            canonical(answer),
            readable(prompt),
            readable(answer),
            tokens=tokens,
            cost=cost,
            input_tokens=sent,
            output_tokens=written,
            cached_tokens=_count(attributes, _CACHED_TOKENS),
            conversation=str(_first(attributes, _CONVERSATION) or ""),
            settings=_settings(attributes),
        )
    if kind == "agent":
        name = str(_first(attributes, _AGENT_NAME) or "") or _SPANLESS_NAME.sub("", span.name)
        given = tool_call.bare_arguments(_parsed(_joined(attributes, _AGENT_GIVEN)))
        gave = tool_call.bare_result(_parsed(_joined(attributes, _AGENT_GAVE)))
        return Meaning(
            kind, name, canonical(given), canonical(gave), readable(given), readable(gave), tokens=tokens, cost=cost
        )
    return Meaning(kind, span.name, tokens=tokens, cost=cost)


def canonical(value: Any) -> str | None:
    """Spell a parsed value so that equal values are equal texts; None where equality can't be told.

    A sealed value counts by its entity and blind index, since two sealings of one value differ; without an index, or
    masked, nothing is known.
    """
    text = None if value is None else tool_call.spelled(value)
    if text is None or _MASKED.search(text):
        return None
    pieces, place = [], 0
    for begin, end in find_sealed_values(text):
        head = text[begin:end].split("~", 3)
        if head[2] == "0":
            return None
        pieces += [text[place:begin], "~".join(("", head[1], head[2], ""))]
        place = end
    return "".join([*pieces, text[place:]]) if pieces else text


def readable(value: Any) -> str | None:
    """Spell a parsed value with `~<entity>~` for each sealed or masked value in it; None if there is none."""
    text = None if value is None else tool_call.spelled(value)
    if text is None:
        return None
    text = _MASKED.sub(r"~\1~", text)
    pieces, place = [], 0
    for begin, end in find_sealed_values(text):
        pieces += [text[place:begin], f"~{text[begin:end].split('~', 2)[1]}~"]
        place = end
    return "".join([*pieces, text[place:]]) if pieces else text


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


def texts(text: str) -> list[str]:
    """Give what is said in the messages of a canonical text: its longer texts, without ids, roles and names of keys."""
    found: list[str] = []
    waiting: list[tuple[str, Any]] = [("", _parsed(text))]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed(value.items())
        elif isinstance(value, list):
            waiting += [(key, item) for item in reversed(value)]
        elif isinstance(value, str) and not _NOT_SAID.search(key):
            parsed = _parsed(value)
            if isinstance(parsed, (dict, list)):
                waiting.append((key, parsed))
            else:
                found.append(value)
    return found


def _kind(attributes: Mapping[str, Any]) -> str:
    for key in tool_call.OPERATION:
        if (operation := attributes.get(key)) is not None and (kind := _OPERATIONS.get(str(operation).lower())):
            return kind
    if "gen_ai.tool.name" in attributes or "mcp.tool.name" in attributes:
        return "tool"
    known = any(str(attributes.get(key, "")) for key in tool_call.OPERATION)
    if not known and any(key in attributes for key in _MODEL_NAME[:1]):
        return "model"
    return "other"


def _first(attributes: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return attributes.get(tool_call.first_of(attributes, keys) or "")


def _tag(attributes: Mapping[str, Any], name: str) -> str | None:
    tag = attributes.get(name)
    return tag if isinstance(tag, str) else None


def _number(attributes: Mapping[str, Any], keys: tuple[str, ...]) -> float | None:
    value = _first(attributes, keys)
    try:
        number = None if value is None or isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None
    return number if number is not None and 0 <= number < 1e15 else None  # noqa: PLR2004 - no NaN, no nonsense


def _count(attributes: Mapping[str, Any], keys: tuple[str, ...]) -> int | None:
    count = _number(attributes, keys)
    return None if count is None else int(count)


def _settings(attributes: Mapping[str, Any]) -> str | None:
    return canonical({key: value for key, value in attributes.items() if key.startswith(_SETTINGS)})


def _joined(attributes: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Give a content that is one attribute, or many with numbers in their keys (`gen_ai.prompt.0.content`)."""
    for name in names:
        if attributes.get(name) is not None:
            return attributes[name]
        if parts := [key for key in attributes if key.startswith(f"{name}.")]:
            return [{key.removeprefix(f"{name}."): attributes[key]} for key in sorted(parts, key=_natural)]
    return None


def _natural(key: str) -> list[tuple[bool, int, str]]:
    """Sort the parts of a key so that 10 comes after 2."""
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in key.split(".")]


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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that Python does not know; the text is somebody else's
            return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text
