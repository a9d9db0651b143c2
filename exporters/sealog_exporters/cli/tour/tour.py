"""The tour itself: keys, collector, shop, search, opening, alert; every step runs the real programs."""

from __future__ import annotations

import json
import time
from contextlib import asynccontextmanager, closing
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from sealog.audit.trail import AuditTrail
from sealog.crypto.blind_index import blind_indexer
from sealog.errors import SealogError
from sealog.gatekeeper.gatekeeper import Gatekeeper
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import new_keyring, save_keyring
from sealog.keys.protectors import OwnerFile
from sealog.settings import BUNDLE_NAME, KEYRING_NAME
from sealog_exporters.alerting.config.defaults import default_rules, threshold_from
from sealog_exporters.alerting.model.rule import Receiver
from sealog_exporters.alerting.notifiers.webhook import WebhookConfig
from sealog_exporters.cli.tour.facts import Alert, Facts, Line, Opening, Search
from sealog_exporters.cli.tour.hook import listening_hook
from sealog_exporters.cli.tour.shop import FAILURES, run_shop
from sealog_exporters.services.embedded import embedded_collector
from sealog_exporters.store.sqlite import LogStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sealog.keys.keyring import Keyring
    from sealog_exporters.cli.tour.hook import Hook
    from sealog_exporters.store.interface import StoredRecord

CUSTOMER = "ada@lovelace.example.com"
THRESHOLD = {"ALERT_THRESHOLD_ERROR": "10"}
REASON = "demo: Ada asks what we hold about her"
SHOWN = 4
ALERT_TIMEOUT_S = 20.0
_ERROR = 17  # OpenTelemetry's severity number of ERROR


@asynccontextmanager
async def run_tour(folder: Path, *, grpc: str, http: str) -> AsyncIterator[Facts]:
    """Give the tour in `folder`; the collector runs as long as the block.

    Raises:
        SettingError: a port is taken.
        SealogError: a step did not do what it should.
    """
    keyring = new_keyring("demo", OwnerFile(), datetime.now(timezone.utc).isoformat(timespec="seconds"))
    save_keyring(keyring, folder / KEYRING_NAME)
    save_bundle(keyring.bundle(), folder / BUNDLE_NAME)
    store = folder / "logs.sqlite"
    async with listening_hook() as hook:
        rules = default_rules([Receiver("demo", integrations=(WebhookConfig(hook.url),))], THRESHOLD)
        collector = embedded_collector(rules, grpc=grpc, http=http, store=store, state_dir=folder / "alerts")
        async with collector as receiver:
            written = await run_shop(folder / BUNDLE_NAME, f"http://127.0.0.1:{receiver.grpc_port}")
            with LogStore(store, read_only=True) as logs:
                records = sorted(logs.recent(1000), key=lambda record: record.time_unix_nano)
                yield Facts(
                    folder=str(folder),
                    grpc_port=receiver.grpc_port,
                    http_port=receiver.http_port,
                    records=len(records),
                    lines=_side_by_side(written, records),
                    search=_search(keyring, logs, folder),
                    opening=_open(keyring, logs, folder),
                    alert=await _alert(hook, records),
                )


def _side_by_side(written: list[str], records: list[StoredRecord]) -> tuple[Line, ...]:
    """Pair console lines with records: the shop logs one after the other, so their order is the same."""
    console = [line.split(" shop ", 1)[1] for line in written if line.startswith(("INFO shop ", "ERROR shop "))]
    if len(console) != len(records):
        raise SealogError(f"the shop wrote {len(console)} records and the store holds {len(records)}")
    lines = [
        Line(line, record.body_text, record.trace_id, record.uid)
        for line, record in zip(console, records, strict=True)
        if record.entities
    ]
    return tuple(lines[:SHOWN])


def _index(keyring: Keyring) -> str:
    (epoch, key), *_ = keyring.index_keys().items()
    return blind_indexer(key, keyring.tenant, epoch)("email_address", CUSTOMER)


def _search(keyring: Keyring, logs: LogStore, folder: Path) -> Search:
    index = _index(keyring)
    in_the_clear = sum(path.read_bytes().count(CUSTOMER.encode()) for path in folder.rglob("*") if path.is_file())
    return Search("email_address", CUSTOMER, index, len(logs.search_index(index)), in_the_clear)


def _open(keyring: Keyring, logs: LogStore, folder: Path) -> Opening:
    record = logs.search_index(_index(keyring))[-1]
    trail = AuditTrail(folder / "audit.jsonl")
    keeper = Gatekeeper(keyring, trail, reason=REASON, actor="demo", clock=time.time, look_up=logs.sealed_keys)
    with closing(keeper):
        opened = keeper.open_text(record.body_text, record.keys)
    entry = json.loads(trail.path.read_bytes().splitlines()[0])
    return Opening(REASON, opened.text, entry)


async def _alert(hook: Hook, records: list[StoredRecord]) -> Alert:
    moment, body = await hook.next(ALERT_TIMEOUT_S)
    errors = [record for record in records if record.severity_number >= _ERROR]
    threshold = threshold_from(THRESHOLD)
    delay_ns = moment - errors[threshold - 1].time_unix_nano
    return Alert(threshold, FAILURES, round(delay_ns / 1e6, 1), body)
