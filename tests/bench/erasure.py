"""Times access and erasure on an Elasticsearch that is written to: `python tests/bench/erasure.py URL [RECORDS]`.

`python deploy/local/backends.py start --only elasticsearch` starts one. A million records by default, of which one in a
thousand is Alice's. It prints records a second of each step, and checks that she is gone and that others are found as
before.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "deploy"))

import httpx

from people.site import Site, make_site
from programs import SEALOG

ONE_IN = 1000
BULK = 5000


def main(url: str, records: int) -> None:
    """Fill a data stream, answer a request, erase, and print what each took."""
    with tempfile.TemporaryDirectory() as folder, httpx.Client(base_url=url, timeout=300) as client:
        site = make_site(Path(folder))
        index = f"logs-people.otel-{uuid.uuid4().hex[:12]}"
        try:
            began = time.monotonic()
            _fill(client, index, site, records)
            _print("stored", records, time.monotonic() - began)
            stop = threading.Event()
            writer = threading.Thread(target=_write_on, args=(client, index, site, stop))
            writer.start()
            try:
                _timed(site, url, index, "access", "--out", f"{folder}/a.zip")
                options = ("--state", f"{folder}/state", "--yes", "--receipt", f"{folder}/r.json")
                _timed(site, url, index, "erase", *options)
            finally:
                stop.set()
                writer.join()
            (store,) = json.loads(Path(folder, "r.json").read_text())["body"]["stores"]
            print({name: value for name, value in store.items() if name != "marks"})
            _timed(site, url, index, "access", "--out", f"{folder}/b.zip")
        finally:
            client.delete(f"/_data_stream/{index}")


def _documents(site: Site) -> tuple[list[str], list[str]]:
    """Give the documents of Alice, and those of others, as JSON after `@timestamp`."""
    made = []
    for event in site.events():
        body = {"text": event.body} if isinstance(event.body, str) else {"structured": event.body}
        fields: dict[str, Any] = {
            "attributes": event.attributes,
            "resource": {"attributes": event.resource},
            "body": body,
        }
        made.append(json.dumps(fields)[1:])
    return made[:3], made[3:]


def _lines(own: list[str], others: list[str], start: int, count: int) -> str:
    lines = []
    for number in range(start, start + count):
        chosen = own if number % ONE_IN == 0 else others
        lines += ('{"create":{}}', f'{{"@timestamp":{1_700_000_000_000 + number},{chosen[number % len(chosen)]}')
    return "\n".join([*lines, ""])


def _fill(client: httpx.Client, index: str, site: Site, records: int) -> None:
    own, others = _documents(site)
    for start in range(0, records, BULK):
        _bulk(client, index, _lines(own, others, start, min(BULK, records - start)))
    client.post(f"/{index}/_refresh").raise_for_status()


def _write_on(client: httpx.Client, index: str, site: Site, stop: threading.Event) -> None:
    """Write others' records, ten at a time."""
    _, others = _documents(site)
    while not stop.wait(0.2):
        _bulk(client, index, _lines(others, others, 1, 10))


def _bulk(client: httpx.Client, index: str, lines: str) -> None:
    answer = client.post(f"/{index}/_bulk", content=lines, headers={"content-type": "application/x-ndjson"})
    if answer.json()["errors"]:
        raise SystemExit(f"a record was refused: {answer.text[:500]}")


def _timed(site: Site, url: str, index: str, *command: str) -> None:
    shared = ["--subject", str(site.folder / "subject.yaml"), "--request", "DSR-1", "--stores", f"es:{url}"]
    began = time.monotonic()
    done = subprocess.run(
        [SEALOG, *command, *shared, "--index", index],
        env=os.environ | site.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.monotonic() - began
    print(f"{command[0]}: {took:.1f} s, exit code {done.returncode}: {done.stdout.strip()} {done.stderr.strip()}")


def _print(what: str, count: int, seconds: float) -> None:
    print(f"{what}: {count} records in {seconds:.1f} s, {count / seconds:.0f} a second", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
