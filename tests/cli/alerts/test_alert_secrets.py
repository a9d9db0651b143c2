"""No secret of a rule file is in anything that the alert commands and the service print, answer or keep."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from backends import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")
MARK = "sw0rdfish"
RULES = f"""
groups: [{{name: g, rules: [{{alert: A, count: {{gte: 1}}}}]}}]
receivers:
- name: all
  webhook_configs:
  - url: http://127.0.0.1:1/{MARK}?key={MARK}
    secret: {MARK}
    http_config: {{http_headers: {{Authorization: Bearer {MARK}}}}}
  slack_configs: [{{api_url: 'http://127.0.0.1:1/{MARK}'}}]
  pagerduty_configs: [{{routing_key: {MARK}, url: 'http://127.0.0.1:1/'}}]
  apprise_configs: [{{url: 'json://user:{MARK}@127.0.0.1:1/'}}]
"""
RECORD = {"severityNumber": 17, "body": {"stringValue": "refused"}}


def sealog(*arguments: str) -> str:
    done = subprocess.run([SEALOG, *arguments], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES)
    return path


@pytest.fixture
def service(rules: Path) -> Iterator[subprocess.Popen[str]]:
    ports = ("--grpc", "off", "--http", "127.0.0.1:0", "--api", "127.0.0.1:0", "--state", str(rules.parent / "state"))
    started = subprocess.Popen([SEALOG, "alerting", "--rules", str(rules), *ports], stderr=subprocess.PIPE, text=True)
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def test_commands_that_name_receivers_show_no_secret(rules: Path) -> None:
    said = sealog("alerts", "check", str(rules)) + sealog("alerts", "send-test", str(rules))
    assert said.count("no connection (ConnectError)") == 3
    assert MARK not in said


@pytest.mark.parametrize("wrong", ["http_headers: 5", "unknown: 1", "http_headers: {Host: x}"])
def test_a_refused_file_shows_no_secret(rules: Path, wrong: str) -> None:
    rules.write_text(re.sub(r"http_config: \{.*\}", f"http_config: {{{wrong}}}", RULES))
    said = sealog("alerts", "check", str(rules))
    assert f"{rules}:" in said
    assert MARK not in said


def test_the_service_shows_and_keeps_no_secret(rules: Path, service: subprocess.Popen[str]) -> None:
    assert service.stderr is not None
    first, second = service.stderr.readline(), service.stderr.readline()
    api, port = first.split()[-1], re.findall(r"HTTP port (\d+)", second)[0]
    body = {"resourceLogs": [{"scopeLogs": [{"logRecords": [RECORD]}]}]}
    assert httpx.post(f"http://127.0.0.1:{port}/v1/logs", json=body, timeout=60).status_code == 200
    failed = re.compile(r"failed_attempts_total [4-9]")
    eventually(lambda: httpx.get(f"{api}/metrics", timeout=60).text, lambda text: failed.search(text) is not None)
    paths = ("metrics", "api/v1/alerts", "api/v1/why?alert=A", "api/v1/silences")
    answers = [httpx.get(f"{api}/{path}", timeout=60).text for path in paths]
    rules.write_text(RULES.replace("gte: 1", "gte: none"))
    answers.append(httpx.post(f"{api}/api/v1/reload", json={}, timeout=60).text)
    service.send_signal(signal.SIGTERM)
    _, printed = service.communicate(timeout=60)
    assert "gte: must be a whole number" in printed
    assert all(MARK not in text for text in [*answers, first, second, printed])
    kept = [path.read_bytes() for path in (rules.parent / "state").iterdir()]
    assert kept
    assert all(MARK.encode() not in content for content in kept)
