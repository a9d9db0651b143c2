"""A part of the fault table, with short faults: what was acknowledged through the sink is stored, each record once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends import needed
from chaos.stored import install
from chaos.table import run_row
from local import free, start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local import Running

pytestmark = pytest.mark.backend

SHORT = (
    *(
        (row, "sink")
        for row in (
            "HTTP 401",
            "HTTP 413",
            "HTTP 429 for every second record",
            "reply cut after indexing",
            "write block",
            "every tenth record refused for good",
            "two records under each id",
            "sink killed four times, replies cut",
            "disk of the queue full",
            "queue file cut short",
        )
    ),
    ("two of each, each killed in turn", "pairs"),
)
"""The rows that `make test` runs, each with its way."""


@pytest.fixture(scope="module")
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An Elasticsearch of its own, which rows may block and kill."""
    say = request.config.pluginmanager.get_plugin("progress").step
    folder = tmp_path_factory.mktemp("chaos") / "run"
    started = needed(lambda: start(("elasticsearch",), run_dir=folder, at=free(), say=say))
    install(started.elasticsearch_url)
    yield started
    started.stop(forget=True)


@pytest.mark.parametrize(("row", "way"), SHORT)
def test_what_is_acknowledged_is_stored_once(
    row: str, way: str, running: Running, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("w")  # short enough for a socket in it
    outcome = needed(lambda: run_row(row, way, running, folder, seconds=3.0))
    if outcome is None:
        pytest.skip("this machine can't make that fault")
    assert outcome.accepted > 0
    assert (outcome.lost, outcome.doubled) == (0, 0), outcome
