"""Times what keys and the audit trail cost, and a rotation under load: `python tests/bench/key_life.py`.

It prints data keys and values opened a second, entries of the trail appended, signed and verified, and the records a
second that `sealog gateway` seals before, while and after its keys are rotated. Every value that the gateway sent on is
opened afterwards with the keyring; it fails if a record is missing or a value does not open.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "deploy"))

from figures.gateway import RECORDS, request
from next_hop import next_hop, sender
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from applications import clean_environ
from local.program import accepts
from programs import SEALOG, Program, running
from sealog.audit.trail import AuditTrail
from sealog.audit.verify import verify
from sealog.crypto.spelling import parse_sealed_key, read_sealed_values
from sealog.gatekeeper.data_keys import DataKeys
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import Keyring, load_keyring, save_keyring
from sealog.keys.sealer import Sealer
from sealog.records.attributes import KEY
from servers import free_port
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord

DATA_KEYS = 2_000
VALUES = 20_000
ENTRIES = 100_000
BATCH = 1_000
SINGLE = 500
ROUNDS = 5
WINDOW_S = 10.0
CASE = "two_emails_and_an_ip"


def main() -> None:
    """Take every figure and print it."""
    for take in (data_keys, audit_trail, rotation):
        take()


def data_keys() -> None:
    """Open data keys, and values of one of them."""
    keys = keyring()
    bundle = keys.bundle()
    values = []
    for _ in range(DATA_KEYS):
        key = Sealer(bundle).key()
        values.append((key.data_key.seal("email_address", "0", "ada@example.com", "$", bytes(12)), key.sealed))

    def first_of_each() -> None:
        opener = DataKeys(keys)
        for value, key in values:
            opener.open(value, [key])

    def of_one() -> None:
        opener, (value, key) = DataKeys(keys), values[0]
        for _ in range(VALUES):
            opener.open(value, [key])

    _print("data keys opened", DATA_KEYS, first_of_each)
    _print("values opened, of one data key", VALUES, of_one)


def audit_trail() -> None:
    """Append entries one by one and in thousands, sign them, and verify the trail."""
    keys = keyring()
    entry = {"time": "2026-01-01T00:00:00.000+00:00", "action": "open", "actor": "uid 1000 (mira)", "outcome": "ok"}
    entry |= {"reason": "ticket 4711", "token_sha256": "0" * 64, "entity": "email_address", "path": "$"}
    with tempfile.TemporaryDirectory() as folder:
        single, many = AuditTrail(Path(folder, "single")), AuditTrail(Path(folder, "many"))
        _print(
            "entries appended one by one, each synced", SINGLE, lambda: [single.append([entry]) for _ in range(SINGLE)]
        )
        whole = partial(_append, many, entry)
        _print(f"entries appended by {BATCH}, each thousand synced", ENTRIES, whole, rounds=1)
        sign = partial(many.checkpoint, keys.signing_key(), entry["time"])
        _print("entries signed", ENTRIES, sign, rounds=1)
        public_key = keys.audit_public_key
        assert public_key is not None
        verdict = verify(many.path, public_key)
        assert verdict.wrong is None, verdict
        _print("entries verified", ENTRIES, lambda: verify(many.path, public_key))


def _append(trail: AuditTrail, entry: dict[str, str]) -> None:
    for _ in range(ENTRIES // BATCH):
        trail.append([entry] * BATCH)


def rotation() -> None:
    """Rotate the keys of a gateway that one sender keeps busy."""
    keys, taken = keyring(), list[bytes]()
    with next_hop(taken.append) as hop, tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o700)
        save_keyring(keys, folder / "keyring.json")
        save_bundle(keys.bundle(), folder / "bundle.json")
        environ = clean_environ("", "") | {"SEALOG_BUNDLE": str(folder / "bundle.json")}
        listen = ("--grpc", f"127.0.0.1:{port}", "--http", "off", "--status", "off")
        command = (SEALOG, "gateway", "--to", f"http://127.0.0.1:{hop}", *listen)
        program = Program("gateway", command, environ, folder / "gateway.log", partial(accepts, port))
        with running(program), sender(port) as send:
            bodies = cycle([request(CASE, seed) for seed in range(20)])
            send(next(bodies))
            before = _rate(send, bodies)
            rotating = subprocess.Popen([SEALOG, "keys", "rotate", "--dir", folder], env=os.environ | environ)
            meanwhile = _rate(send, bodies)
            assert rotating.wait(60) == 0
            after = _rate(send, bodies)
        sent = 1 + sum(count for count, _ in (before, meanwhile, after))
        for what, (count, seconds) in (("before", before), ("while", meanwhile), ("after", after)):
            print(f"gateway {what} keys are rotated: {count * RECORDS / seconds:,.0f} records/s", flush=True)
        _check(taken, sent, load_keyring(folder / "keyring.json", lambda: ""))


def _rate(send: Callable[[bytes], object], bodies: Iterator[bytes]) -> tuple[int, float]:
    """Send for a while; gives acknowledged requests, and seconds."""
    began, count = time.monotonic(), 0
    while time.monotonic() - began < WINDOW_S:
        send(next(bodies))
        count += 1
    return count, time.monotonic() - began


def _check(taken: list[bytes], sent: int, keys: Keyring) -> None:
    """Open every value with the keyring as it is after the rotation."""
    assert len(taken) == sent, f"{sent} requests were sent and {len(taken)} came"
    opener, opened, recipients = DataKeys(keys), 0, set()
    for body in taken:
        for record in _records(body):
            (key,) = (parse_sealed_key(pair.value.string_value) for pair in record.attributes if pair.key == KEY)
            recipients |= {rid for rid, _ in key.recipients}
            for _, _, value in read_sealed_values(record.body.string_value):
                opener.open(value, [key])
                opened += 1
    assert recipients == {epoch.recipient_id for epoch in keys.epochs}, "the gateway did not see the rotation"
    assert opened == 3 * RECORDS * sent
    print(f"{sent * RECORDS:,} records arrived, all {opened:,} values open, of {len(keys.epochs)} epochs", flush=True)


def _records(body: bytes) -> Iterator[LogRecord]:
    request = ExportLogsServiceRequest.FromString(body)
    return (record for logs in request.resource_logs for scope in logs.scope_logs for record in scope.log_records)


def _print(what: str, count: int, work: Callable[[], object], rounds: int = ROUNDS) -> None:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    seconds = statistics.median(took)
    print(f"{what}: {count / seconds:,.0f} a second ({count:,} in {seconds:.2f} s)", flush=True)


if __name__ == "__main__":
    main()
