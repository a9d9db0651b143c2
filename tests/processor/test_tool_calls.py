"""Spans of tool calls: everything is sealed, JSON stays JSON, and equal contents can be told by their tags alone."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans

from sealog.crypto.equality import EqualityTags
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog.processor.spans import SpanSealing
from sealog.records.tool_call import ARGUMENTS, RESULT
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Mapping

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanContext

KEYS = keyring()
EMAIL, CARD, PHONE = "mira@quellwerk.example", "4111 1111 1111 1111", "+49 30 901820"
TOOL = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find_user"}
TAG = re.compile(r"[a-p]{8}-[a-p]{16}")


def sealing(**options: Any) -> SpanSealing:
    return SpanSealing(Sealing(default_scanner(), Sealer(KEYS.bundle())), **options)


def sealed(at: SpanSealing, attributes: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    span = ReadableSpan("call", SpanContext(1, 2, is_remote=False), attributes=attributes, **more)
    result = at.seal(span)
    wire = encode_spans([result]).SerializeToString()
    for value in (EMAIL, CARD, PHONE, CARD.replace(" ", "")):
        assert value.encode() not in wire
    return dict(result.attributes or {})


def arguments(value: Any) -> dict[str, Any]:
    return {**TOOL, "gen_ai.tool.call.arguments": value}


def test_equal_arguments_have_equal_tags_where_no_value_has_an_index() -> None:
    at = sealing()
    first, again, other = (
        sealed(at, arguments(json.dumps(value)))
        for value in ({"card": CARD, "n": 1}, {"n": 1, "card": CARD}, {"n": 2, "card": CARD})
    )
    assert first["gen_ai.tool.call.arguments"] != again["gen_ai.tool.call.arguments"]
    assert "sealog.index" not in first
    assert first["sealog.arguments_eq"] == again["sealog.arguments_eq"] != other["sealog.arguments_eq"]
    assert TAG.fullmatch(first["sealog.arguments_eq"])
    assert "sealog.result_eq" not in first


def test_arguments_and_result_have_tags_that_cannot_be_compared() -> None:
    found = sealed(sealing(), {**arguments(CARD), "gen_ai.tool.call.result": CARD})
    assert found["sealog.arguments_eq"] != found["sealog.result_eq"]


@pytest.mark.parametrize("key", [*ARGUMENTS, *RESULT])
def test_every_attribute_with_content_stays_json_and_gets_a_tag(key: str) -> None:
    content = {"who": EMAIL, "deep": [{"card": CARD, "note": f'call "{PHONE}" first'}], "n": 3}
    found = sealed(sealing(), {**TOOL, key: json.dumps(content)})
    back = json.loads(found[key])
    assert (back.keys(), back["n"], back["deep"][0].keys()) == (content.keys(), 3, {"card", "note"})
    assert back["who"].startswith("seal1~email_address~")
    assert TAG.fullmatch(found["sealog.arguments_eq" if key in ARGUMENTS else "sealog.result_eq"])


@pytest.mark.parametrize(
    "key",
    [
        "gen_ai.input.messages",
        "gen_ai.output.messages",
        "gen_ai.system_instructions",
        "gen_ai.prompt.0.content",
        "gen_ai.completion.0.content",
        "gen_ai.tool.definitions",
        "input.value",
        "output.value",
        "llm.input_messages.0.message.content",
        "llm.invocation_parameters",
        "traceloop.entity.input",
        "langfuse.trace.input",
        "all_messages_events",
    ],
)
def test_contents_of_model_calls_stay_json_and_have_no_tag(key: str) -> None:
    content = [{"role": "user", "parts": [{"type": "text", "content": f"write to {EMAIL}, card {CARD}"}]}]
    found = sealed(sealing(), {"gen_ai.operation.name": "chat", key: json.dumps(content)})
    assert json.loads(found[key])[0]["role"] == "user"
    assert not [name for name in found if name.endswith("_eq")]


def test_the_wrapping_of_an_emitter_and_the_id_of_a_run_do_not_matter() -> None:
    at = sealing()
    bare = sealed(at, arguments(json.dumps({"card": CARD})))
    tags = {
        sealed(
            at,
            {
                "traceloop.span.kind": "tool",
                "traceloop.entity.input": json.dumps(
                    {"inputs": {"card": CARD}, "tags": [], "metadata": {"run": run}, "kwargs": {}}
                ),
            },
        )["sealog.arguments_eq"]
        for run in (1, 2)
    }
    assert tags == {bare["sealog.arguments_eq"]}


@pytest.mark.parametrize(
    "attributes",
    [
        arguments(json.dumps({"city": "Oslo"})),
        {"gen_ai.operation.name": "chat", "input.value": CARD},
        {"http.request.method": "GET", "input.value": CARD},
        arguments(f"{CARD} " + "x" * 300_000),
    ],
    ids=["clean", "model", "other", "large"],
)
def test_there_is_no_tag_without_need_or_beyond_bounds(attributes: dict[str, Any]) -> None:
    assert not [name for name in sealed(sealing(), attributes) if name.endswith("_eq")]


def test_a_clean_tool_call_stays_the_same_object() -> None:
    span = ReadableSpan("call", SpanContext(1, 2, is_remote=False), attributes=arguments('{"city": "Oslo"}'))
    assert sealing().seal(span) is span


def test_a_tag_that_the_application_wrote_is_replaced_and_sealed() -> None:
    forged = "abcdefgh-abcdefghijklmnop"
    found = sealed(sealing(), {**arguments(CARD), "sealog.arguments_eq": forged, "sealog.result_eq": EMAIL})
    assert found["sealog.arguments_eq"] != forged
    assert found["application.sealog.arguments_eq"] == forged
    assert "sealog.result_eq" not in found
    assert found["application.sealog.result_eq"].startswith("seal1~email_address~")
    alone = sealed(sealing(), {"sealog.arguments_eq": forged})
    assert alone == {"application.sealog.arguments_eq": forged}


@pytest.mark.parametrize(
    "value", [4111111111111111, (EMAIL, "b"), True, '{"a": ', "[" * 5_000 + CARD, '"\\ud800" ' + CARD]
)
def test_contents_of_every_shape_are_sealed(value: Any) -> None:
    sealed(sealing(), arguments(value))


def test_masked_contents_can_be_compared_too() -> None:
    at = SpanSealing(Sealing(default_scanner(), None), tags=EqualityTags())
    first, again = (sealed(at, arguments(json.dumps({"card": CARD}))) for _ in range(2))
    assert "[masked:" in first["gen_ai.tool.call.arguments"]
    assert first["sealog.arguments_eq"] == again["sealog.arguments_eq"]
