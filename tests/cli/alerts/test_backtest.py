"""`sealog alerts backtest` as a user types it, over files, the embedded store and a real Elasticsearch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from sealog_exporters.event import Event
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")
BEGINNING = 1_767_225_600  # 2026-01-01
RULES = "groups: [{name: g, rules: [{alert: Many, count: {gte: 3}, window: 1m, group_by: [user.email, note]}]}]\n"
FIRED = "  fired     Many  user_email=[masked:email_address] note=by [masked:email_address]  value 3, threshold 3"

TIMES = {"type": "date", "format": "epoch_millis||strict_date_optional_time"}
RESOLVED = FIRED.replace("fired   ", "resolved").partition("  value")[0]


@pytest.fixture
def rules(tmp_path: Path) -> str:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES)
    return str(path)


def backtest(*arguments: str, home: Path) -> tuple[int, list[str], str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "SEALOG_", "XDG_"))}
    environ = {**kept, "HOME": str(home), "COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
    command = [SEALOG, "alerts", "backtest", *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout.splitlines(), done.stderr


def errors(seconds: Sequence[float]) -> list[Event]:
    """Make errors that nobody sealed."""
    return [
        Event(
            time_unix_nano=int((BEGINNING + at) * 1e9),
            observed_unix_nano=int((BEGINNING + at) * 1e9),
            severity_number=17,
            severity_text="ERROR",
            body="no stock for ada@example.com",
            attributes={"sealog.uid": f"s-{n}", "user.email": "ada@example.com", "note": "by ada@example.com"},
            resource={"service.name": "shop"},
            scope="",
            event_name="",
            trace_id="",
            span_id="",
        )
        for n, at in enumerate(seconds)
    ]


def otlp_line(events: Sequence[Event]) -> str:
    records = [
        {
            "timeUnixNano": str(one.time_unix_nano),
            "severityNumber": one.severity_number,
            "body": {"stringValue": one.body},
            "attributes": [{"key": key, "value": {"stringValue": text}} for key, text in one.attributes.items()],
        }
        for one in events
    ]
    return json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]})


def test_a_file_is_replayed_told_and_drawn_and_nothing_unsealed_is_shown(rules: str, tmp_path: Path) -> None:
    file = tmp_path / "logs.jsonl"
    seconds = [0, 1, 2, 600, 1200, 1201, 1202, 1203]
    file.write_text("\n".join(otlp_line([one]) for one in errors(seconds)) + "\n")
    code, said, words = backtest(rules, str(file), "--to", "2026-01-02", home=tmp_path)
    assert code == 0
    assert said[:2] == [
        f"2026-01-01T00:00:02.000Z{FIRED}",
        f"2026-01-01T00:01:00.000Z{RESOLVED}  after 58s, 3 records",
    ]
    assert "Many: 1 alert" in said  # the second begins within the cooldown, and ends in it
    assert any(row.startswith(("3 ┤┄", "3 ┤█")) for row in said)
    assert words.startswith("8 records, ")
    assert "ada" not in "".join(said) + words


def test_the_embedded_store_is_replayed_for_the_time_that_is_asked_for(rules: str, tmp_path: Path) -> None:
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add(errors([0, 1, 2, 7200, 7201, 7202]))
    code, said, words = backtest(
        rules, "--store", str(tmp_path / "logs.sqlite"), "--from", "2026-01-01T01:00:00Z", "--no-plot", home=tmp_path
    )
    assert (code, said[0]) == (0, f"2026-01-01T02:00:02.000Z{FIRED}")
    assert "Many: 1 alert" in said
    assert words.startswith("3 records, ")


@pytest.mark.backend
def test_elasticsearch_is_replayed_as_a_file_of_the_same_records_is(
    elasticsearch_url: str, rules: str, tmp_path: Path
) -> None:
    # More than two pages, written in another order than that of time.
    events = errors([n * 7.5 + (n % 40 == 0) * -14 for n in range(40, 2400)])
    file = tmp_path / "logs.jsonl"
    file.write_text(otlp_line(sorted(events, key=lambda one: one.time_unix_nano)) + "\n")
    index = f"backtest-{uuid.uuid4().hex}"
    lines = [json.dumps(line) for one in reversed(events) for line in ({"index": {}}, document(one))]
    with httpx.Client(base_url=elasticsearch_url, timeout=60) as client:
        client.put(f"/{index}", json={"mappings": {"properties": {"@timestamp": TIMES}}}).raise_for_status()
        try:
            stored = client.post(
                f"/{index}/_bulk",
                params={"refresh": "true"},
                content="\n".join([*lines, ""]),
                headers={"content-type": "application/x-ndjson"},
            )
            assert stored.json()["errors"] is False
            span = ("--from", "2026-01-01", "--to", "2026-01-02")
            from_elasticsearch = backtest(rules, "--store", elasticsearch_url, "--index", index, *span, home=tmp_path)
        finally:
            client.delete(f"/{index}")
    from_file = backtest(rules, str(file), *span, home=tmp_path)
    assert from_elasticsearch[:2] == from_file[:2]
    assert from_elasticsearch[2].startswith("2,360 records, ")


def document(one: Event) -> dict[str, Any]:
    return {
        "@timestamp": f"{one.time_unix_nano // 10**6}.{one.time_unix_nano % 10**6:06d}",
        "severity_number": one.severity_number,
        "attributes": dict(one.attributes),
        "resource": {"attributes": dict(one.resource)},
        "body": {"text": one.body},
    }


def test_a_threshold_is_suggested_for_a_wanted_rate(rules: str, tmp_path: Path) -> None:
    file = tmp_path / "logs.jsonl"
    bursts = [hour * 3600 + place for hour in range(24) for place in range(2 + hour)]
    file.write_text(otlp_line(errors(bursts)) + "\n")
    code, said, _ = backtest(rules, str(file), "--to", "2026-01-02", "--wanted", "5/day", "--no-plot", home=tmp_path)
    assert code == 0
    assert said[-1] == "Many: with threshold 21 it tells 5 times a day (with 20: 6)"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["bad.jsonl"], "bad.jsonl:2: is no OTLP/JSON line of logs: the body is not JSON"),
        (["none.jsonl"], "none.jsonl can't be read: No such file or directory"),
        (["--from", "yesterday"], "--from: must be a time such as 2026-12-24T18:00:00Z, a day such as 2026-12-24, or"),
        (["--from", "1d", "--to", "2d"], "--from: must be before --to"),
        (["bad.jsonl", "--alert", "Few"], "--alert: no rule of the file is called Few; known: Many"),
        (["bad.jsonl", "--wanted", "often"], "--wanted: must be a rate such as 2/day"),
        (["--store", "none.sqlite"], "none.sqlite is not a file: `sealog up` writes one"),
    ],
)
def test_what_is_wrong_is_named(rules: str, tmp_path: Path, arguments: list[str], complaint: str) -> None:
    (tmp_path / "bad.jsonl").write_text(otlp_line(errors([0])) + "\nada@example.com\n")
    named = [str(tmp_path / one) if one.endswith((".jsonl", ".sqlite")) else one for one in arguments]
    code, _, words = backtest(rules, *named, home=tmp_path)
    assert code == 2
    assert words.splitlines()[-1].removeprefix("sealog: ").removeprefix(f"{tmp_path}/").startswith(complaint)
    assert "ada" not in words


def test_a_time_without_records_is_no_success(rules: str, tmp_path: Path) -> None:
    (tmp_path / "logs.jsonl").write_text("")
    assert backtest(rules, str(tmp_path / "logs.jsonl"), home=tmp_path) == (
        1,
        ["", "Many: 0 alerts"],
        "0 records, 0 records/s\nsealog: there is no record in this time\n",
    )
