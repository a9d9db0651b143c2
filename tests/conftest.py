"""The real back ends, started once a session and on free ports: skipped where they can't be had, required in CI."""

from __future__ import annotations

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from backends import Backends, Hook
from local import Missing, free, start

if TYPE_CHECKING:
    from collections.abc import Iterator


settings.register_profile("sealog", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sealog")  # both judge by the clock, and others have this machine too

os.environ["SEALOG_STATUS_DIR"] = "off"  # a test run is no process that anybody looks at


@pytest.fixture(scope="session")
def hook() -> Iterator[Hook]:
    """A webhook receiver that keeps what it gets."""
    received = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.add(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    received.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield received
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def backends(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[Backends]:
    """Elasticsearch, the alerting exporter and our collector with the gateway's config, wired as in production."""
    folder = tmp_path_factory.mktemp("backends")
    rules = folder / "rules.yaml"
    rules.write_text(
        "groups:\n- name: default\n  rules:\n  - {alert: ErrorBurst, notify: [hook]}\n"
        f"receivers:\n- {{name: hook, webhook_configs: [{{url: '{hook.url}'}}]}}\n"
    )
    try:
        running = start(run_dir=folder / "run", at=free(), rules=rules, say=lambda _: None)
    except Missing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    yield Backends(running, hook)
    running.stop(forget=True)


@pytest.fixture(scope="session")
def elasticsearch_url(backends: Backends) -> str:
    return str(backends.running.elasticsearch_url)
