"""One tool call and one model call in the names of each emitter mean the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sealog_exporters.workflows.meaning import Meaning, meaning
from sealog_exporters.workflows.span import Span

ARGUMENTS, RESULT = {"city": "Oslo"}, "3 degrees, and rain"
MESSAGE = {"content": RESULT, "type": "tool", "tool_call_id": "call-1"}
TOOLS: dict[str, dict[str, Any]] = {
    "OpenTelemetry": {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "get_weather",
        "gen_ai.tool.call.arguments": json.dumps(ARGUMENTS),
        "gen_ai.tool.call.result": RESULT,
    },
    "pydantic-ai": {"gen_ai.tool.name": "get_weather", "tool_arguments": '{"city":"Oslo"}', "tool_response": RESULT},
    "OpenInference": {
        "openinference.span.kind": "TOOL",
        "tool.name": "get_weather",
        "input.value": "{'city': 'Oslo'}",
        "output.value": json.dumps(MESSAGE),
    },
    "OpenInference, on LangGraph": {
        "openinference.span.kind": "TOOL",
        "tool.name": "get_weather",
        "input.value": json.dumps(ARGUMENTS),
        "output.value": json.dumps({"type": "tool", "data": MESSAGE | {"id": None, "status": "success"}}),
    },
    "Traceloop": {
        "traceloop.span.kind": "tool",
        "traceloop.entity.name": "get_weather",
        "traceloop.entity.input": json.dumps({"inputs": ARGUMENTS, "tags": [], "metadata": {"run": 7}, "kwargs": {}}),
        "traceloop.entity.output": json.dumps({"output": {"lc": 1, "kwargs": MESSAGE}, "kwargs": {"run": 7}}),
    },
    "Langfuse": {
        "langfuse.observation.type": "tool",
        "gen_ai.tool.name": "get_weather",
        "langfuse.observation.input": json.dumps(ARGUMENTS),
        "langfuse.observation.output": json.dumps(RESULT),
    },
}
MODELS: dict[str, dict[str, Any]] = {
    "OpenTelemetry": {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "m-1",
        "gen_ai.usage.input_tokens": 40,
        "gen_ai.usage.output_tokens": 2,
    },
    "older": {
        "gen_ai.system": "openai",
        "gen_ai.request.model": "m-1",
        "gen_ai.usage.prompt_tokens": 40,
        "gen_ai.usage.completion_tokens": 2,
    },
    "OpenInference": {
        "openinference.span.kind": "LLM",
        "llm.model_name": "m-1",
        "llm.token_count.prompt": 40,
        "llm.token_count.completion": "2",
    },
    "Traceloop": {
        "llm.request.type": "chat",
        "gen_ai.request.model": "m-1",
        "gen_ai.usage.prompt_tokens": 40,
        "gen_ai.usage.completion_tokens": 2,
    },
    "Langfuse": {
        "langfuse.observation.type": "generation",
        "langfuse.observation.model.name": "m-1",
        "gen_ai.usage.input_tokens": 40,
        "gen_ai.usage.output_tokens": 2,
    },
}


def of(attributes: dict[str, Any]) -> Meaning:
    return meaning(Span("t", "s", "", "a name", 0, 1, attributes=attributes))


@pytest.mark.parametrize("emitter", TOOLS)
def test_a_tool_call_means_the_same_whoever_wrote_it(emitter: str) -> None:
    found = of(TOOLS[emitter])
    assert (found.kind, found.name, found.arguments) == ("tool", "get_weather", '{"city": "Oslo"}')
    assert found.result == RESULT


@pytest.mark.parametrize("emitter", MODELS)
def test_a_model_call_means_the_same_whoever_wrote_it(emitter: str) -> None:
    found = of(MODELS[emitter])
    assert (found.kind, found.name, found.tokens) == ("model", "m-1", 42)


@pytest.mark.parametrize(
    "attributes",
    [
        {
            "openinference.span.kind": "RETRIEVER",
            "input.value": "fjords",
            "retrieval.documents.0.document.content": "a",
        },
        {"langfuse.observation.type": "retriever", "langfuse.observation.input": '"fjords"'},
        {"gen_ai.operation.name": "retrieval", "gen_ai.retrieval.query.text": "fjords"},
    ],
    ids=["OpenInference", "Langfuse", "OpenTelemetry"],
)
def test_a_look_up_of_documents_is_a_tool_call_that_reads(attributes: dict[str, Any]) -> None:
    found = of(attributes)
    assert (found.kind, found.name, found.arguments, found.read_only) == ("tool", "a name", "fjords", True)
    assert (found.result is not None) == any(".documents" in name for name in attributes)


def test_a_tool_s_name_is_taken_from_the_span_where_no_attribute_has_it() -> None:
    assert (
        meaning(Span("t", "s", "", "execute_tool add", 0, 1, attributes={"openinference.span.kind": "TOOL"})).name
        == "add"
    )


def test_a_span_s_repr_holds_no_content() -> None:
    assert RESULT not in repr(of(TOOLS["OpenTelemetry"]))
