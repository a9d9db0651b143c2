"""Access and erasure on a real Elasticsearch, while a writer goes on, and killed in the middle."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from interop.programs import interop
from people.site import with_index_service
from sealog.audit.checkpoint import log_key
from support import gatekeeper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.site import Site

pytestmark = pytest.mark.backend

RECORDS = 1200
PAGES_BEFORE_THE_KILL = 2
OF_ALICE = 3
"""Of six records that `Site.events` makes, so many are hers."""


class Index:
    """A data stream of its own, with documents as the collector writes them."""

    def __init__(self, client: httpx.Client) -> None:
        self.name = f"logs-people.otel-{uuid.uuid4().hex[:12]}"
        self.client = client
        self.sent = 0

    def add(self, events: list[Any], copies: int = 1, *, refresh: bool = True) -> None:
        lines = []
        for copy in range(copies):
            for number, event in enumerate(events):
                source = {
                    "@timestamp": event.time_unix_nano // 1_000_000 + copy,
                    "attributes": {**event.attributes, "sealog.uid": f"{self.sent}-{copy}-{number}"},
                    "resource": {"attributes": event.resource},
                    "body": {"text": event.body} if isinstance(event.body, str) else {"structured": event.body},
                }
                lines += ({"create": {}}, source)
        self.sent += 1
        answer = self.client.post(
            f"/{self.name}/_bulk",
            params={"refresh": "true" if refresh else "false"},
            content="\n".join([*map(json.dumps, lines), ""]),
            headers={"content-type": "application/x-ndjson"},
        )
        assert answer.json()["errors"] is False, answer.text[:2000]

    def sources(self) -> list[dict[str, Any]]:
        self.client.post(f"/{self.name}/_refresh").raise_for_status()
        answer = self.client.post(f"/{self.name}/_search", json={"size": 10_000}).json()
        return [hit["_source"] for hit in answer["hits"]["hits"]]


@pytest.fixture
def index(elasticsearch_url: str) -> Iterator[Index]:
    with httpx.Client(base_url=elasticsearch_url, timeout=60) as client:
        made = Index(client)
        yield made
        client.delete(f"/_data_stream/{made.name}")
        client.delete(f"/{made.name}")


def command(site: Site, index: Index, *arguments: str | Path) -> list[str]:
    program = str(Path(sys.executable).with_name("sealog"))
    shared = ["--subject", site.folder / "subject.yaml", "--request", "DSR-1", "--index", index.name]
    stores = ["--stores", f"es:{index.client.base_url}"]
    return [program, *map(str, (*arguments, *shared, *stores))]


def secrets_of(events: list[Any]) -> tuple[set[str], set[str]]:
    """The person's blind indexes, and those of others."""
    others = {index for event in events[3:5] for index in event.attributes["sealog.index"]}
    found = {index for event in events[:3] for index in event.attributes["sealog.index"]} - others
    bob = events[0].attributes["sealog.index"][1]
    return found - {bob}, others | {bob}


