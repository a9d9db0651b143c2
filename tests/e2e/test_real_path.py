"""The real path: a shop under `opentelemetry-instrument` → our collector → Elasticsearch 9 and alerting → webhook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from applications import SHOP, SHOP_PERSONAL, instrumented
from backends import eventually

if TYPE_CHECKING:
    from applications import Keys
    from backends import Backends

pytestmark = pytest.mark.backend

CUSTOMER = "ada@lovelace.example.com"


def run_shop(backends: Backends, keys: Keys, service: str, *arguments: str) -> Any:
    shop = instrumented(
        *(str(SHOP), *arguments),
        endpoint=f"http://{backends.running.otlp_grpc}",
        protocol="grpc",
        **(keys.environ | {"OTEL_SERVICE_NAME": service}),
    )
    assert shop.returncode == 0, shop.stderr
    return shop


def sealog(keys: Keys, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("sealog")
    environ = keys.environ | {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    return subprocess.run([program, *arguments], env=environ, capture_output=True, text=True, timeout=60, check=False)


def test_what_is_stored_is_sealed_correlated_searchable_and_opens(backends: Backends, keys: Keys) -> None:
    run_shop(backends, keys, "shop-stored", "--orders", "3", "--failures", "3")
    stored = eventually(lambda: backends.documents("shop-stored"), lambda found: len(found) == 14)

    assert not [personal for personal in SHOP_PERSONAL if personal in repr(stored)]
    mail = next(document for document in stored if "order 3: confirmation" in document["body"]["text"])
    assert mail["_id"] == mail["attributes"]["sealog.uid"]
    assert len(mail["trace_id"]) == 32
    others = [document for document in stored if "order 3" in document["body"]["text"]]
    assert {document["trace_id"] for document in others} == {mail["trace_id"]}

    (index,) = set(mail["attributes"]["sealog.index"])
    full_text = backends.search({"query": {"match": {"body.text": index}}})
    assert mail["_id"] in {hit["_id"] for hit in full_text}
    found = sealog(keys, "search", "--entity", "email_address", CUSTOMER, "--store", backends.running.elasticsearch_url)
    assert found.returncode == 0, found.stderr
    assert f"order 3: confirmation sent to seal1~email_address~{index}~" in found.stdout
    assert CUSTOMER not in found.stdout


def test_search_and_open_give_back_the_original(backends: Backends, keys: Keys) -> None:
    run_shop(backends, keys, "shop-opened", "--orders", "3", "--failures", "0")
    eventually(lambda: backends.documents("shop-opened"), lambda found: len(found) == 11)
    store = ("--store", backends.running.elasticsearch_url)
    opened = sealog(keys, "search", "--entity", "email_address", CUSTOMER, *store, "--open", "--reason", "a test")
    assert opened.returncode == 0, opened.stderr
    assert f"order 3: confirmation sent to {CUSTOMER}" in opened.stdout
    assert '"reason": "a test"' in (keys.folder / "audit.jsonl").read_text()
    nobody = sealog(keys, "search", "--entity", "email_address", "nobody@example.com", *store)
    assert (nobody.returncode, nobody.stdout) == (1, "")


def test_a_pasted_token_opens_through_the_keys_in_its_line(backends: Backends, keys: Keys, tmp_path: Path) -> None:
    run_shop(backends, keys, "shop-pasted", "--orders", "3", "--failures", "0")
    stored = eventually(lambda: backends.documents("shop-pasted"), lambda found: len(found) == 11)
    mail = next(document for document in stored if "order 3: confirmation" in document["body"]["text"])
    (tmp_path / "pasted.txt").write_text(f"{mail['attributes']['sealog.key']} {mail['body']['text']}\n")
    opened = sealog(keys, "open", str(tmp_path / "pasted.txt"), "--reason", "a test")
    assert opened.returncode == 0, opened.stderr
    assert opened.stdout.endswith(f"order 3: confirmation sent to {CUSTOMER}\n")


def judged_by_alerting(backends: Backends, events: int) -> None:
    """Wait until so many records were counted, and what followed from them was delivered: both go in one step."""
    eventually(lambda: backends.alerting("events_total"), lambda fed: fed >= events)
    eventually(lambda: backends.alerting("waiting"), lambda waiting: waiting == 0)


def test_the_webhook_comes_on_the_tenth_error_and_not_on_the_ninth(backends: Backends, keys: Keys) -> None:
    service = "shop-alert"
    fed = backends.alerting("events_total")
    run_shop(backends, keys, service, "--orders", "0", "--failures", "9")
    judged_by_alerting(backends, fed + 11)
    assert backends.hook.firing_for(service) == []

    run_shop(backends, keys, service, "--orders", "0", "--failures", "1")
    ((_, body),) = eventually(lambda: backends.hook.firing_for(service), bool)
    assert body["version"] == "4"
    assert body["commonLabels"]["alertname"] == "ErrorBurst"
    assert not [personal for personal in SHOP_PERSONAL if personal in repr(body)]

    run_shop(backends, keys, service, "--orders", "0", "--failures", "5")
    judged_by_alerting(backends, fed + 11 + 3 + 7)
    assert len(backends.hook.firing_for(service)) == 1, "one notification a cooldown"


def test_nothing_personal_stands_in_any_file_of_the_back_ends(backends: Backends, keys: Keys) -> None:
    """Queues, state, logs: whatever the programs wrote below their run folder."""
    run_shop(backends, keys, "shop-files", "--orders", "3", "--failures", "10")
    eventually(lambda: backends.documents("shop-files"), lambda found: len(found) == 21)
    folder = backends.running.log("collector").parent
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [personal for personal in SHOP_PERSONAL if personal.encode() in content], path
