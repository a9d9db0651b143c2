"""Tells what a span is to an agent: model call, tool call or agent, with its content and tokens, in any convention.

Names of OpenTelemetry's GenAI conventions (old and new), OpenInference, Traceloop, Langfuse and MCP. A content that was
not recorded, or can't be compared, is None: unknown, never empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sealog.records import attributes as names
from sealog.records import tool_call
from sealog_exporters.workflows.contents import canonical, parsed, readable
from sealog_exporters.workflows.usage import usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.workflows.span import Span

__all__ = ["Meaning", "meaning"]

_OPERATIONS = {
    "chat": "model",
    "text_completion": "model",
    "generate_content": "model",
    "completion": "model",
    "generation": "model",
    "llm": "model",
    "chat.completions": "model",
    "text.completions": "model",
    "responses": "model",
    "chat_model": "model",
    "model": "model",
    "ai.generatetext.dogenerate": "model",
    "ai.streamtext.dostream": "model",
    "ai.generateobject.dogenerate": "model",
    "ai.streamobject.dostream": "model",
    "embeddings": "embedding",
    "embedding": "embedding",
    "embedder": "embedding",
    "ai.embed.doembed": "embedding",
    "ai.embedmany.doembed": "embedding",
    **dict.fromkeys(tool_call.TOOL_OPERATIONS, "tool"),
    "invoke_agent": "agent",
    "create_agent": "agent",
    "agent": "agent",
}
_TOOL_NAME = (
    "gen_ai.tool.name",
    "tool.name",
    "mcp.tool.name",
    "ai.toolCall.name",
    "spring.ai.tool.definition.name",
    "genkit:name",
    "traceloop.entity.name",
)
_MODEL_NAME = (
    "gen_ai.request.model",
    "gen_ai.response.model",
    "llm.model_name",
    "langfuse.observation.model.name",
    "ai.model.id",
    "mlflow.llm.model",
    "genkit:name",
)
_PROMPT = (
    "gen_ai.input.messages",
    "gen_ai.prompt",
    "llm.input_messages",
    "input.value",
    "langfuse.observation.input",
    "ai.prompt.messages",
    "gcp.vertex.agent.llm_request",
    "mlflow.spanInputs",
    "genkit:input",
)
_ANSWER = (
    "gen_ai.output.messages",
    "gen_ai.completion",
    "llm.output_messages",
    "output.value",
    "langfuse.observation.output",
    "ai.response.text",
    "ai.response.toolCalls",
    "gcp.vertex.agent.llm_response",
    "mlflow.spanOutputs",
    "genkit:output",
)
_AGENT_GIVEN = (*_PROMPT, "traceloop.entity.input")
_AGENT_GAVE = (*_ANSWER, "traceloop.entity.output")
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
    "langfuse.observation.model.parameters",
    "ai.prompt.tool",  # and ai.prompt.toolChoice
)
_MERGED = "(merged"  # so begins what Google's ADK names the span that repeats the results of parallel calls
_READ_ONLY = ("mcp.tool.annotations.readOnlyHint", "mcp.tool.annotations.read_only_hint", "gen_ai.tool.read_only")
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
    took = usage(attributes)
    if kind == "tool":
        name = _SPANLESS_NAME.sub("", str(_first(attributes, _TOOL_NAME) or span.name))
        hint = _first(attributes, _READ_ONLY)
        given = tool_call.bare_arguments(parsed(_first(attributes, tool_call.ARGUMENTS)))
        gave = tool_call.bare_result(parsed(_joined(attributes, tool_call.RESULT)))
        return Meaning(
            kind,
            name.removesuffix(".tool"),
            canonical(given),
            canonical(gave),
            readable(given),
            readable(gave),
            _tag(attributes, names.ARGUMENTS_EQ),
            _tag(attributes, names.RESULT_EQ),
            took.tokens,
            took.cost,
            tool_call.is_retrieval(attributes) or (None if hint is None else str(hint).lower() == "true"),
        )
    if kind in {"model", "embedding"}:
        name = str(_first(attributes, _MODEL_NAME) or "").strip('"')
        prompt, answer = parsed(_joined(attributes, _PROMPT)), parsed(_joined(attributes, _ANSWER))
        return Meaning(
            kind,
            name,
            canonical(prompt),
            canonical(answer),
            readable(prompt),
            readable(answer),
            tokens=took.tokens,
            cost=took.cost,
            input_tokens=took.input,
            output_tokens=took.output,
            cached_tokens=took.cached,
            conversation=str(_first(attributes, _CONVERSATION) or ""),
            settings=_settings(attributes),
        )
    if kind == "agent":
        name = str(_first(attributes, _AGENT_NAME) or "") or _SPANLESS_NAME.sub("", span.name)
        given = tool_call.bare_arguments(parsed(_joined(attributes, _AGENT_GIVEN)))
        gave = tool_call.bare_result(parsed(_joined(attributes, _AGENT_GAVE)))
        return Meaning(
            kind,
            name,
            canonical(given),
            canonical(gave),
            readable(given),
            readable(gave),
            tokens=took.tokens,
            cost=took.cost,
        )
    return Meaning(kind, span.name, tokens=took.tokens, cost=took.cost)


def _kind(attributes: Mapping[str, Any]) -> str:
    if str(attributes.get("gen_ai.tool.name", "")).startswith(_MERGED):
        return "other"
    operations = tool_call.operations(attributes)
    if kind := next((_OPERATIONS[one] for one in operations if one in _OPERATIONS), ""):
        return kind
    if "gen_ai.tool.name" in attributes or "mcp.tool.name" in attributes:
        return "tool"
    if not any(operations) and _MODEL_NAME[0] in attributes:
        return "model"
    return "other"


def _first(attributes: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return attributes.get(tool_call.first_of(attributes, keys) or "")


def _tag(attributes: Mapping[str, Any], name: str) -> str | None:
    tag = attributes.get(name)
    return tag if isinstance(tag, str) else None


def _settings(attributes: Mapping[str, Any]) -> str | None:
    return canonical({key: value for key, value in attributes.items() if key.startswith(_SETTINGS)})


def _joined(attributes: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Give a content that is one attribute, or many with numbers in their keys (`gen_ai.prompt.0.content`)."""
    for name in names:
        if tool_call.first_of(attributes, (name,)):
            return attributes[name]
        if parts := [key for key in attributes if key.startswith(f"{name}.")]:
            return [{key.removeprefix(f"{name}."): attributes[key]} for key in sorted(parts, key=_natural)]
    return None


def _natural(key: str) -> list[tuple[bool, int, str]]:
    """Sort the parts of a key so that 10 comes after 2."""
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in key.split(".")]