def test_who_is_erased_while_a_writer_goes_on_is_gone_and_the_rest_still_opens(
    site: Site, index: Index, tmp_path: Path
) -> None:
    events = site.events()
    index.add(events, RECORDS // len(events))
    own, others = secrets_of(events)
    before = sum(index_ in json.dumps(source) for source in index.sources() for index_ in others)
    environ = os.environ | site.environ
    stop = threading.Event()

    def write() -> None:
        """Write more of the person's records for as long as the first passes go, and then others' only."""
        for _ in range(10):
            index.add(events, 2, refresh=False)
        while not stop.wait(0.05):
            index.add(events[3:], 2, refresh=False)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        arguments = ("erase", "--state", tmp_path / "state", "--yes", "--receipt", tmp_path / "r.json")
        done = subprocess.run(
            command(site, index, *arguments), env=environ, capture_output=True, text=True, timeout=300, check=False
        )
    finally:
        stop.set()
        writer.join()
    assert done.returncode == 0, done.stderr
    text = json.dumps(index.sources())
    for secret in own:
        assert secret not in text
    assert sum(index_ in json.dumps(source) for source in index.sources() for index_ in others) >= before
    assert text.count("[erased:email_address]") >= 3 * RECORDS // len(events)
    receipt = json.loads((tmp_path / "r.json").read_text())
    (store,) = receipt["body"]["stores"]
    assert store["verification"].startswith("no record up to the marks")
    assert store["erased"] >= OF_ALICE * RECORDS // len(events)
    assert store["failed"] == {}
    assert next(mark["max_seq_no"] for mark in store["marks"] if index.name in mark["index"]) > RECORDS
    _is_verified_by_go(site, tmp_path)

    done = subprocess.run(
        command(site, index, "access", "--out", tmp_path / "a.zip"),
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "a.zip: 0 records" in done.stdout
    site.write("subject.yaml", "identifiers: {email_address: bob@example.org, customer_id: C-4712}")
    done = subprocess.run(
        command(site, index, "access", "--out", tmp_path / "b.zip"),
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found, opened = map(int, re.findall(r"zip: (\d+) records, (\d+) values", done.stdout)[0])
    assert found == opened >= RECORDS // 2


def test_an_erasure_that_was_killed_goes_on_where_it_was(site: Site, index: Index, tmp_path: Path) -> None:
    events = site.events()
    index.add(events, RECORDS // len(events))
    site.write("policy.yaml", (site.folder / "policy.yaml").read_text() + "  erasure: {per_second: 100}\n")
    environ = os.environ | site.environ
    state = tmp_path / "state"
    arguments = ("erase", "--state", state, "--yes", "--receipt", tmp_path / "r.json")
    started = subprocess.Popen(
        command(site, index, *arguments), env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not (touched := state / "touched.jsonl").exists() or touched.read_text().count("\n") < PAGES_BEFORE_THE_KILL:
        assert started.poll() is None
        time.sleep(0.02)
    started.send_signal(signal.SIGKILL)
    started.wait(30)
    assert not (tmp_path / "r.json").exists()
    text = json.dumps(index.sources())
    own, _ = secrets_of(events)
    assert any(secret in text for secret in own), "it was killed before its end"

    done = subprocess.run(
        command(site, index, *arguments), env=environ, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    text = json.dumps(index.sources())
    for secret in own:
        assert secret not in text
    (store,) = json.loads((tmp_path / "r.json").read_text())["body"]["stores"]
    assert store["already"] > 0
    assert store["erased"] + store["already"] == OF_ALICE * RECORDS // len(events)
    actions = [entry["action"] for entry in site.entries() if entry["action"].startswith("erase")]
    assert [actions[0], actions[-1], actions.count("erase")] == ["erase", "erased", 2]


def _is_verified_by_go(site: Site, folder: Path) -> None:
    """Another program verifies the receipt with the trail's key alone, and refuses one that was changed."""
    assert site.keys.audit_public_key is not None
    policy = folder / "policy"
    policy.write_text(f"log {log_key(site.keys.audit_public_key)}\nquorum none\n")
    run = [interop(), "receipt", policy, folder / "r.json"]
    assert b'"action": "erased"' in subprocess.run(run, capture_output=True, timeout=60, check=True).stdout
    changed = (folder / "r.json").read_text().replace('"failed": {}', '"failed": {"x": 1}')
    (folder / "changed.json").write_text(changed)
    run = [interop(), "receipt", policy, folder / "changed.json"]
    assert subprocess.run(run, capture_output=True, timeout=60, check=False).returncode == 1


def test_rewrapped_keys_open_without_the_old_epoch_while_a_writer_goes_on(
    site: Site, index: Index, tmp_path: Path
) -> None:
    events = site.events()
    index.add(events, 100)
    before = index.sources()
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.05):
            index.add(events[1:], 1, refresh=False)

    writer = threading.Thread(target=write)
    writer.start()
    program = [str(Path(sys.executable).with_name("sealog")), "keys", "rewrap", "--yes", "--reason", "epoch 1 ends"]
    stores = ["--index", index.name, "--stores", f"es:{index.client.base_url}"]
    try:
        done = subprocess.run(
            [*program, *stores],
            env=os.environ | site.environ,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    finally:
        stop.set()
        writer.join()
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("100 records were changed\n1 data keys got other recipients\n")
    after = {source["attributes"]["sealog.uid"]: source for source in index.sources()}
    without = gatekeeper(replace(site.keys, epochs=site.keys.epochs[1:]), tmp_path / "audit.jsonl")
    changed = 0
    for source in before:
        now = after[source["attributes"]["sealog.uid"]]
        key = now["attributes"].pop("sealog.key", None)
        changed += key != source["attributes"].pop("sealog.key", None)
        assert now == source
        if key is not None:
            assert without.open_text(json.dumps(now), [key]).unopened == 0
    assert changed == 100


def test_tags_become_indexes_while_a_writer_goes_on_and_nothing_else_changes(site: Site, index: Index) -> None:
    """Tags in a dead letter are turned, too, so that a person is found there; a second run turns what came later."""
    site = with_index_service(site)
    events = site.events()
    index.add(events, 100)
    before = index.sources()
    letter = {"document": json.dumps({"attributes": {"sealog.index_tag": events[3].attributes["sealog.index_tag"]}})}
    refused = f"/sealog-dead-letter/_doc/{uuid.uuid4().hex}"
    index.client.put(f"{refused}?refresh=true", json={"@timestamp": 0, **letter}).raise_for_status()
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.05):
            index.add(events[2:], 2, refresh=False)

    run = [str(Path(sys.executable).with_name("sealog")), "index", "--yes", "--index", index.name]
    run += ["--stores", f"es:{index.client.base_url}"]

    def turn() -> int:
        done = subprocess.run(
            run, env=os.environ | site.environ, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return int(re.search(r"([0-9]+) records were changed", done.stdout)[1])  # type: ignore[index]

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert turn() >= 201
    finally:
        stop.set()
        writer.join()
    try:
        turn()
        assert turn() == 0
        found = index.client.get(refused).json()["_source"]["document"]
    finally:
        index.client.delete(refused)
    assert set(json.loads(found)["attributes"]) == {"sealog.index"}
    after = {source["attributes"]["sealog.uid"]: source for source in index.sources()}
    assert not any("sealog.index_tag" in source["attributes"] for source in after.values())
    (number,) = json.loads(found)["attributes"]["sealog.index"]
    query = {"query": {"term": {"attributes.sealog.index": number}}, "track_total_hits": True}
    hits = index.client.post(f"/{index.name}/_search", json=query).json()["hits"]["total"]["value"]
    assert hits == sum(number in source["attributes"].get("sealog.index", ()) for source in after.values()) >= 200
    for source in before:
        now = after[source["attributes"]["sealog.uid"]]
        tags = source["attributes"].pop("sealog.index_tag", [])
        had, has = (one["attributes"].pop("sealog.index", []) for one in (source, now))
        assert len(has) == len(had) + sum(tag.startswith("tag1~") for tag in tags)
        assert now == source
