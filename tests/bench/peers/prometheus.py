"""Prometheus and Alertmanager: a counter that is scraped, a rule on it, a webhook; at their defaults, and tuned.

It is spared a step that real use adds: each record has a series that exists before, at 0.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from peers.contestant import AbsentError, Contestant, alertmanager_numbers, running

from local import LocalError, Missing, cache, free
from local.program import answers
from local.servers import alertmanager, prometheus
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DEFAULT_ALERTS, TUNED_ALERTS = 5, 40
CONFIG = """
global: {{{often}}}
rule_files: [{folder}/rules.yaml]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ['127.0.0.1:{alertmanager}']}}]}}]}}
scrape_configs: [{{job_name: bench, static_configs: [{{targets: ['127.0.0.1:{counter}']}}]}}]
"""
RULES = "groups: [{name: bench, rules: [{alert: Each, expr: errors_total > 0}]}]\n"
ALERTMANAGER = """
route: {{receiver: hook, group_by: [n]{often}}}
receivers: [{{name: hook, webhook_configs: [{{url: '{url}', send_resolved: false}}]}}]
"""


@contextmanager
def counter(alerts: int) -> Iterator[tuple[int, Callable[[int], None]]]:
    """Serve `errors_total{n="…"}` to be scraped; gives the port, and what counts a record."""
    counts = dict.fromkeys(range(alerts), 0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            lines = [f'errors_total{{n="{n}"}} {count}\n' for n, count in counts.items()]
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write("".join(lines).encode())

        def log_message(self, *_: Any) -> None:
            pass

    def count(number: int) -> None:
        counts[number] += 1

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with serving(server):
        yield server.server_port, count


@contextmanager
def prometheus_alertmanager(folder: Path, url: str, *, tuned: bool) -> Iterator[Contestant]:
    """Run both inside the block."""
    try:
        programs = prometheus.get(cache.root()), alertmanager.get(cache.root())
    except (Missing, LocalError) as error:
        raise AbsentError(str(error)) from error
    ports = free()
    alerts = TUNED_ALERTS if tuned else DEFAULT_ALERTS
    path = f"/prometheus-{'tuned' if tuned else 'default'}"
    with ExitStack() as stack:
        counter_port, emit = stack.enter_context(counter(alerts))
        often = "scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s" if tuned else ""
        config, routes = folder / "prometheus.yaml", folder / "alertmanager.yaml"
        config.write_text(
            CONFIG.format(often=often, folder=folder, alertmanager=ports.alertmanager, counter=counter_port)
        )
        (folder / "rules.yaml").write_text(RULES)
        routes.write_text(ALERTMANAGER.format(url=url + path, often=", group_wait: 0s" if tuned else ""))
        for program, listen, options in (
            (programs[1], ports.alertmanager, (f"--config.file={routes}", "--cluster.listen-address=")),
            (programs[0], ports.prometheus, (f"--config.file={config}",)),
        ):
            state = folder / program.name
            storage = f"--storage.{'path' if program == programs[1] else 'tsdb.path'}={state}"
            command = (program, *options, storage, f"--web.listen-address=127.0.0.1:{listen}")
            ready = partial(answers, f"http://127.0.0.1:{listen}/-/ready")
            stack.enter_context(running(command, folder / f"{program.name}.log", ready))
        setting = "scrape and evaluate every 1 s, group_wait 0" if tuned else "their defaults: 1 min, group_wait 30 s"
        gap, patience = (0.5, 30.0) if tuned else (12.0, 200.0)
        yield Contestant("Prometheus + Alertmanager", setting, path, emit, alertmanager_numbers, alerts, gap, patience)
