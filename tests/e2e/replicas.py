"""Two alerting services behind the real collector, and a name that both stand for."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backends import eventually
from errors_over_otlp import send_errors
from local import free
from local.program import answers
from local.servers import sealer

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIGS = Path(__file__).resolve().parents[2] / "collector-config"
HOST = "replicas.test"
# Elasticsearch is not what these tests are about.
NO_SLOT = """
exporters: {file/nowhere: {path: /dev/null}}
service: {pipelines: {logs/elasticsearch: {exporters: [file/nowhere]}}}
"""
# The collector's name resolution reads /etc/hosts: a private one for it alone, which tests write while it runs.
IN_OWN_HOSTS = 'mount --bind "$0" /etc/hosts && exec "$@"'


def can_have_own_hosts(folder: Path) -> bool:
    """Tell whether a process may get an /etc/hosts of its own on this machine."""
    hosts = folder / "probe-hosts"
    hosts.write_text("127.0.0.2 probe.test\n")
    if shutil.which("unshare") is None:
        return False
    look = ("unshare", "-rm", "sh", "-c", IN_OWN_HOSTS, str(hosts), "grep", "-q", "probe.test", "/etc/hosts")
    return subprocess.run(look, capture_output=True, check=False).returncode == 0


@dataclass
class Replica:
    """One alerting service; its state folder outlives it."""

    address: str
    port: int
    rules: Path
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        where = ("--grpc", f"{self.address}:{self.port}", "--http", "off", "--api", "off")
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                (sys.executable, "-m", "sealog.cli.main", "alerting", "--rules", self.rules, *where,
                 "--state", self.folder / "state"),
                stdout=log,
                stderr=log,
            )  # fmt: skip
        end = time.monotonic() + 30
        while not self._accepts():
            assert time.monotonic() < end, (self.folder / "log").read_text()[-2_000:]
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def _accepts(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.address, self.port)) == 0

    def services(self) -> set[str]:
        """Give the services whose groups it has on disk; only once it has ended, because it locks the file."""
        with closing(sqlite3.connect(self.folder / "state/alerting.sqlite3")) as db:
            stored = {key for (key,) in db.execute("SELECT json_extract(state, '$.key[0]') FROM groups")}
            pages = [json.loads(body) for (body,) in db.execute("SELECT body FROM journal")]
        return stored | {entry[0][0] for page in pages for entries in page.values() for entry in entries}


class Gateway:
    """The collector with the gateway's config and the replicas' overlay.

    With `own_hosts` it has an /etc/hosts of its own, in which `names` writes.
    """

    def __init__(self, folder: Path, *, own_hosts: bool) -> None:
        self._folder = folder
        self._hosts = folder / "hosts"
        self._own_hosts = own_hosts
        self._ports = free()
        (folder / "nowhere.yaml").write_text(NO_SLOT)
        self._sealer: subprocess.Popen[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def resolve(self, text: str) -> None:
        """Write the file that says where the replicas are; it is read at the start and at SIGHUP."""
        (self._folder / "resolver.yaml").write_text(text)

    def names(self, addresses: Iterable[str]) -> None:
        """Let the name stand for these addresses; written in place, because a mount is of the file itself."""
        self._hosts.write_text("".join(f"{address} {HOST}\n" for address in addresses))

    def start(self, binary: Path) -> None:
        ports = self._ports
        env = {
            **os.environ,
            "SEALOG_GATEWAY_GRPC": f"127.0.0.1:{ports.otlp_grpc}",
            "SEALOG_GATEWAY_HTTP": f"127.0.0.1:{ports.otlp_http}",
            "SEALOG_GATEWAY_HEALTH": f"127.0.0.1:{ports.health}",
            "SEALOG_GATEWAY_METRICS_PORT": str(ports.metrics),
            "SEALOG_GATEWAY_STATE": str(self._folder / "gateway-state"),
            "SEALOG_ALERTING_RESOLVER": str(self._folder / "resolver.yaml"),
            "SEALOG_SEALER_SOCKET": str(sealer.socket_path(self._folder)),
        }
        files = (CONFIGS / "gateway.yaml", CONFIGS / "alerting-replicas.yaml", self._folder / "nowhere.yaml")
        run = (str(binary), *(part for file in files for part in ("--config", str(file))))
        if self._sealer is None:
            with (self._folder / "sealer.log").open("ab") as log:
                program = sealer.program(self._folder)
                self._sealer = subprocess.Popen(program.command, stdout=log, stderr=log)
            eventually(program.ready, bool)
        with (self._folder / "collector.log").open("ab") as log:
            inside = ("unshare", "-rm", "sh", "-c", IN_OWN_HOSTS, str(self._hosts)) if self._own_hosts else ()
            self._process = subprocess.Popen((*inside, *run), env=env, stdout=log, stderr=log)
        self._await()

    def reload(self) -> None:
        """Let it read its files again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGHUP)

    def _await(self) -> None:
        end = time.monotonic() + 30
        while not answers(f"http://127.0.0.1:{self._ports.health}/"):
            assert time.monotonic() < end, (self._folder / "collector.log").read_text()[-2_000:]
            time.sleep(0.1)

    def delivered(self) -> int:
        """Give how many records the replicas have acknowledged, by the collector's own metrics."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self._ports.metrics}/metrics", timeout=5) as answer:
            text = answer.read().decode()
        found = re.findall(
            r'^otelcol_exporter_sent_log_records(?:_total)?{exporter="load_balancing/.*?} (\S+)', text, re.MULTILINE
        )
        return int(sum(map(float, found)))

    def stop(self) -> None:
        for process in (self._process, self._sealer):
            if process is not None:
                process.kill()
                process.wait()

    def send(self, service: str, first: int, count: int) -> None:
        """Send errors with the uids `SERVICE-FIRST` and on, in one acknowledged request."""
        send_errors(f"http://127.0.0.1:{self._ports.otlp_http}", service, first, count)
