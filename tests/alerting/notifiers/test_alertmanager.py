"""The Alertmanager notifier against a real Alertmanager."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from alerting.notifications import notifications
from backends import needed
from local import free, start
from sealog_exporters.alerting.notifiers.alertmanager import AlertmanagerConfig
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.alerting.model.alert.notification import Notification

pytestmark = pytest.mark.backend


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("alertmanager")
    with needed(lambda: start(("alertmanager",), run_dir=folder, at=free())) as running:
        yield f"http://127.0.0.1:{running.ports.alertmanager}"


def alerts(url: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{url}/api/v2/alerts", timeout=5) as answer:  # our own http URL
        found: list[dict[str, Any]] = json.load(answer)
    return found


def tell(url: str, group: Notification) -> None:
    async def run() -> None:
        notifier = AlertmanagerConfig(url).notifier()
        await notifier.send(group)
        await notifier.close()  # type: ignore[attr-defined]  # this one has it

    asyncio.run(run())


def test_an_alert_fires_in_alertmanager_under_our_fingerprint_until_its_end(url: str) -> None:
    moved = time.time_ns() - 60 * NS
    firing, resolved = notifications()
    (alert,), (ended,) = firing.alerts, resolved.alerts
    tell(url, replace(firing, alerts=(replace(alert, starts_at_ns=moved),)))
    (known,) = alerts(url)
    assert known["fingerprint"] == alert.fingerprint
    assert known["status"]["state"] in {"active", "unprocessed"}
    assert known["annotations"]["summary"] == "10 errors in 5m from shop"
    tell(url, replace(resolved, alerts=(replace(ended, starts_at_ns=moved, ends_at_ns=moved + NS),)))
    assert alerts(url) == []
