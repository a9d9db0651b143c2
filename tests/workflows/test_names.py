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
    "Vercel's AI SDK": {
        "operation.name": "ai.toolCall",
        "ai.operationId": "ai.toolCall",
        "ai.toolCall.name": "get_weather",
        "ai.toolCall.args": json.dumps(ARGUMENTS),
        "ai.toolCall.result": json.dumps(RESULT),
    },
    "Google's ADK": {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "get_weather",
        "gcp.vertex.agent.llm_request": "{}",
        "gcp.vertex.agent.tool_call_args": json.dumps(ARGUMENTS),
        "gcp.vertex.agent.tool_response": RESULT,
    },
    "Spring AI": {
        "gen_ai.operation.name": "framework",
        "spring.ai.kind": "tool_call",
        "spring.ai.tool.definition.name": "get_weather",
        "spring.ai.tool.call.arguments": json.dumps(ARGUMENTS),
        "spring.ai.tool.call.result": json.dumps(RESULT),
    },
    "Genkit": {
        "genkit:type": "action",
        "genkit:metadata:subtype": "tool",
        "genkit:name": "get_weather",
        "genkit:input": json.dumps(ARGUMENTS),
        "genkit:output": json.dumps(RESULT),
    },
    "MLflow": {
        "mlflow.spanType": '"TOOL"',
        "gen_ai.tool.name": "get_weather",
        "mlflow.spanInputs": json.dumps(ARGUMENTS),
        "mlflow.spanOutputs": json.dumps(RESULT),
    },
    "LangSmith": {
        "langsmith.span.kind": "tool",
        "gen_ai.tool.name": "get_weather",
        "gen_ai.prompt": json.dumps({"input_str": json.dumps(ARGUMENTS), "metadata": {}}),
        "gen_ai.completion": json.dumps({"output": MESSAGE}),
    },
    "AgentOps": {
        "agentops.span.kind": "tool",
        "tool.name": "get_weather",
        "tool.parameters": json.dumps(ARGUMENTS),
        "tool.result": RESULT,
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
    "Vercel's AI SDK": {
        "ai.operationId": "ai.streamText.doStream",
        "ai.model.id": "m-1",
        "gen_ai.usage.input_tokens": 40,
        "gen_ai.usage.output_tokens": 2,
    },
    "Semantic Kernel": {
        "gen_ai.operation.name": "chat.completions",
        "gen_ai.request.model": "m-1",
        "gen_ai.usage.prompt_tokens": 40,
        "gen_ai.usage.completion_tokens": 2,
    },
    "MLflow": {
        "mlflow.spanType": '"CHAT_MODEL"',
        "mlflow.llm.model": '"m-1"',
        "mlflow.chat.tokenUsage": json.dumps({"input_tokens": 40, "output_tokens": 2, "total_tokens": 42}),
    },
    "Genkit": {
        "genkit:type": "action",
        "genkit:metadata:subtype": "model",
        "genkit:name": "m-1",
        "genkit:output": json.dumps({"message": {"role": "model"}, "usage": {"inputTokens": 40, "outputTokens": 2}}),
    },
    "AgentOps": {
        "agentops.span.kind": "llm",
        "gen_ai.request.model": "m-1",
        "gen_ai.usage.prompt_tokens": 40,
        "gen_ai.usage.completion_tokens": 2,
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


def test_contents_that_google_s_adk_did_not_record_are_unknown() -> None:
    hidden = {"gcp.vertex.agent.tool_call_args": "{}", "gcp.vertex.agent.tool_response": "{}"}
    found = of({**TOOLS["Google's ADK"], **hidden})
    assert (found.kind, found.arguments, found.result) == ("tool", None, None)
    assert of({"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "(merged tools)"}).kind == "other"


def test_the_span_around_the_steps_of_vercel_s_ai_sdk_is_no_model_call() -> None:
    around = {"ai.operationId": "ai.generateText", "ai.model.id": "m-1", "ai.prompt": "{}", "ai.usage.promptTokens": 40}
    assert (of(around).kind, of(around).tokens) == ("other", None)


@pytest.mark.parametrize(
    "output", ["", "[]", "no JSON", '{"usage": 42}', '{"usage": {"inputTokens": "many"}}', 42, None]
)
def test_a_model_s_answer_without_counts_has_none(output: object) -> None:
    found = of({**MODELS["Genkit"], "genkit:output": output})
    assert (found.kind, found.tokens) == ("model", None)


def test_only_a_model_s_own_answer_counts_tokens() -> None:
    around = {**MODELS["Genkit"], "genkit:metadata:subtype": "util", "genkit:type": "util"}
    assert of(around).tokens is None


def test_a_tool_s_name_is_taken_from_the_span_where_no_attribute_has_it() -> None:
    assert (
        meaning(Span("t", "s", "", "execute_tool add", 0, 1, attributes={"openinference.span.kind": "TOOL"})).name
        == "add"
    )


def test_a_span_s_repr_holds_no_content() -> None:
    assert RESULT not in repr(of(TOOLS["OpenTelemetry"]))
