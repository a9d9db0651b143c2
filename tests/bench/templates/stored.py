"""Times templates and insights on an Elasticsearch with many records: `stored.py URL [RECORDS]`, a million by default.

`python deploy/local/backends.py start --only elasticsearch` starts one; the records stay in it. They go through a sink,
as users' do: two hours of eight services, in the last half hour version 2 of one of them, and one that begins to write
account numbers into an attribute. It checks that counts add up, and that the statement that version 2 brought and the
attribute are told of and found.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[3]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "deploy"), str(ROOT / "exporters"), str(ROOT / "sdk")]

import httpx  # noqa: E402 - the path comes first
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (  # noqa: E402 - same
    ExportLogsServiceRequest,
)

from programs import SEALOG  # noqa: E402 - same
from sealog_exporters.elastic.sink import Targets, WriterSettings  # noqa: E402 - same
from sealog_exporters.sealing.values import put_attributes  # noqa: E402 - same
from sealog_exporters.services.sink import sink  # noqa: E402 - same

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUEST = 1_000
STATEMENTS = 300
SERVICES = 8
MINUTE = 60 * 10**9
START = 29_000_000 * MINUTE
HOUR = 60 * MINUTE
ROUNDS = 3
VERBS = ("opened", "closed", "sent", "received", "stored", "dropped", "merged", "split", "locked", "checked", "moved")
THINGS = ("order", "cart", "parcel", "invoice", "payment", "session", "user", "report", "backup", "queue", "topic")
NEW = "a parcel was weighed by scale {}"
OWNER, LEAKING, ACCOUNT = "order.owner", "order.note", "[masked:iban_code]"


def main(url: str, records: int) -> None:
    """Fill data streams, then ask as users do."""
    name = f"bench{time.time_ns()}"
    with tempfile.TemporaryDirectory() as folder, httpx.Client(base_url=url, timeout=300) as client:
        wall, cpu = time.monotonic(), time.process_time()
        asyncio.run(_fill(url, name, Path(folder, "templates.json"), records))
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        print(f"stored {records:,} records: {records / wall:,.0f} a second, {records / cpu:,.0f} a CPU second")
        client.post(f"/logs-*.otel-{name}/_refresh").raise_for_status()
        _ask(url, name, Path(folder, "templates.json"), records)


def _ask(url: str, name: str, templates: Path, records: int) -> None:
    """Print what the commands take, as processes, and check what they say."""
    shared = ("--store", url, "--index", f"logs-*.otel-{name}", "--templates", str(templates))
    until = ("--since", "1h", "--until", str((START + 2 * HOUR) // 10**9), "--limit", "1000", "--json")
    found, said = _timed("insights", "insights", *until, *shared)
    now, before = (int(part.split()[0]) for part in said.strip().splitlines()[-1].split(", "))
    _check(now + before == records, f"{now} and {before} records are not {records}")
    told = [json.loads(line) for line in found.splitlines()]
    (new,) = [one for one in told if one["kind"] == "new_in_version" and "weighed" in one["template"]]
    _timed("insights --baseline version", "insights", *until, "--baseline", "version", *shared)
    (leak,) = [one for one in told if one["kind"] == "personal_data" and one["evidence"].get("attribute") == LEAKING]
    with httpx.Client(base_url=url, timeout=300) as client:
        began = time.monotonic()
        found_now = client.post(f"/logs-*.otel-{name}/_count", json=leak["query"]).json()["count"]
        print(f"count by the query of that attribute: {time.monotonic() - began:.2f} s")
    _check(found_now == leak["evidence"]["now"] > 0, f"{found_now} records found, {leak['evidence']} counted")
    counted = int(new["evidence"]["now"])
    ids = [word for one in new["template_ids"] for word in ("--template", one)]
    found, _ = _timed(f"search of all {counted:,} records of one template", "search", *ids, "--limit", "0", *shared[:4])
    _check(len(found.splitlines()) == counted, f"{len(found.splitlines())} records found, {counted} counted")
    _timed("search of a template's newest 20 records", "search", *ids, "--limit", "20", *shared[:4])
    _timed("sealog --help, which asks nothing", "--help")


def _timed(what: str, *arguments: str) -> tuple[str, str]:
    took = []
    for _ in range(ROUNDS):
        began = time.monotonic()
        done = subprocess.run([SEALOG, *arguments], capture_output=True, text=True, check=True)
        took.append(time.monotonic() - began)
    print(f"{what}: {statistics.median(took):.2f} s", flush=True)
    return done.stdout, done.stderr


def _check(right: bool, wrong: str) -> None:
    if not right:
        raise SystemExit(wrong)


async def _fill(url: str, name: str, templates: Path, records: int) -> None:
    service = sink(
        url,
        targets=Targets(namespace=name),
        settings=WriterSettings(),
        grpc=None,
        http="127.0.0.1:0",
        templates=templates,
    )
    headers = {"content-type": "application/x-protobuf"}
    async with (
        service as listeners,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{listeners.http_port}", timeout=300) as client,
    ):
        for request in _requests(records):
            (await client.post("/v1/logs", content=request, headers=headers)).raise_for_status()


def _requests(records: int) -> Iterator[bytes]:
    """Make requests whose records lie evenly in two hours."""
    chosen = random.Random(1)
    statements = [
        f"{thing} {{}} of {other} was {verb} by worker {{}}"
        for thing, other, verb in chosen.sample([(a, b, c) for a in THINGS for b in THINGS for c in VERBS], STATEMENTS)
    ]
    weights = [1 / (rank + 1) for rank in range(STATEMENTS)]
    for first in range(0, records, REQUEST):
        request = ExportLogsServiceRequest()
        later = first >= records * 3 // 4
        service = first // REQUEST % SERVICES
        resource = request.resource_logs.add()
        version = "2" if later and not service else "1"
        put_attributes(resource.resource.attributes, {"service.name": f"service{service}", "service.version": version})
        scope = resource.scope_logs.add()
        many = min(REQUEST, records - first)
        for at, statement in enumerate(chosen.choices(statements, weights, k=many), first):
            record = scope.log_records.add()
            record.time_unix_nano = START + at * 2 * HOUR // records
            record.severity_number = 17 if chosen.random() < 0.02 else 9
            record.trace_id = chosen.randbytes(16)
            brought = later and not service and chosen.random() < 0.05
            text = NEW if brought else statement
            record.body.string_value = text.format(chosen.randrange(10**6), chosen.randrange(64))
            attributes: dict[str, object] = {"sealog.uid": f"{at:032x}"}
            if chosen.random() < 0.05:
                attributes |= {"sealog.entities": ["iban_code"], OWNER: f"of {ACCOUNT}"}
                if later and service == 1 and chosen.random() < 0.1:
                    attributes[LEAKING] = f"paid from {ACCOUNT}"
            put_attributes(record.attributes, attributes)
        yield request.SerializeToString()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
