"""Langfuse's exports: what each of its shapes has, and what is none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sealog.errors import SettingError
from sealog_exporters.workflows import Span, analyse, load
from sealog_exporters.workflows.meaning import Meaning, meaning

START = 1_764_684_000_250_000_000
TRACE = "2b19f7aa-3c9e-4102-b31f-fdc461a9991d"


def observation(name: str, kind: str, begin: int, end: int | None, **more: Any) -> dict[str, Any]:
    def time(ms: int) -> str:
        return f"2025-12-02T14:00:{ms / 1000:06.3f}Z"

    whole = {"endTime": None if end is None else time(250 + end), "level": "DEFAULT", "parentObservationId": "o-run"}
    return (
        {"id": f"o-{name}", "traceId": TRACE, "type": kind, "name": name, "startTime": time(250 + begin)} | whole | more
    )


RUN = observation("run", "SPAN", 0, 900, parentObservationId=None, usage={"input": 0, "output": 0, "total": 0})
CHAT = observation(
    "chat",
    "GENERATION",
    0,
    400,
    model="m-1",
    modelParameters={"temperature": 0},
    input=[{"role": "user", "content": "How is the weather?"}],
    output={"role": "assistant", "content": "Wait."},
    usageDetails={"input": 30, "input_cached_tokens": 10, "output": 2, "total": 42},
    costDetails={"input": 0.25, "output": 0.5, "total": 0.75},
)
TOOL = observation("get_weather", "TOOL", 450, 800, input={"city": "Oslo"}, output="rain", level="ERROR")
EVENT = observation("note", "EVENT", 850, None)
OBSERVATIONS = [RUN, CHAT, TOOL, EVENT]


def snake(value: dict[str, Any]) -> dict[str, Any]:
    """Give an observation as an export to a blob storage writes it."""
    names = {"model": "provided_model_name"}
    made = {
        names.get(key, "".join(f"_{one.lower()}" if one.isupper() else one for one in key)): value[key] for key in value
    }
    for key, content in made.items():
        if key.endswith("_time") and content:
            made[key] = content.replace("T", " ").rstrip("Z")
        elif isinstance(content, (dict, list)) and key != "usage":
            made[key] = json.dumps(content)
    return made


def as_bytes(document: Any) -> bytes:
    return json.dumps(document).encode()


SHAPES = {
    "a trace of the API": as_bytes({"id": TRACE, "name": "n", "observations": OBSERVATIONS}),
    "an export of the page": as_bytes({"trace": {"id": TRACE, "name": "n"}, "observations": OBSERVATIONS}),
    "a list of traces": as_bytes([{"id": TRACE, "observations": OBSERVATIONS}]),
    "an answer with traces": as_bytes({"data": [{"id": TRACE, "observations": OBSERVATIONS}], "meta": {}}),
    "an answer with observations": as_bytes({"data": OBSERVATIONS, "meta": {"page": 1}}),
    "a list of observations": as_bytes(OBSERVATIONS),
    "lines of observations": b"\n".join(map(as_bytes, OBSERVATIONS)),
    "a blob storage": b"\n".join(as_bytes(snake(one)) for one in OBSERVATIONS),
}


def of(name: str, spans: list[Span]) -> Meaning:
    return next(meaning(span) for span in spans if span.name == name)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_gives_the_same_run(shape: str) -> None:
    run, chat, _, event = spans = load(SHAPES[shape], "f")
    assert {span.trace_id for span in spans} == {TRACE}
    assert (run.parent_id, chat.parent_id, chat.span_id) == ("", "o-run", "o-chat")
    assert (run.start_ns, run.end_ns - run.start_ns) == (START, 900_000_000)
    assert event.end_ns == event.start_ns
    assert [span.failed for span in spans] == [False, False, True, False]
    model = of("chat", spans)
    assert (model.kind, model.name, model.input_tokens, model.output_tokens) == ("model", "m-1", 40, 2)
    assert (model.cached_tokens, model.cost) == (10, 0.75)
    assert model.given == '[{"content": "How is the weather?", "role": "user"}]'
    call = of("get_weather", spans)
    assert (call.kind, call.name, call.arguments, call.result) == ("tool", "get_weather", '{"city": "Oslo"}', "rain")
    found = analyse(spans)
    assert (found.wall_ms, found.tokens, found.trace_quality) == (900.0, 42, [])


@pytest.mark.parametrize(
    ("details", "wanted"),
    [
        ({"input": 7, "output": 2}, (7, 2, None)),
        (
            {"input_tokens": 7, "output_tokens": 2, "cache_read_input_tokens": 3, "cache_creation_input_tokens": 1},
            (11, 2, 3),
        ),
        ({"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9}, (7, 2, None)),
        ({"prompt_tokens": 7, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 3}}, (7, 2, 3)),
        ({"input_tokens": 7, "output_tokens": 2, "input_tokens_details": {"cached_tokens": 3}}, (7, 2, 3)),
        ({"input": 7, "output": 2, "output_reasoning": 5}, (7, 7, None)),
        ({"input": "nonsense", "output": -1}, (None, None, None)),
    ],
)
def test_tokens_are_counted_in_the_spelling_of_each_provider(
    details: dict[str, Any], wanted: tuple[int | None, ...]
) -> None:
    found = meaning(load(as_bytes([CHAT | {"usageDetails": details}]), "f")[0])
    assert (found.input_tokens, found.output_tokens, found.cached_tokens) == wanted


def test_a_total_alone_counts_and_zeros_of_older_versions_are_unknown() -> None:
    only = {key: value for key, value in CHAT.items() if key != "usageDetails"}
    assert meaning(load(as_bytes([CHAT | {"usageDetails": {"total": 9}}]), "f")[0]).tokens == 9
    assert meaning(load(as_bytes([only | {"usage": {"input": 5, "output": 1, "total": 6}}]), "f")[0]).tokens == 6
    assert meaning(load(as_bytes([only | {"usage": {"input": 0, "output": 0, "total": 0}}]), "f")[0]).tokens is None


def test_attributes_that_came_over_otlp_count_too() -> None:
    metadata = {"attributes": {"mcp.tool.annotations.readOnlyHint": "true"}, "scope": {"name": "agents"}}
    span = load(as_bytes([TOOL | {"metadata": metadata}]), "f")[0]
    assert (span.scope, meaning(span).read_only) == ("agents", True)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            {"id": TRACE, "observations": ["o-1"]},
            "f.observations: only ids; a trace with whole observations is expected",
        ),
        (
            {"id": TRACE, "observations": [RUN | {"startTime": "secret-4711"}]},
            "f.observations[0].startTime: a time such as",
        ),
        ([RUN | {"traceId": None}], "f[0].traceId: an id is expected"),
        ([RUN | {"id": "secret\x1b[0m"}], "f[0].id: an id is expected"),
        ([RUN | {"startTime": "9999999999999999-01-01"}], "f[0].startTime: a time such as"),
        ([RUN, 7], "f[1]: an object is expected"),
    ],
)
def test_what_is_no_observation_is_told_by_its_path(document: Any, told: str) -> None:
    with pytest.raises(SettingError) as error:
        load(as_bytes(document), "f")
    assert str(error.value).startswith(told)
    assert "secret" not in str(error.value)
