"""`sealog workflows analyze` as a user runs it."""

from __future__ import annotations

import json
import re
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


def workflows(command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("sealog")
    line = [program, "workflows", command, *arguments]
    return subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)


def analyze(file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return workflows("analyze", file, *arguments)


def run_of_two(file: Path, *more: str) -> Path:
    """Write a run of two serial calls, and runs of other workflows, one span each."""
    spans = [
        span(ROOT, "run", 1_000, 2_000),
        tool("00" * 7 + "01", 1_050, "Oslo"),
        tool("00" * 7 + "02", 1_500, "Rome"),
    ]
    spans += [span(ROOT, name, 1, 2) | {"traceId": f"{number:032x}"} for number, name in enumerate(more, 1)]
    file.write_text(json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}))
    return file


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


def test_a_plan_is_made_of_runs_and_summed_up(tmp_path: Path) -> None:
    file, plan = run_of_two(tmp_path / "runs.json"), tmp_path / "plan.json"
    done = workflows("plan", file, "--reads", "get_weather")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["parallel_groups"][0]["nodes"] == ["get_weather", "get_weather#2"]
    assert found["predicted"]["wall_ms"] == 600
    history = tmp_path / "history.json"
    done = workflows("plan", file, "--out", plan, "--history", history)
    assert json.loads(history.read_text())["traces"] == [TRACE]
    assert (done.returncode, done.stderr) == (0, f"plan written to {plan}\n")
    assert "at once     get_weather, get_weather#2 (likely): saves 400.0 ms" in done.stdout
    assert json.loads(plan.read_text())["version"] == 1


def test_a_call_is_a_straggler_against_the_history_that_plans_write(tmp_path: Path) -> None:
    history, calls = tmp_path / "history.json", []
    for number in range(10):
        one = [
            span(ROOT, "run", 1_000, 2_000),
            tool("00" * 7 + "01", 1_050, "Oslo"),
            tool("00" * 7 + "02", 1_500, "Rome"),
        ]
        calls += [call | {"traceId": f"{number + 1:032x}"} for call in one]
    many = tmp_path / "many.json"
    many.write_text(json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": calls}]}]}))
    workflows("plan", many, "--history", history)
    slow = tool("00" * 7 + "01", 1_050, "Oslo") | {"endTimeUnixNano": str(5_050 * 10**6)}
    file = tmp_path / "trace.json"
    spans = [span(ROOT, "run", 1_000, 5_100), slow]
    file.write_text(json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}))
    assert json.loads(analyze(file, "--json").stdout)["findings"] == []
    done = analyze(file, "--json", "--history", str(history))
    assert (done.returncode, done.stderr) == (0, "")
    (found,) = json.loads(done.stdout)["findings"]
    assert (found["kind"], round(found["saves_ms"], -2)) == ("straggler", 3_600)
    workflows("plan", file, "--history", history)
    assert "has learned from this run too" in analyze(file, "--history", str(history)).stderr.replace("\n", " ")
    missing = analyze(file, "--history", str(tmp_path / "other.json"))
    assert missing.returncode == 2
    assert "other.json is not there" in missing.stderr.replace("\n", " ")


def test_of_several_traces_the_longest_is_read_and_that_is_said(tmp_path: Path) -> None:
    file = run_of_two(tmp_path / "runs.json", "other")
    for command in ("analyze", "report"):
        done = workflows(command, file)
        assert (done.returncode, done.stderr) == (0, "the longest of 2 traces; --trace chooses another\n")


def test_the_schema_of_plans_is_printed() -> None:
    assert json.loads(workflows("plan", "--schema").stdout)["title"].startswith("A plan for a workflow")


def test_runs_of_other_workflows_are_left_out_and_said(tmp_path: Path) -> None:
    file = run_of_two(tmp_path / "runs.json", "other", "other")
    done = workflows("plan", file)
    assert done.stderr == "2 runs of other; 1 of other workflows left out (--workflow)\n"
    assert json.loads(workflows("plan", file, "--workflow", "run").stdout)["made_from"]["runs"] == 1
    done = workflows("plan", file, "--workflow", "third")
    assert (done.returncode, done.stderr) == (
        2,
        "sealog: --workflow: none of 3 runs begins with a span of this name\n",
    )
    needs = "sealog: plan needs files with traces, or --from or --store with ids of traces or with --newest\n"
    for wrong in ([], [file, "--newest", "2"], ["--newest", "2"]):
        assert workflows("plan", *wrong).stderr == needs


