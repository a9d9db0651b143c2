"""Traces that no honest program writes: the promise of `analyze --json` holds, or the error names the place."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from sealog.errors import SettingError
from sealog_exporters.cli.workflows import app
from sealog_exporters.workflows import Analysis, Span, analyse, load

if TYPE_CHECKING:
    from pathlib import Path

TRACE, START = "0af7651916cd43dd8448eb211c80319c", 10**18
CONTENTS = (
    "a",
    '{"a": 1}',
    "[[[",
    '{"a": NaN}',
    "~email~0~x~",
    "~email~AbC~",
    None,
    True,
    float("inf"),
    -1,
    [1],
    b"\xff",
)
NAMES = (
    "gen_ai.tool.name",
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.call.result",
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.cost",
    "gen_ai.request.model",
    "gen_ai.conversation.id",
    "langfuse.observation.usage_details",
    "langfuse.observation.cost_details",
)


def span(number: int, parent: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "traceId": TRACE,
        "spanId": f"{number:016x}",
        "parentSpanId": "" if parent is None else f"{parent:016x}",
        "name": "n",
        "startTimeUnixNano": START,
        "endTimeUnixNano": START + 10**9,
        **more,
    }


def as_bytes(*spans: dict[str, Any]) -> bytes:
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()


def is_kept(spans: list[Span], found: Analysis) -> bool:
    """Tell whether the path is without gaps, sums to the wall time, and lies within the spans that it names."""
    json.dumps(found.facts(), allow_nan=False)
    path = found.critical_path
    until = [0.0, *(one["end_ms"] for one in path)]
    inside = all(
        not one["span_id"]
        or any(
            each.span_id == one["span_id"]
            and (each.start_ns - found.start_unix_nano) / 1e6 <= one["start_ms"] + 1e-6
            and (
                not 0 < each.start_ns <= each.end_ns
                or one["end_ms"] <= (each.end_ns - found.start_unix_nano) / 1e6 + 1e-6
            )
            for each in spans
        )
        for one in path
    )
    return inside and [one["start_ms"] for one in path] == until[:-1] and until[-1] == found.wall_ms


def any_span(of: random.Random, ids: list[str]) -> Span:
    start = of.choice([0, START, START + of.randrange(10**9)])
    end = of.choice([0, start, start + of.randrange(10**9), max(0, start - 5)])
    attributes = {name: of.choice(CONTENTS) for name in NAMES if of.random() < 0.5}
    attributes["gen_ai.operation.name"] = of.choice(["chat", "execute_tool", "invoke_agent", "x", None, 7])
    parent = of.choice([*ids, "", "0" * 15 + "f"])
    return Span(TRACE, of.choice(ids), parent, of.choice("ab"), start, end, of.random() < 0.3, "s", "", attributes)


@pytest.mark.parametrize("seed", range(20))
def test_cycles_equal_ids_and_missing_ends_keep_the_promise(seed: int) -> None:
    of = random.Random(seed)
    for count in (1, 2, 3, 8, 40):
        spans = [any_span(of, [f"{i:016x}" for i in range(max(1, count // 2))]) for _ in range(count)]
        assert is_kept(spans, analyse(spans))


@pytest.mark.parametrize(
    "spans",
    [
        [span(1, endTimeUnixNano=START)],
        [span(1, startTimeUnixNano=0, endTimeUnixNano=None)],
        [span(1, 1), span(2, 3), span(3, 2)],
        [span(1), span(1), span(1, 1)],
        [span(1, spanId="", name={"a": 1}, status={"code": [2]}, events=[{"name": []}])],
        [span(1, name="\ud800\x1b[31m")],
        [span(1, startTimeUnixNano=-5)],
        [span(1, startTimeUnixNano="9" * 18, endTimeUnixNano=str(2**64))],
    ],
    ids=["no time", "no end", "cycles", "equal ids", "odd types", "odd name", "before 1970", "far times"],
)
def test_no_command_breaks(spans: list[dict[str, Any]], tmp_path: Path) -> None:
    file, page = tmp_path / "trace.json", tmp_path / "page.html"
    file.write_bytes(as_bytes(*spans))
    assert is_kept(load(as_bytes(*spans), "f"), analyse(load(as_bytes(*spans), "f")))
    for command in (["analyze"], ["analyze", "--json"], ["report", "--html", str(page)], ["plan"]):
        assert CliRunner().invoke(app, [*command, str(file)]).exit_code == 0, command


@pytest.mark.parametrize("value", [10**400, 1e300, "9" * 30, "-", "1.5", True])
def test_a_time_of_more_than_64_bits_is_no_time(value: Any) -> None:
    with pytest.raises(
        SettingError, match=r"spans\[0\]\.endTimeUnixNano: a whole number of at most 64 bits is expected"
    ):
        load(as_bytes(span(1, endTimeUnixNano=value)), "f")
