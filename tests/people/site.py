"""A site for tests: keyring with two epochs, a policy, and sealed records of Alice, Bob and nobody."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import typer
from typer.testing import CliRunner, Result

from sealog.correlate.uid import UidSource
from sealog.key_life.index_service import named_by
from sealog.keys.index_service import IndexServiceKey
from sealog.keys.keyring import Keyring, add_epoch, new_keyring, save_keyring
from sealog.keys.protectors import OwnerFile
from sealog.keys.sealer import Sealer
from sealog.policy.loader import load_policy
from sealog.policy.scanner import build_scanner
from sealog.processor.processor import SealingProcessor
from sealog_exporters.cli.keys.index import index
from sealog_exporters.cli.keys.rewrap import rewrap
from sealog_exporters.cli.people.access import access
from sealog_exporters.cli.people.erase import erase
from sealog_exporters.event import Event
from support import Records

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """\
keys:
  customer.id: {action: seal, entity: customer_id}
index:
  customer_id: bundle
people:
  controller: Example Ltd, privacy@example.test
  purposes: {shop: [taking orders, finding faults], '*': finding faults}
  recipients: [Hosting GmbH]
  retention: 30 days
"""
SUBJECT = """\
identifiers:
  email_address: [Alice@Example.com, a.smith@example.org]
  customer_id: C-4711
  phone_number: +49 30 901820
"""
VALUES = ("alice@example.com", "a.smith@example.org", "C-4711", "+49 30 901820")
OTHERS = ("bob@example.org", "C-4712", "+49 30 901821")
MINUTE = 60 * 10**9


@dataclass
class Site:
    """Settings, keys and files below one folder; `keys` has epochs 1 and 2."""

    folder: Path
    keys: Keyring
    environ: dict[str, str]

    @property
    def trail(self) -> Path:
        return self.folder / "audit.jsonl"

    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.trail.read_text().splitlines()] if self.trail.exists() else []

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        return path

    def run(self, *arguments: str | Path) -> Result:
        app = typer.Typer()
        for command in COMMANDS:
            app.command(command.__name__)(command)
        app.callback()(lambda: None)
        return CliRunner().invoke(app, [str(one) for one in arguments], env=self.environ)

    def events(self) -> list[Event]:
        """Six records: Alice with Bob in epoch 1; Alice's other address, her customer id, her phone; Bob; nobody."""
        scanner = build_scanner(load_policy(self.folder / "policy.yaml"))
        old, new = (
            Records(SealingProcessor(scanner, Sealer(keys.bundle()), UidSource()))
            for keys in (first_epoch(self.keys), self.keys)
        )
        emitted = [
            old.emit("mail from alice@example.com to bob@example.org", {"client": "203.0.113.9"}),
            new.emit("login of a.smith@example.org, then ALICE@example.com"),
            new.emit("order placed", {"customer.id": "C-4711", "note": "call +49 30 901820 or +49 30 901821"}),
            new.emit("order placed", {"customer.id": "C-4712", "note": "call +49 30 901820"}),
            new.emit({"to": "bob@example.org", "n": 1}),
            new.emit("nothing to see"),
        ]
        return [event(record, number) for number, record in enumerate(emitted, start=1)]


COMMANDS: list[Any] = [access, erase, index, rewrap]


def first_epoch(keys: Keyring) -> Keyring:
    return replace(keys, epochs=keys.epochs[:1])


def event(record: Any, number: int) -> Event:
    return Event(
        time_unix_nano=number * MINUTE,
        observed_unix_nano=number * MINUTE,
        severity_number=9,
        severity_text="INFO",
        body=record.body,
        attributes=dict(record.attributes or {}),
        resource={"service.name": "shop" if number < 4 else "desk"},
        scope="",
        event_name="",
        trace_id="",
        span_id="",
    )


def service_keys() -> Keyring:
    """The keyring of an index service."""
    return new_keyring("default", OwnerFile(), "2026-01-01T00:00:00+00:00", "index")


def with_index_service(site: Site) -> Site:
    """The site with an index service, whose keyring is in the folder `index`; the bundles name it."""
    keys, path = service_keys(), site.folder / "index" / "keyring.json"
    path.parent.mkdir()
    save_keyring(keys, path)
    current = keys.current()
    named = named_by(site.keys, IndexServiceKey(current.number, current.public_key))
    environ = {**site.environ, "SEALOG_INDEX_KEYRING": str(path)}
    return Site(site.folder, replace(site.keys, index_service=named), environ)


def make_site(folder: Path) -> Site:
    keys = add_epoch(new_keyring("default", OwnerFile(), "2026-01-01T00:00:00+00:00"), "2026-02-01T00:00:00+00:00")
    save_keyring(keys, folder / "keyring.json")
    (folder / "policy.yaml").write_text(POLICY)
    (folder / "subject.yaml").write_text(SUBJECT)
    environ = {
        "SEALOG_KEYRING": str(folder / "keyring.json"),
        "SEALOG_POLICY": str(folder / "policy.yaml"),
        "XDG_CONFIG_HOME": str(folder),
        "COLUMNS": "200",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    return Site(folder, keys, environ)
