"""The real back ends, started once a session and on free ports: skipped where they can't be had, required in CI."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from backends import Backends, Hook, needed
from local import free, start
from serving import answering

if TYPE_CHECKING:
    from collections.abc import Iterator


settings.register_profile("sealog", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("sealog-ci", settings.get_profile("sealog"), derandomize=True)
# Both judge by the clock, and others have this machine too. In CI a change is judged by the same examples each time;
# elsewhere examples are new in each run, and what they find is kept for the next.
settings.load_profile("sealog-ci" if os.environ.get("CI") else "sealog")

os.environ["SEALOG_STATUS_DIR"] = "off"  # a test run is no process that anybody looks at


class Progress:
    """Prints at once which test failed, and what a long step is doing: a run may take half an hour."""

    def __init__(self, config: pytest.Config) -> None:
        self._plugins = config.pluginmanager

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Name a test when it has failed; pytest tells why at the end."""
        if report.failed:
            self._say(f"FAILED {report.nodeid} ({report.when})", red=True)

    def step(self, text: str) -> None:
        """Print a line in the middle of a test's preparation."""
        capture: Any = self._plugins.get_plugin("capturemanager")
        with capture.global_and_fixture_disabled():
            self._say(text)

    def _say(self, text: str, **style: bool) -> None:
        terminal: Any = self._plugins.get_plugin("terminalreporter")
        if terminal is not None:
            terminal.write("\n")
            terminal.write_line(text, **style)


def pytest_configure(config: pytest.Config) -> None:
    """Add what tells of progress; the processes that another one starts have no terminal and print nothing."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's job in the background; programs would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.pluginmanager.register(Progress(config), "progress")


@pytest.fixture(scope="session")
def hook() -> Iterator[Hook]:
    """A webhook receiver that keeps what it gets."""
    received = Hook()

    def take(_: str, body: bytes) -> tuple[int, bytes]:
        received.add(body)
        return 200, b""

    with answering(take) as url:
        received.url = f"{url}/hook"
        yield received


@pytest.fixture(scope="session")
def backends(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, hook: Hook
) -> Iterator[Backends]:
    """Elasticsearch, the alerting exporter and our collector with the gateway's config, wired as in production."""
    folder = tmp_path_factory.mktemp("backends")
    rules = folder / "rules.yaml"
    rules.write_text(
        "groups:\n- name: default\n  rules:\n  - {alert: ErrorBurst, notify: [hook]}\n"
        f"receivers:\n- {{name: hook, webhook_configs: [{{url: '{hook.url}'}}]}}\n"
    )
    say = request.config.pluginmanager.get_plugin("progress").step
    running = needed(lambda: start(run_dir=folder / "run", at=free(), rules=rules, say=say))
    yield Backends(running, hook)
    running.stop(forget=True)


@pytest.fixture(scope="session")
def elasticsearch_url(backends: Backends) -> str:
    return str(backends.running.elasticsearch_url)
