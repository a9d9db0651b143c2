"""`sealog alerts` against a running service: what a person does with a noisy alert, and with a rule file in work."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from alerting.hooks import Hook, listening
from backends import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")
RULES = """
groups: [{{name: g, rules: [{{alert: Errors, count: {{gte: {gte}}}, window: 5m}}]}}]
receivers: [{{name: hook, webhook_configs: [{{url: '{url}'}}]}}]
"""


def sealog(*arguments: str) -> tuple[int, str, str]:
    done = subprocess.run([SEALOG, *arguments], capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


class Service:
    """`sealog alerting` with its rule file."""

    def __init__(self, folder: Path, hook: Hook) -> None:
        self.rules, self.hook = folder / "rules.yaml", hook
        self.write(gte=2)
        ports = ("--grpc", "off", "--http", "127.0.0.1:0", "--api", "127.0.0.1:0", "--state", str(folder / "state"))
        self.process = subprocess.Popen(
            [SEALOG, "alerting", "--rules", str(self.rules), *ports], stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        first, second = self.process.stderr.readline(), self.process.stderr.readline()
        self.api = first.split()[-1]
        self.port = re.findall(r"HTTP port (\d+)", second)[0]

    def write(self, gte: int) -> None:
        self.rules.write_text(RULES.format(gte=gte, url=self.hook.url))

    def errors(self, n: int, first: int = 0) -> None:
        """Send errors over OTLP/HTTP JSON."""
        records = [
            {
                "timeUnixNano": str(time.time_ns()),
                "severityNumber": 17,
                "body": {"stringValue": "out of stock"},
                "attributes": [{"key": "sealog.uid", "value": {"stringValue": f"s-{first + i}"}}],
            }
            for i in range(n)
        ]
        body = {"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}
        assert httpx.post(f"http://127.0.0.1:{self.port}/v1/logs", json=body, timeout=60).status_code == 200

    def metric(self, name: str) -> int:
        text = httpx.get(f"{self.api}/metrics", timeout=60).text
        return int(re.findall(rf"^sealog_alerting_{name} (\d+)$", text, re.MULTILINE)[0])


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with listening() as hook:
        started = Service(tmp_path, hook)
        try:
            yield started
            started.process.send_signal(signal.SIGTERM)
            assert started.process.wait(30) == 0
        finally:
            started.process.kill()
            started.process.communicate()


def test_a_silenced_alert_is_listed_explained_and_told_once_its_silence_is_ended(service: Service) -> None:
    code, silence, _ = sealog("alerts", "silence", "alertname=Errors", "--comment", "works", "--api", service.api)
    assert code == 0
    service.errors(2)
    code, listed, _ = sealog("alerts", "list", "--api", service.api)
    assert f"held by silence: silenced {silence.strip()}" in listed
    assert listed.endswith("service_name=(none) value 2, threshold 2\n")
    _, silences, _ = sealog("alerts", "silence", "--api", service.api)
    assert "muted 1" in silences
    assert service.hook.bodies == []
    assert sealog("alerts", "silence", "--expire", silence.strip(), "--api", service.api)[0] == 0
    service.hook.wait_for(accepted=1)
    code, steps, cost = sealog("alerts", "why", "Errors", "--api", service.api)
    assert re.search(
        r"^rule .*/Errors: CPU \d+\.\d+ s \(\d+%\), \d+ records.*, 1 groups, 1 firing$", cost, re.MULTILINE
    )
    _, rules, _ = sealog("alerts", "list", "--rules", "--api", service.api)
    assert re.fullmatch(r"rule .*/Errors: CPU \d+\.\d+ s \(\d+%\), \d+ records.*, 1 groups, 1 firing\n", rules)
    said = [line.split(": ")[1] for line in steps.splitlines()]
    assert said == [f"silence silenced {silence.strip()}", "notify threshold after silence"]


def test_a_changed_rule_file_is_taken_by_itself_and_keeps_what_was_counted(service: Service) -> None:
    service.errors(1)
    service.write(gte=3)
    eventually(lambda: service.metric("reloads_total"), lambda n: n == 1)
    service.errors(1, first=1)
    assert service.metric("fired_total") == 0
    service.errors(1, first=2)
    (body,) = service.hook.wait_for(accepted=1)
    assert body["commonAnnotations"]["value"] == "3"


def test_a_wrong_rule_file_changes_nothing_and_shows(service: Service) -> None:
    service.rules.write_text("groups:\n- nonsense: 1\n")
    service.process.send_signal(signal.SIGHUP)
    assert eventually(lambda: service.metric("reload_failing"), lambda n: n == 1)
    assert service.process.stderr is not None
    said = service.process.stderr.readline()
    assert re.match(rf"sealog: {service.rules}:\d+:\d+: .*; the rules stay as they were", said)
    service.errors(2)
    service.hook.wait_for(accepted=1)
    code, _, complaint = sealog("alerts", "reload", "--api", service.api)
    assert (code, complaint.startswith(f"sealog: {service.rules}:")) == (2, True)
    service.write(gte=2)
    assert sealog("alerts", "reload", "--api", service.api)[0] == 0
    assert service.metric("reload_failing") == 0


def test_the_api_is_what_its_description_says(service: Service) -> None:
    described = httpx.get(f"{service.api}/openapi.json", timeout=60).json()
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        for method in methods:
            answer = httpx.request(method, service.api + path.replace("{id}", "0" * 12), timeout=60)
            assert str(answer.status_code) in methods[method]["responses"], (method, path)
    assert httpx.get(f"{service.api}/api/v2", timeout=60).status_code == 404


def test_the_api_refuses_what_a_web_page_could_send(service: Service) -> None:
    silence = json.dumps({"matchers": ["alertname=Errors"], "ends_at": "2999-01-01T00:00:00Z"})
    url = f"{service.api}/api/v1/silences"
    assert httpx.post(url, content=silence, headers={"Content-Type": "text/plain"}, timeout=60).status_code == 415
    assert httpx.get(url, headers={"Host": "evil.example"}, timeout=60).status_code == 403
    assert httpx.get(url, timeout=60).json() == []


def test_a_silence_that_would_mute_everything_is_refused(service: Service) -> None:
    code, _, complaint = sealog("alerts", "silence", "alertname=~", "--api", service.api)
    assert (code, "would mute everything" in complaint) == (2, True)


def test_an_empty_list_says_so_and_an_id_that_is_none_is_refused(service: Service) -> None:
    assert sealog("alerts", "list", "--api", service.api) == (0, "", "nothing fires\n")
    assert sealog("alerts", "silence", "--api", service.api) == (0, "", "there are no silences\n")
    refused = "sealog: --expire: must be an id that `sealog alerts silence` lists\n"
    assert sealog("alerts", "silence", "--expire", "0a1b", "--api", service.api) == (2, "", refused)
    receiver = f"http://127.0.0.1:{service.port}"
    wrong = f"sealog: --api {receiver}: no alerting service answers there (404)\n"
    assert sealog("alerts", "list", "--api", receiver) == (2, "", wrong)


def test_check_and_send_test_need_no_service(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    with listening() as hook:
        rules.write_text(RULES.format(gte=2, url=hook.url))
        assert sealog("alerts", "check", str(rules)) == (0, "", f"{rules}: 1 rules, 1 receivers\n")
        assert sealog("alerts", "send-test", str(rules))[:2] == (0, "hook/webhook/0: delivered\n")
        assert [body["status"] for body in hook.accepted] == ["firing", "resolved"]
    code, printed, _ = sealog("alerts", "send-test", str(rules))
    assert (code, printed) == (1, "hook/webhook/0: no connection (ConnectError)\n")


def test_without_a_service_it_says_so() -> None:
    code, _, complaint = sealog("alerts", "list", "--api", "http://127.0.0.1:1")
    assert (code, complaint) == (
        2,
        "sealog: --api http://127.0.0.1:1: no alerting service answers there (ConnectError)\n",
    )