def runs_of(file: Path, lasted_ms: list[int], version: str) -> Path:
    spans = [
        span(ROOT, "run", 1_000, 1_000 + ms) | {"traceId": f"{number:032x}"}
        for number, ms in enumerate(lasted_ms, int(version[0]) * 100)
    ]
    resource = {"attributes": [{"key": "service.version", "value": {"stringValue": version}}]}
    file.write_text(json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": spans}]}]}))
    return file


def test_runs_before_and_after_a_change_are_compared(tmp_path: Path) -> None:
    before = runs_of(tmp_path / "before.json", [100, 101, 102, 103, 104], "1.0")
    after = runs_of(tmp_path / "after.json", [200, 201, 202, 203, 204], "2.0")
    done = workflows("compare", before, "--", after)
    assert (done.returncode, done.stderr) == (1, "")
    assert "5 runs before, 5 after (version 1.0 to 2.0)" in done.stdout
    assert "102 to 202: 97 more is beyond noise" in done.stdout
    done = workflows("compare", after, "--", before, "--json")
    assert (done.returncode, json.loads(done.stdout)["whole"][0]["verdict"]) == (0, "less")
    assert "within the noise between runs" in workflows("compare", before, "--", before).stdout


def test_what_missed_its_prediction_is_withdrawn_and_written(tmp_path: Path) -> None:
    file, plan, kept = run_of_two(tmp_path / "runs.json"), tmp_path / "plan.json", tmp_path / "kept.json"
    workflows("plan", file, "--out", plan)
    done = workflows("compare", file, "--", file, "--plan", plan, "--out", kept)
    assert done.returncode == 1
    assert "plan: 600.0 ms predicted, 1000.0 ms measured (+66.7%); withdrawn" in done.stdout
    assert json.loads(kept.read_text())["parallel_groups"] == []


def test_compare_says_what_it_needs(tmp_path: Path) -> None:
    file = run_of_two(tmp_path / "runs.json")
    for words in ([file], [file, "--"], [file, "--", file, "--", file]):
        done = workflows("compare", *words)
        assert done.returncode == 2
        assert "before and after one --" in done.stderr
    assert "--out needs --plan" in workflows("compare", file, "--", file, "--out", "x").stderr


def test_model_calls_cost_what_the_given_prices_say(tmp_path: Path) -> None:
    call = span(ROOT, "chat m-1", 0, 100, gen_ai__operation__name="chat", gen_ai__request__model="m-1")
    call["attributes"].append({"key": "gen_ai.usage.input_tokens", "value": {"intValue": "500000"}})
    file, prices = tmp_path / "trace.json", tmp_path / "prices.json"
    file.write_text(json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [call]}]}]}))
    prices.write_text('{"m-1": {"input": 3, "output": 12}}')
    assert json.loads(workflows("analyze", file, "--json", "--prices", prices).stdout)["cost"] == 1.5
    prices.write_text('{"m-1": {"input": 3}}')
    wrong = workflows("analyze", file, "--prices", prices)
    assert wrong.returncode == 2
    assert "prices.json: m-1.output is missing" in wrong.stderr.replace("\n", " ")


def test_a_run_s_timeline_is_shown_or_written_as_html(tmp_path: Path) -> None:
    file, page = run_of_two(tmp_path / "runs.json"), tmp_path / "report.html"
    done = workflows("report", file)
    assert (done.returncode, done.stderr) == (0, "")
    call = re.escape("  execute_tool get_weather") + r" +400\.0 ms +█{20} *$"
    assert len(re.findall(call, done.stdout, re.MULTILINE)) == 2
    done = workflows("report", file, "--html", page)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"report written to {page}\n")
    assert "serial_independent_calls" in page.read_text(encoding="utf-8")
    assert workflows("report", file, "--trace", "ab").returncode == 2
