"""`sealog alerting` as a process of its own, with its state on disk."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from peers.contestant import Contestant, alertmanager_numbers, running
from peers.records import sender

from local import free
from local.program import accepts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = """
groups: [{{name: bench, rules: [{{alert: Each, count: {{gte: 1}}, group_by: [n]}}]}}]
receivers: [{{name: hook, webhook_configs: [{{url: '{url}', send_resolved: false}}]}}]
"""


def service(folder: Path, url: str) -> tuple[tuple[object, ...], int]:
    """Give the command of an alerting service that tells `url` of each error record, and its gRPC port."""
    rules = folder / "rules.yaml"
    rules.write_text(RULES.format(url=url))
    port = free().alerting_grpc
    where = ("--grpc", f"127.0.0.1:{port}", "--http", "off", "--api", "off", "--state", folder / "state")
    return (sys.executable, "-m", "sealog.cli.main", "alerting", "--rules", rules, *where), port


@contextmanager
def sealog(folder: Path, url: str) -> Iterator[Contestant]:
    """Run it inside the block."""
    command, port = service(folder, f"{url}/sealog")
    with running(command, folder / "sealog.log", partial(accepts, port)), sender(f"127.0.0.1:{port}") as emit:
        yield Contestant("sealog", "as shipped, durable", "/sealog", emit, alertmanager_numbers, 300, 0.03, 10.0)
