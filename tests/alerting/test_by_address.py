"""Brute force counted by address, from the application to the alert; the store never sees the address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs

from alerting.events import START, event
from alerting.rulefiles import load
from sealog.crypto.pseudonym import Pseudonyms
from sealog.crypto.secret import Secret
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.otlp import decode_logs
from sealog_exporters.store.document import without_pseudonyms
from sealog_exporters.store.sqlite import LogStore
from support import Records, keyring, processor

CONFIGS = Path(__file__).parents[2] / "collector-config"
KEYS = keyring()
RULES = """
receivers: [{name: hook, webhook_configs: [{url: 'http://127.0.0.1:1/'}]}]
groups:
  - name: access
    rules:
      - alert: BruteForce
        match: {severity: any, 'body|contains': login failed}
        count: {gte: 10}
        group_by: ['sealog.pseudonym[ip_address]']
"""


def logged(bodies: list[str]) -> Any:
    """Log lines through a sealing processor and OTLP, as a receiver gets them."""
    sealing = Sealing(default_scanner(), Sealer(KEYS.bundle()))
    sealing.pseudonyms = Pseudonyms(Secret(bytes(32)), ["ip_address"], lambda: START / 1e9)
    at_work = processor(KEYS)
    at_work._sealing = sealing
    records = Records(at_work)
    for body in bodies:
        records.emit(body)
    return decode_logs(encode_logs(records._exporter.get_finished_logs()))


def fired(folder: Path, bodies: list[str]) -> list[str]:
    engine = Engine(load(folder, RULES))
    events = [one._replace(time_unix_nano=START) for one in logged(bodies)]
    return [decision.labels["sealog_pseudonym_ip_address"] for decision in engine.feed(events, START)]


def test_one_address_fires_whoever_else_is_in_the_line(tmp_path: Path) -> None:
    lines = [f"login failed for user{n}@quellwerk.example from 203.0.113.77 via 198.51.100.{n}" for n in range(10)]
    (name,) = fired(tmp_path, lines)
    assert len(name) == 13


def test_ten_addresses_do_not(tmp_path: Path) -> None:
    assert fired(tmp_path, [f"login failed from 198.51.100.{n}" for n in range(10)]) == []


def test_a_network_of_ipv6_is_one_sender(tmp_path: Path) -> None:
    assert len(fired(tmp_path, [f"login failed from 2001:db8:7:7::{n:x}" for n in range(1, 11)])) == 1


def test_the_store_of_sealog_up_has_no_pseudonym(tmp_path: Path) -> None:
    (record,) = logged(["login failed from 203.0.113.77"])
    (pseudonym,) = record.attributes["sealog.pseudonym"]
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add([without_pseudonyms(record)])
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"seal1~ip_address~" in stored
    assert pseudonym.encode() not in stored
    assert b"sealog.pseudonym" not in stored


def test_a_record_without_one_is_the_same_object() -> None:
    plain = event()
    assert without_pseudonyms(plain) is plain


def test_the_gateway_deletes_them_for_every_store_and_keeps_them_for_alerting() -> None:
    gateway = yaml.safe_load((CONFIGS / "gateway.yaml").read_text())
    stored, alerting = (gateway["service"]["pipelines"][name] for name in ("logs/stored", "logs/alerting"))
    deletion = gateway["processors"]["transform/stored"]
    assert stored == {
        "receivers": ["forward/logs"],
        "processors": ["transform/stored"],
        "exporters": ["forward/stored_logs"],
    }
    assert 'delete_matching_keys(log.attributes, "^sealog\\\\.pseudonym$")' in deletion["log_statements"]
    assert deletion["error_mode"] == "propagate"
    assert alerting["receivers"] == ["besteffort/alerting"]
    assert "processors" not in alerting


@pytest.mark.parametrize("config", sorted(CONFIGS.glob("destinations/*.yaml")), ids=lambda config: config.stem)
def test_a_destination_stores_logs_without_them_only(config: Path) -> None:
    read = yaml.safe_load(config.read_text())
    connectors = set(read.get("connectors", {}))
    for name, pipeline in read["service"].get("pipelines", {}).items():
        if "forward/logs" in pipeline.get(
            "receivers", []
        ):  # the way with pseudonyms: for what counts, and stores nothing
            assert set(pipeline["exporters"]) <= connectors, name


@pytest.mark.parametrize(
    "value", [["ip_address:aaaaaaaaaaaaa", "phone_number:bbbbbbbbbbbbb"], "ip_address:aaaaaaaaaaaaa"]
)
def test_a_rule_reads_those_of_its_entity(tmp_path: Path, value: Any) -> None:
    engine = Engine(load(tmp_path, RULES))
    events = [event(0, body="login failed", attributes={"sealog.pseudonym": value})] * 10
    assert [one.group[0][1] for one in engine.feed(events, START)] == ["aaaaaaaaaaaaa"]
