"""ElastAlert2 over a real Elasticsearch: at the interval of its example configuration, and as often as it can."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from peers.contestant import AbsentError, Contestant, running

from venvs import UnavailableError, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGES = ("elastalert2==2.19.0", "pytz")  # it imports pytz, and leaves it to others to ask for it
# The bare server core of the tests has no page that tells its version; the rest is the program as it is.
START = """
import sys
import elastalert.create_index, elastalert.elastalert, elastalert.util
for module in (elastalert.util, elastalert.create_index):
    module.get_version_from_cluster_info = lambda client: "9.5.3"
if sys.argv[1] == "create":
    sys.argv[1:2] = []
    elastalert.create_index.main()
else:
    elastalert.elastalert.main(sys.argv[1:])
"""
CONFIG = """
rules_folder: {folder}/rules
run_every: {{{run_every}}}
buffer_time: {{minutes: 15}}
es_host: 127.0.0.1
es_port: {port}
writeback_index: elastalert_{name}
alert_time_limit: {{days: 2}}
"""
RULE = """
name: Each
type: any
index: bench-{name}
filter: [{{term: {{severity: ERROR}}}}]
query_key: n
realert: {{minutes: 0}}
alert: [post2]
http_post2_url: {url}
http_post2_payload: {{n: "{{{{ n }}}}"}}
http_post2_raw_fields: {{n: n}}
"""
MAPPING = {"properties": {"@timestamp": {"type": "date"}, "n": {"type": "keyword"}, "severity": {"type": "keyword"}}}


@contextmanager
def elastalert(folder: Path, url: str, elasticsearch: str, *, tuned: bool) -> Iterator[Contestant]:
    """Run it inside the block; records are written straight into the index, each at once."""
    try:
        python = environment(*PACKAGES)
    except UnavailableError as error:
        raise AbsentError(str(error)) from error
    name = "tuned" if tuned else "default"
    path = f"/elastalert-{name}"
    (folder / "rules").mkdir()
    (folder / "rules/each.yaml").write_text(RULE.format(name=name, url=url + path))
    port = elasticsearch.rpartition(":")[2]
    run_every = "seconds: 1" if tuned else "minutes: 1"
    config = folder / "config.yaml"
    config.write_text(CONFIG.format(folder=folder, run_every=run_every, port=port, name=name))
    # Tuned: what is written can be found after 100 ms instead of a second.
    settings = {"index": {"number_of_replicas": 0, **({"refresh_interval": "100ms"} if tuned else {})}}
    index = f"{elasticsearch}/bench-{name}"
    _send("PUT", index, {"settings": settings, "mappings": MAPPING})

    def emit(number: int) -> None:
        now = datetime.now(timezone.utc).isoformat()
        _send("POST", f"{index}/_doc", {"@timestamp": now, "severity": "ERROR", "n": str(number)})

    log = folder / f"elastalert-{name}.log"
    start = (python, "-c", START)
    where = ("--host", "127.0.0.1", "--port", port, "--index", f"elastalert_{name}", "--no-auth", "--no-ssl")
    made = subprocess.run(
        [*map(str, (*start, "create", "--config", config, *where))], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise AbsentError(f"ElastAlert2 can't make its indices: {made.stderr[-500:]}")
    with running((*start, "--config", config, "--verbose"), log, lambda: "Starting up" in log.read_text()):
        setting = "run_every 1 s, refresh 100 ms" if tuned else "run_every 1 min, as its example"
        alerts, gap, patience = (40, 0.5, 30.0) if tuned else (5, 12.0, 180.0)
        yield Contestant("ElastAlert2", setting, path, emit, numbers, alerts, gap, patience)


def numbers(body: Any) -> list[int]:
    """Read the record's number."""
    return [int(body["n"])]


def _send(method: str, url: str, body: dict[str, Any]) -> None:
    request = urllib.request.Request(
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}, method=method
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()
