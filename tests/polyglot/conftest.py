"""The real stores, a sink before Elasticsearch, keys, and everything that is sent."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from applications import Keys
from backends import needed
from local import free, start
from local.program import answers
from polyglot.invented import Told, texts
from polyglot.senders import SENDERS
from programs import SEALOG, Program
from programs import running as running_program
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import save_keyring
from servers import free_port
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local import Running
    from polyglot.senders import Sender


@dataclass(frozen=True)
class Sent:
    """What all senders tell, and how each is let loose."""

    programs: dict[str, Path]
    told: dict[str, dict[str, Told]]
    folder: Path

    def send(self, sender: Sender, grpc: str, http: str) -> None:
        """Let a sender send its texts, to its end."""
        own = self.folder / sender.name
        own.mkdir(exist_ok=True)
        plain = {place: told.text for place, told in self.told[sender.name].items()}
        sender.run(self.programs[sender.name], own, plain, grpc, http)

    def all(self, *names: str) -> list[Told]:
        """Everything that the named senders tell; of all, where none is named."""
        return [told for name, places in self.told.items() if not names or name in names for told in places.values()]


@pytest.fixture(scope="module")
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    say = request.config.pluginmanager.get_plugin("progress").step
    folder = tmp_path_factory.mktemp("polyglot") / "run"
    names = ("elasticsearch", "victorialogs", "jaeger")
    started = needed(lambda: start(names, run_dir=folder, at=free(), say=say))
    subprocess.run([SEALOG, "elastic", "setup", "--url", started.elasticsearch_url], check=True, capture_output=True)
    yield started
    started.stop(forget=True)


@pytest.fixture(scope="module")
def sink(running: Running) -> Iterator[str]:
    """The URL of `sealog sink` before that Elasticsearch."""
    port, status = free_port(), free_port()
    listen = ("--http", f"127.0.0.1:{port}", "--grpc", "off", "--status", f"127.0.0.1:{status}")
    command = (SEALOG, "sink", "--url", running.proxy_url, *listen)
    is_ready = partial(answers, f"http://127.0.0.1:{status}/healthz")
    with running_program(Program("sink", command, os.environ, running.log("sink"), is_ready)):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("keys")
    ring = keyring()
    save_bundle(ring.bundle(), folder / "bundle.json")
    save_keyring(ring, folder / "keyring.json")
    return Keys(folder, ring)


@pytest.fixture(scope="module")
def programs(request: pytest.FixtureRequest) -> dict[str, Path]:
    """The senders, built."""
    say = request.config.pluginmanager.get_plugin("progress").step
    found = {}
    for sender in SENDERS:
        say(f"getting the sender {sender.name}")
        found[sender.name] = needed(sender.get)
    return found


@pytest.fixture
def sent(request: pytest.FixtureRequest, programs: dict[str, Path], tmp_path: Path) -> Sent:
    """Texts of the test's own, so that what another test sent is not taken for it."""
    way = "by_gateway" if "gateway" in request.node.name else "by_processor"
    told = {sender.name: texts(f"{way}_{sender.name}", sender.places) for sender in SENDERS}
    read = {"files": ("log.line", "log.json", "log.trace"), "syslog": ("log.message", "log.data")}
    told |= {name: texts(f"{way}_{name}", places) for name, places in read.items()}
    return Sent(programs, told, tmp_path)
