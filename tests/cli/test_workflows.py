"""`sealog workflows analyze` as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.process

TRACE = "0af7651916cd43dd8448eb211c80319c"
ROOT = "b7ad6b7169203331"


def span(span_id: str, name: str, start_ms: int, end_ms: int, **attributes: Any) -> dict[str, Any]:
    return {
        "traceId": TRACE,
        "spanId": span_id,
        "parentSpanId": "" if span_id == ROOT else ROOT,
        "name": name,
        "startTimeUnixNano": str(start_ms * 10**6),
        "endTimeUnixNano": str(end_ms * 10**6),
        "attributes": [
            {"key": key.replace("__", "."), "value": {"stringValue": value}} for key, value in attributes.items()
        ],
    }


def tool(span_id: str, start_ms: int, city: str) -> dict[str, Any]:
    return span(
        span_id,
        "execute_tool get_weather",
        start_ms,
        start_ms + 400,
        gen_ai__operation__name="execute_tool",
        gen_ai__tool__name="get_weather",
        gen_ai__tool__call__arguments=json.dumps({"city": city}),
        gen_ai__tool__call__result=json.dumps({"sky": f"clear over {city}"}),
    )


def analyze(file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("sealog")
    command = [program, "workflows", "analyze", file, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_run_s_path_and_findings_are_told(tmp_path: Path) -> None:
    spans = [
        span(ROOT, "run", 1_000, 2_000),
        tool("00" * 7 + "01", 1_050, "Oslo"),
        tool("00" * 7 + "02", 1_500, "Rome"),
    ]
    file = tmp_path / "trace.json"
    file.write_text(json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}))
    done = analyze(file, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["wall_ms"] == 1_000
    assert [(one["name"], one["start_ms"], one["end_ms"]) for one in found["critical_path"]] == [
        ("run", 0, 50),
        ("execute_tool get_weather", 50, 450),
        ("run", 450, 500),
        ("execute_tool get_weather", 500, 900),
        ("run", 900, 1_000),
    ]
    assert found["trace_quality"] == []
    (one,) = found["findings"]
    assert set(one) == {"kind", "confidence", "spans", "saves_ms", "saves_tokens", "saves_cost", "advice", "evidence"}
    assert (one["kind"], one["confidence"], one["saves_ms"]) == ("serial_independent_calls", "likely", 400)
    assert "serial_independent_calls" in analyze(file).stdout


def test_what_is_wrong_with_a_file_or_an_option_is_told(tmp_path: Path) -> None:
    file = tmp_path / "trace.json"
    assert analyze(file).returncode == 2
    file.write_text('{"resourceSpans": []}')
    done = analyze(file)
    assert (done.returncode, done.stderr) == (2, f"sealog: {file} holds no span\n")
    file.write_text(json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span(ROOT, "run", 1, 2)]}]}]}))
    done = analyze(file, "--trace", "ab" * 16)
    assert (done.returncode, done.stderr) == (2, f"sealog: --trace: {file} holds 1 traces, none with this id\n")
