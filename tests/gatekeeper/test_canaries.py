"""A canary value alarms when it is opened: in the trail first, then as an OTLP log record; its opener sees nothing."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from typer.testing import CliRunner

from sealog.audit.trail import AuditTrail
from sealog.cli.audit.app import app
from sealog.crypto.spelling import find_sealed_values
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import SettingError
from sealog.gatekeeper.alarm import send_alarm
from sealog.gatekeeper.gatekeeper import Gatekeeper
from sealog.gatekeeper.openers import load_openers
from sealog.keys.sealer import Sealer
from sealog.processor.values.replace import Replacer
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYS = keyring()
TEXT = "mail from Nobody.K7@Example.com and ada@example.com"


def sealed(text: str = TEXT) -> str:
    scanner = default_scanner()
    return Replacer(scanner, Sealer(KEYS.bundle())).replace(text, scanner.scan(text), "$", with_key=True)


def line() -> str:
    done = CliRunner().invoke(app, ["canary", "decoy-1", "--entity", "email_address"], input="nobody.k7@example.com\n")
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def keeper(folder: Path, alarms: list[Any], *, url: str = "http://c/v1/logs", taken: bool = True) -> Gatekeeper:
    """A gatekeeper whose alarms are kept; at each the trail must know already what was opened."""
    path = folder / "openers.yaml"
    alarm = f"alarm: {url}\n" if url else ""
    path.write_text(f"openers: [{{name: all, users: mira}}]\ncanaries:\n{line()}{alarm}")
    rights = load_openers(path)
    assert rights is not None

    def send(*facts: Any) -> bool:
        alarms.append((facts, (folder / "audit.jsonl").read_text().count("decoy-1")))
        return taken

    return Gatekeeper(
        KEYS,
        AuditTrail(folder / "audit.jsonl"),
        reason="ticket 1",
        actor="mira",
        clock=lambda: 1e9,
        openers=rights.of(["mira"], []),
        send_alarm=send,
    )


def entries(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(text) for text in (folder / "audit.jsonl").read_text().splitlines()]


def test_a_canary_alarms_however_it_is_written_and_others_do_not(tmp_path: Path) -> None:
    alarms: list[Any] = []
    opened = keeper(tmp_path, alarms).open_text(sealed())
    assert (opened.text, opened.doubts) == (TEXT, ()), "who opens it sees nothing"
    ((url, facts, moment), known) = alarms[0]
    assert (len(alarms), url, known) == (1, "http://c/v1/logs", 1)
    assert facts == {
        "sealog.canary.name": "decoy-1",
        "sealog.canary.entity": "email_address",
        "sealog.actor": "mira",
        "sealog.reason": "ticket 1",
    }
    assert moment == datetime.fromtimestamp(1e9, timezone.utc)
    assert [entry.get("canary") for entry in entries(tmp_path)] == ["decoy-1", None]


def test_a_canary_among_many_that_are_one_entry_has_an_entry_of_its_own(tmp_path: Path) -> None:
    alarms: list[Any] = []
    text = sealed()
    tokens = [text[start:end].removesuffix("~") for start, end in find_sealed_values(text)]
    open_one = keeper(tmp_path, alarms).announce("access", tokens)
    assert [open_one(token, ()).value for token in tokens] == ["Nobody.K7@Example.com", "ada@example.com"]
    assert len(alarms) == 1
    assert [(entry["action"], entry.get("canary")) for entry in entries(tmp_path)] == [
        ("access", None),
        ("open", "decoy-1"),
    ]


def test_an_alarm_that_nobody_takes_is_in_the_trail(tmp_path: Path) -> None:
    assert keeper(tmp_path, [], taken=False).open_text(sealed()).opened == 2
    assert (entries(tmp_path)[-1]["action"], entries(tmp_path)[-1]["canary"]) == ("canary-alarm-failed", "decoy-1")


def test_without_a_url_the_trail_alone_knows(tmp_path: Path) -> None:
    alarms: list[Any] = []
    keeper(tmp_path, alarms, url="").open_text(sealed())
    assert (alarms, entries(tmp_path)[0]["canary"]) == ([], "decoy-1")


def test_a_canary_that_may_not_be_opened_stays_shut_and_quiet(tmp_path: Path) -> None:
    alarms: list[Any] = []
    made = keeper(tmp_path, alarms)
    other = sealed().replace("seal1k~email_address", "seal1k~person_name")
    assert made.open_text(other).opened == 0
    assert alarms == []


def test_the_file_holds_no_value(tmp_path: Path) -> None:
    keeper(tmp_path, [])
    assert "nobody" not in (tmp_path / "openers.yaml").read_text().lower()


class Receiver(BaseHTTPRequestHandler):
    bodies: list[bytes]
    status = 200

    def do_POST(self) -> None:
        type(self).bodies.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[tuple[str, type[Receiver]]]:
    class One(Receiver):
        bodies: list[bytes] = []  # noqa: RUF012 - this test's

    with HTTPServer(("127.0.0.1", 0), One) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/logs", One
        server.shutdown()
        thread.join()


def test_an_alarm_is_an_otlp_log_record(receiver: tuple[str, type[Receiver]]) -> None:
    url, kept = receiver
    assert send_alarm(url, {"sealog.canary.name": "decoy-1"}, datetime.fromtimestamp(1e9, timezone.utc))
    (record,) = ExportLogsServiceRequest.FromString(kept.bodies[0]).resource_logs[0].scope_logs[0].log_records
    assert (record.event_name, record.severity_text) == ("sealog.canary_opened", "FATAL")
    assert record.body.string_value == "the canary decoy-1 was opened"
    assert record.time_unix_nano == 10**18
    assert {pair.key: pair.value.string_value for pair in record.attributes} == {"sealog.canary.name": "decoy-1"}


def test_a_receiver_that_refuses_or_is_away_is_no_success(receiver: tuple[str, type[Receiver]]) -> None:
    url, kept = receiver
    kept.status = 503
    facts = {"sealog.canary.name": "x"}
    assert not send_alarm(url, facts, datetime.now(timezone.utc))
    assert not send_alarm("http://127.0.0.1:1/v1/logs", facts, datetime.now(timezone.utc))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("canaries: [{name: a, entity: email_address}]", ":2: canaries[0]: `sha256` is missing"),
        ("canaries: [{name: a, entity: email_address, sha256: 'ff'}]", "must be 64 hexadecimal digits"),
        (f"canaries: [{{name: a, entity: e, sha256: {'1' * 64}}}]", "must be 64 hexadecimal digits in quotes"),
        ("canaries: []", "must be a list that is not empty"),
        ("alarm: file:///etc/passwd", "alarm: must be the URL of an OTLP/HTTP receiver"),
        ("alarm: 'http://['", "alarm: must be the URL of an OTLP/HTTP receiver"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "openers.yaml"
    path.write_text(f"openers: [{{name: all, users: mira}}]\n{text}\n")
    with pytest.raises(SettingError) as raised:
        load_openers(path)
    assert why in str(raised.value)


def test_the_command_names_an_entity_that_is_not_known() -> None:
    done = CliRunner().invoke(app, ["canary", "x", "--entity", "email"], input="a\n")
    assert "--entity must be one of" in str(done.exception)
