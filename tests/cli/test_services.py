"""`sealog up`, `sealog alerting` and `sealog demo` as processes: what they print, how they end, what a kill leaves."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from applications import SHOP, instrumented
from backends import eventually
from sealog_exporters.store.sqlite import LogStore

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")


class Service:
    """A running `sealog` command whose stderr lines are read as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.stderr: IO[str] = process.stderr  # type: ignore[assignment]  # it is a pipe
        self.said = self.stderr.readline()

    @property
    def grpc(self) -> str:
        port = re.search(r"gRPC port (\d+)", self.said)
        assert port is not None, self.said + self.stderr.read()
        return f"http://127.0.0.1:{port[1]}"

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@contextmanager
def running(*arguments: str, environ: dict[str, str]) -> Iterator[Service]:
    with subprocess.Popen([SEALOG, *arguments], env=environ, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield Service(process)
        finally:
            process.kill()


def up(environ: dict[str, str]) -> contextmanager[Service]:  # type: ignore[valid-type]  # the decorator's own type
    return running("up", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", environ=environ)


def stored(environ: dict[str, str]) -> int:
    with LogStore(Path(environ["HOME"]) / ".local/share/sealog/logs.sqlite", read_only=True) as logs:
        return logs.count()


def shop(endpoint: str, environ: dict[str, str], *arguments: str) -> None:
    done = instrumented(str(SHOP), *arguments, endpoint=endpoint, protocol="grpc", HOME=environ["HOME"])
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_up_keeps_records_tells_the_alert_and_ends_cleanly(environ: dict[str, str], number: signal.Signals) -> None:
    with up(environ) as service:
        shop(service.grpc, environ, "--orders", "2", "--failures", "10")
        assert service.stderr.readline() == "firing: ErrorBurst: 10 errors in 5m from shop\n"
        assert service.end(number) == 0
        assert service.stderr.read() == ""
    assert stored(environ) == 18
    found = subprocess.run(
        [SEALOG, "search", "--entity", "email_address", "ALAN+orders@example.net", "--open", "--reason", "test"],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "order 2: confirmation sent to alan+orders@example.net" in found.stdout
    assert "  found in: body, user.email" in found.stdout.splitlines()
    searching = [SEALOG, "search", "--entity", "email_address", "ALAN+orders@example.net", "--json", "--limit", "0"]
    listed = subprocess.run(
        [*searching, "--from", "1h", "--service", "shop"], env=environ, capture_output=True, text=True, check=True
    )
    documents = [json.loads(line) for line in listed.stdout.splitlines()]
    assert {document["service"] for document in documents} == {"shop"}
    assert all("body" in document["matched"] for document in documents)
    assert "example.net" not in listed.stdout
    trace = documents[0]["trace_id"]
    of_trace = subprocess.run([*searching, "--trace", trace], env=environ, capture_output=True, text=True, check=True)
    assert {json.loads(line)["trace_id"] for line in of_trace.stdout.splitlines()} == {trace}
    for narrow in (["--service", "another"], ["--to", "1h"]):
        none = subprocess.run([*searching, *narrow], env=environ, capture_output=True, text=True, check=False)
        assert (none.returncode, none.stdout) == (1, "")


def test_up_takes_a_changed_rule_file_anew_and_tells_here_where_it_names_nobody(
    environ: dict[str, str], tmp_path: Path
) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("groups: [{name: g, rules: [{alert: Many, count: {gte: 5}}]}]\n")
    ports = ("--grpc", "127.0.0.1:0", "--http", "off")
    with running("up", *ports, "--rules", str(rules), environ=environ) as service:
        shop(service.grpc, environ, "--orders", "0", "--failures", "1")
        rules.write_text("groups: [{name: g, rules: [{alert: Many, count: {gte: nonsense}}]}]\n")
        service.process.send_signal(signal.SIGHUP)
        assert service.stderr.readline().endswith("; the rules stay as they were\n")
        rules.write_text("groups: [{name: g, rules: [{alert: Many, count: {gte: 2}}]}]\n")
        service.process.send_signal(signal.SIGHUP)
        assert service.stderr.readline() == f"sealog: 1 rules from {rules} taken anew\n"
        shop(service.grpc, environ, "--orders", "0", "--failures", "1")
        assert service.stderr.readline() == "firing: Many: service_name=shop, value 2, threshold 2, window 5m\n"
        assert service.end() == 0


def test_up_watches_a_ready_set_and_answers_for_it(environ: dict[str, str]) -> None:
    ports = ("--grpc", "127.0.0.1:0", "--http", "off", "--api", "127.0.0.1:0")
    with running("up", *ports, "--rules", "builtin:errors", environ=environ) as service:
        address = service.said.split()[-1]
        service.said = service.stderr.readline()
        shop(service.grpc, environ, "--orders", "0", "--failures", "10")
        assert service.stderr.readline() == "firing: ErrorBurst: 10 errors in 5m from shop\n"
        listed = subprocess.run(
            [SEALOG, "alerts", "list", "--api", address], env=environ, capture_output=True, text=True, check=True
        )
        assert "ErrorBurst terminal told" in listed.stdout
        assert service.end() == 0


def test_a_kill_of_up_loses_nothing_that_was_acknowledged_and_repeats_no_alert(environ: dict[str, str]) -> None:
    with up(environ) as service:
        shop(service.grpc, environ, "--orders", "0", "--failures", "9")
        service.end(signal.SIGKILL)
    with up(environ) as service:
        shop(service.grpc, environ, "--orders", "0", "--failures", "1")
        assert service.stderr.readline() == "firing: ErrorBurst: 10 errors in 5m from shop\n"
        service.end(signal.SIGKILL)
    with up(environ) as service:
        shop(service.grpc, environ, "--orders", "0", "--failures", "1")
        eventually(lambda: stored(environ), lambda count: count == 9 + 1 + 1 + 3 * 2)
        assert service.end() == 0
        assert service.stderr.read() == ""


def test_alerting_names_the_rule_files_line_that_is_wrong(environ: dict[str, str], tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "groups:\n- name: a\n  rules:\n  - alert: B\n    window: soon\n    notify: [hook]\n"
        "receivers:\n- {name: hook, webhook_configs: [{url: 'http://127.0.0.1:9/'}]}\n"
    )
    with running("alerting", "--rules", str(rules), environ=environ) as service:
        assert re.match(rf"sealog: {rules}:5:\d+: ", service.said), service.said
        assert service.process.wait(30) == 2


def test_alerting_takes_otlp_and_ends_cleanly(environ: dict[str, str], tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "groups:\n- name: a\n  rules:\n  - {alert: B, notify: [hook]}\n"
        "receivers:\n- {name: hook, webhook_configs: [{url: 'http://127.0.0.1:9/'}]}\n"
    )
    ports = ("--grpc", "127.0.0.1:0", "--http", "off", "--api", "off", "--state", str(tmp_path / "state"))
    with running("alerting", "--rules", str(rules), *ports, environ=environ) as service:
        assert "1 rules" in service.said
        assert "HTTP port off" in service.said
        shop(service.grpc, environ, "--orders", "0", "--failures", "1")
        assert service.end() == 0


def test_demo_gives_its_facts_as_json(environ: dict[str, str]) -> None:
    done = subprocess.run(
        [SEALOG, "demo", "--json", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["records"] == 2 + 3 * 6 + 12
    for line in facts["lines"]:
        assert "seal1~" in line["stored"]
        assert "seal1~" not in line["written"]
        assert len(line["trace_id"]) == 32
    assert facts["search"]["found"] > 0
    assert facts["search"]["plaintext_in_store"] == 0
    assert facts["search"]["value"] in facts["opening"]["opened"]
    assert facts["opening"]["audit_entry"]["outcome"] == "ok"
    assert facts["alert"]["threshold"] == 10
    assert facts["alert"]["webhook"]["alerts"][0]["annotations"]["value"] == "10"


def test_demo_with_a_taken_port_names_it_and_leaves_nothing(environ: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [SEALOG, "demo", "--grpc", f"127.0.0.1:{port}", "--http", "127.0.0.1:0"],
            env=environ | {"TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert str(port) in line
    assert not list(tmp_path.glob("sealog-demo-*"))


def test_demo_ends_cleanly_at_ctrl_c(environ: dict[str, str], tmp_path: Path) -> None:
    arguments = ("demo", "--keep", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0")
    with running(*arguments, environ=environ | {"TMPDIR": str(tmp_path)}) as service:
        assert service.said.startswith("still running")
        assert service.end(signal.SIGINT) == 0
        assert service.stderr.read() == ""


def test_demo_interrupted_in_the_middle_ends_its_shop_and_leaves_nothing(
    environ: dict[str, str], tmp_path: Path
) -> None:
    command = [SEALOG, "demo", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"]
    with subprocess.Popen(
        command, env=environ | {"TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        (child,) = eventually(lambda: children.read_text().split(), bool)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    eventually(lambda: Path(f"/proc/{child}").exists(), lambda there: not there)
    assert not list(tmp_path.glob("sealog-demo-*"))
