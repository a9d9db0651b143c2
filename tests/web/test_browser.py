"""The page of a real `sealog up` in a real Chromium: both colour schemes, a narrow screen, and the keyboard alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
import pytest

from applications import ROOT, clean_environ
from backends import eventually, needed
from local import Missing
from people.site import Site, make_site
from sealog_exporters.store import LogStore
from venvs import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")
VISIT = ROOT / "tests/web/browser/visit.py"
PLAYWRIGHT = "playwright==1.65.2"
TOKEN = "0123456789abcdef"
TRACE = "ab" * 16
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"' hx-get='/logs' hx-trigger='load' {{7*7}}</bdi></table>"
)
LONG = "a_word_that_is_longer_than_a_narrow_screen_" * 4
PAGES = {
    "overview": "/",
    "logs": "/logs?live=off",
    "sealed": "/logs?entity=%3Cb%3Eentity&live=off",
    "record": "/records/1",
    "trace": f"/traces/{TRACE}",
    "span": "/spans/1",
    "operations": "/operations",
    "metrics": "/metrics",
    "metric": f"/metric?{urlencode({'service': HOSTILE, 'name': HOSTILE, 'unit': '<b>', 'kind': 'histogram'})}",
    "search": "/search",
    "privacy": "/privacy",
    "alerts": "/alerts",
}
LOGGED = {
    "overview",
    "logs",
    "sealed",
    "trace",
    "span",
    "operations",
    "metrics",
    "metric",
    "privacy",
    "alerts",
    "template",
}
"""Pages that show the hostile text."""


def browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise Missing("Chromium is not on this machine (Debian: chromium)")
    return found


@contextmanager
def running(site: Site) -> Iterator[tuple[str, str]]:
    """Run `sealog up` on a store with sealed records; gives the addresses of its OTLP receiver and of its page."""
    store = site.folder / "logs.sqlite"
    with LogStore(store) as made:
        made.add(site.events())
    command = [SEALOG, "up", "--store", store, "--grpc", "off", "--http", "127.0.0.1:0", "--page", "127.0.0.1:0"]
    command += ["--page-token-file", site.write("token", TOKEN)]
    environ = clean_environ("", "") | site.environ | {"HOME": str(site.folder)}
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as up:
        try:
            assert up.stderr is not None
            said = up.stderr.readline()
            port, page = re.findall(r"HTTP port (\d+).*page (http://[0-9.:]+)", said)[0]
            yield f"http://127.0.0.1:{port}", page
        finally:
            up.terminate()


def send_hostile(endpoint: str) -> None:
    """Send a trace and enough errors for an alert; whatever names them is markup."""
    now = time.time_ns()

    def text(value: str) -> dict[str, str]:
        return {"stringValue": value}

    def named(**more: str) -> list[dict[str, Any]]:
        return [{"key": key, "value": text(value)} for key, value in more.items()]

    resource = {"attributes": [*named(**{"service.name": HOSTILE, "service.version": HOSTILE, HOSTILE: HOSTILE})]}
    attributes = [*named(**{HOSTILE: HOSTILE, "long": LONG}), {"key": "sealog.entities", "value": text("<b>entity")}]
    record = {"timeUnixNano": str(now), "severityNumber": 17, "severityText": "<b>ERR", "attributes": attributes}
    record |= {"traceId": TRACE, "spanId": "0" * 15 + "1"}
    records = [{**record, "body": text(f"{HOSTILE} {LONG}")} for _ in range(12)]
    span = {"traceId": TRACE, "name": f"{HOSTILE} {LONG}", "kind": 2, "attributes": attributes}
    span |= {"startTimeUnixNano": str(now - 10**9), "endTimeUnixNano": str(now), "status": {"code": 2}}
    spans = [
        {**span, "spanId": f"{number:016x}", "parentSpanId": f"{number - 1:016x}" if number > 1 else ""}
        for number in range(1, 5)
    ]
    logs = {"resourceLogs": [{"resource": resource, "scopeLogs": [{"logRecords": records}]}]}
    traces = {"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": spans}]}]}
    exemplar = {"traceId": TRACE, "spanId": "0" * 15 + "1", "asDouble": 0.7}
    point = {"attributes": attributes, "timeUnixNano": str(now), "count": 3, "sum": 0.9, "explicitBounds": [0.5, 1]}
    point |= {"bucketCounts": [2, 1, 0], "startTimeUnixNano": str(now - 10**9), "exemplars": [exemplar]}
    histogram = {"aggregationTemporality": 2, "dataPoints": [point]}
    metric = {"name": HOSTILE, "description": f"{HOSTILE} {LONG}", "unit": "<b>", "histogram": histogram}
    metrics = {"resourceMetrics": [{"resource": resource, "scopeMetrics": [{"metrics": [metric]}]}]}
    for path, body in (("logs", logs), ("traces", traces), ("metrics", metrics)):
        httpx.post(f"{endpoint}/v1/{path}", json=body, timeout=20).raise_for_status()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    chromium = needed(browser)
    python = needed(lambda: environment(PLAYWRIGHT, ours=()))
    site = make_site(tmp_path_factory.mktemp("page"))
    with running(site) as (endpoint, page):
        send_hostile(endpoint)
        with httpx.Client(base_url=page, headers={"authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            alerts = eventually(lambda: client.get("/alerts").text, lambda text: "/alerts/silence" in text)
            links = [unescape(link) for link in re.findall(r'class="button" href="([^"]+)"', alerts)]
            linked = {link: client.get(link).text for link in links}
            template = re.findall(r'href="(/templates/\w+)', client.get("/").text)[0]
        asked = {"base": page, "token": TOKEN, "browser": chromium, "pictures": str(site.folder)}
        asked |= {"pages": PAGES | {"template": template}, "open": "/records/1", "reason": "ticket 7"}
        done = subprocess.run(
            [python, VISIT], input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=120
        )
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "trail": site.entries(), "linked": linked}


@pytest.fixture(params=["wide and light", "narrow and dark"])
def screen(request: pytest.FixtureRequest, seen: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = seen[request.param]
    return shown


def test_the_browser_has_nothing_to_say_and_asks_nobody_else(screen: dict[str, Any]) -> None:
    assert screen["said"] == []


def test_no_page_is_wider_than_the_screen(screen: dict[str, Any]) -> None:
    assert {name: page["sideways"] for name, page in screen["pages"].items() if page["sideways"] > 0} == {}


def test_each_text_has_enough_contrast(screen: dict[str, Any]) -> None:
    for name, page in screen["pages"].items():
        assert page["texts"] > 5, name
        assert page["faint"] == [], name


def test_the_tab_key_reaches_each_control_and_shows_where_it_is(screen: dict[str, Any]) -> None:
    for name, page in screen["pages"].items():
        assert (page["unreached"], page["unmarked"], page["unnamed"]) == ([], [], []), name


def test_markup_in_what_was_logged_is_text(screen: dict[str, Any]) -> None:
    for name, page in screen["pages"].items():
        assert page["foreign"] == [], name
        assert (HOSTILE[:25] in page["text"]) is (name in LOGGED), name


def test_the_focus_stays_where_it_is_when_the_live_tail_is_replaced(screen: dict[str, Any]) -> None:
    sealed, sealed_after, link, link_after = screen["live"]
    assert sealed.startswith("email_address:")
    assert (sealed, link) == (sealed_after, link_after)


def test_an_alert_leads_to_its_trace_and_to_the_records_of_its_service(seen: dict[str, Any]) -> None:
    trace, records = seen["linked"]
    assert trace == f"/traces/{TRACE}"
    assert "<dt>Spans</dt><dd>4</dd>" in seen["linked"][trace]
    assert records.startswith("/logs?service=")
    assert seen["linked"][records].count('href="/records/') == 12


def test_the_keyboard_opens_a_record_silences_an_alert_and_pins_a_template(
    screen: dict[str, Any], seen: dict[str, Any]
) -> None:
    assert "alice@example.com" in screen["opened"]
    assert {entry["reason"] for entry in seen["trail"] if entry["action"] == "open"} == {"ticket 7"}
    assert screen["silences"] == [1, 0]
    assert screen["pinned"] == ["Pin", "Unpin", "Pin"]
