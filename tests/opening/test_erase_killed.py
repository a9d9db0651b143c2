"""`sealog erase --opener` by a real `sealog opener` over TLS, either of them killed: a second run finishes it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from alerting.authority import Authority
from opening.test_service import TOKENS
from people.site import OTHERS, POLICY, VALUES, make_site
from sealog.audit.proof import read_proof
from sealog.audit.verify import verify
from sealog.records.attributes import UID
from sealog_exporters.people.receipt import receipt_hash
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.site import Site

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")
COPIES = 200
OF_ALICE = 3 * COPIES
PAGES_BEFORE_THE_KILL = 2


@dataclass
class Machines:
    """The machine of the service, with keys and trail, and the one of who erases, with the store alone."""

    site: Site
    folder: Path
    address: str = "127.0.0.1:0"

    @contextmanager
    def service(self) -> Iterator[subprocess.Popen[bytes]]:
        """The service, at the same address each time; killed at the end."""
        printed = self.site.folder / "opener.log"
        tls = ("--tls-cert", "server.pem", "--tls-key", "server.key")
        command = [str(SEALOG), "opener", "--tokens", "tokens", "--listen", self.address, *tls]
        with (
            printed.open("wb") as out,
            subprocess.Popen(command, cwd=self.site.folder, env=os.environ | self.site.environ, stderr=out) as process,
        ):
            try:
                while not (port := re.search(r"opener: port (\d+)", printed.read_text())):
                    assert process.poll() is None, printed.read_text()
                    time.sleep(0.02)
                self.address = f"127.0.0.1:{port[1]}"
                yield process
            finally:
                process.kill()

    def started(self) -> subprocess.Popen[str]:
        """An erasure that has begun; the environment names no key."""
        given = ("--subject", "subject.yaml", "--request", "DSR-1", "--state", "state", "--receipt", "r.json")
        by = ("--opener", f"https://{self.address}", "--opener-ca", "ca.pem", "--token-file", "token")
        command = [str(SEALOG), "erase", *given, *by, "--stores", "store:logs.sqlite", "--yes"]
        pipe = subprocess.PIPE
        environ = {**os.environ, **self.site.environ, "SEALOG_KEYRING": "nowhere/keyring.json"}
        environ |= {"SEALOG_POLICY": "policy.yaml", "XDG_CONFIG_HOME": str(self.folder)}
        return subprocess.Popen(command, cwd=self.folder, env=environ, stdout=pipe, stderr=pipe, text=True)

    def erase(self) -> tuple[int, str]:
        """Erase to the end; gives the exit code and what was printed."""
        with self.started() as process:
            said = "".join(process.communicate(timeout=120))
        assert not any(value in said for value in (*VALUES, *OTHERS))
        return process.returncode, said

    def is_under_way(self) -> bool:
        touched = self.folder / "state" / "touched.jsonl"
        return touched.exists() and touched.read_text().count("\n") >= PAGES_BEFORE_THE_KILL

    def holders(self) -> int:
        """How many records hold a mark of the erasure; all of the person's do at its end."""
        with LogStore(self.folder / "logs.sqlite", read_only=True) as store:
            return sum(
                "[erased:" in json.dumps([one.body_text, one.attributes]) for one in store.recent(6 * COPIES + 1)
            )

    def actions(self) -> list[str]:
        return [one["action"] for one in self.site.entries() if one["action"].startswith("erase")]


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """Pages of a hundred records a second, so that there is a middle."""
    here, there = tmp_path / "service", tmp_path / "client"
    for folder in (here, there):
        folder.mkdir()
    site = make_site(here)
    site.write("openers.yaml", "openers: [{name: support, users: [mira, noor], rate: 100000/1h}]")
    site.write("tokens", "".join(f"{name} {token}\n" for name, token in TOKENS.items()))
    Authority(here).signed("server")
    client = replace(site, folder=there)
    client.write("subject.yaml", (here / "subject.yaml").read_text())
    client.write("policy.yaml", POLICY + "  erasure: {per_second: 300}\n")
    client.write("token", TOKENS["mira"])
    client.write("ca.pem", (here / "ca.pem").read_text())
    events = site.events()
    with LogStore(there / "logs.sqlite") as store:
        for copy in range(COPIES):
            numbered = enumerate(events)
            store.add([one._replace(attributes={**one.attributes, UID: f"{copy}-{at}"}) for at, one in numbered])
    return Machines(site, there)


def until_under_way(machines: Machines, erasure: subprocess.Popen[str]) -> None:
    while not machines.is_under_way():
        assert erasure.poll() is None, erasure.communicate()
        time.sleep(0.01)


def the_receipt_is_proved(machines: Machines) -> dict[str, Any]:
    """The store of a receipt whose entry the trail proves, which itself is whole and holds no value."""
    receipt = json.loads((machines.folder / "r.json").read_text())
    proof = read_proof(receipt["proof"].encode())
    assert proof.holds
    assert json.loads(proof.entry)["receipt_sha256"] == receipt_hash(receipt["body"])
    key = machines.site.keys.audit_public_key
    assert key is not None
    assert verify(machines.site.trail, key).wrong is None
    assert not any(value in machines.site.trail.read_text() for value in (*VALUES, *OTHERS))
    (store,) = receipt["body"]["stores"]
    assert store["verification"] == "no record up to the marks holds the person"
    assert store["erased"] + store["already"] == OF_ALICE == machines.holders()
    return dict(store)


def test_a_service_that_is_killed_leaves_no_receipt_and_a_second_run_gives_it(machines: Machines) -> None:
    with machines.service() as service, machines.started() as erasure:
        until_under_way(machines, erasure)
        service.kill()
        said = "".join(erasure.communicate(timeout=60))
    assert (erasure.returncode, (machines.folder / "r.json").exists()) == (2, False), said
    assert f"store:logs.sqlite: {OF_ALICE} erased, 0 already, 0 held, verified\n" in said
    assert "can't be reached (ConnectionRefusedError); there is no receipt: run this again with the same" in said
    assert machines.actions()[0] == "erase"
    assert "erased" not in machines.actions()
    with machines.service():
        code, said = machines.erase()
        assert code == 0, said
        assert the_receipt_is_proved(machines)["already"] > 0
    assert machines.actions()[-1] == "erased"
    assert machines.actions().count("erase") == 2


def test_who_erases_is_killed_and_goes_on_where_it_was(machines: Machines) -> None:
    with machines.service():
        with machines.started() as erasure:
            until_under_way(machines, erasure)
            erasure.kill()
        assert 0 < machines.holders() < OF_ALICE
        assert not (machines.folder / "r.json").exists()
        code, said = machines.erase()
        assert code == 0, said
        store = the_receipt_is_proved(machines)
        assert store["already"] > 0 < store["erased"]
    assert machines.actions().count("erased") == 1
