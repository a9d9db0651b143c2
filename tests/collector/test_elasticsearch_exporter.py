"""What the Elasticsearch exporter does when it is refused: our configs rest on it, and a new version may do otherwise.

When one of these fails after an upgrade, read docs/decisions/005 and set `timeout` and `retry` of gateway.yaml anew.
"""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

import pytest
import yaml

from backends import eventually
from collector.roles import CONFIGS, running
from collector.stores import Store, store
from errors_over_otlp import send_errors

if TYPE_CHECKING:
    from pathlib import Path

    from collector.roles import Role

pytestmark = pytest.mark.backend


def config(folder: Path, url: str, **changes: object) -> Path:
    """The gateway's Elasticsearch exporter, with changes, behind a receiver and nothing else."""
    gateway = yaml.safe_load((CONFIGS / "gateway.yaml").read_text())
    overlay = yaml.safe_load((CONFIGS / "destinations/exporter.yaml").read_text())
    settings = (one["exporters"]["elasticsearch"] for one in (gateway, overlay))
    exporter = dict(ChainMap({"endpoint": url}, changes, *settings))
    for name in ("user", "password", "api_key", "tls"):
        exporter.pop(name)
    queue = exporter["sending_queue"] = dict(exporter["sending_queue"])
    # In memory, so that a test ends with its records.
    queue.pop("storage")
    extensions = {name: gateway["extensions"][name] for name in ("healthcheckv2", "sender_limits")}
    service = gateway["service"] | {"extensions": list(extensions)}
    service["pipelines"] = {"logs": {"receivers": ["otlp"], "exporters": ["elasticsearch"]}}
    receivers = {"otlp": gateway["receivers"]["otlp"]}
    written = {
        "receivers": receivers, "exporters": {"elasticsearch": exporter}, "extensions": extensions, "service": service,
    }  # fmt: skip
    path = folder / "only-elasticsearch.yaml"
    path.write_text(yaml.safe_dump(written))
    return path


def gave_up(role: Role) -> bool:
    return role.metric("otelcol_exporter_send_failed_log_records") > 0


def bodies(taken: Store) -> int:
    return len(taken.documents())


def test_with_the_gateways_settings_it_goes_on_until_the_store_is_back(tmp_path: Path) -> None:
    with store() as kept, running("gateway", tmp_path, config(tmp_path, kept.url)) as role:
        kept.failing = 503
        send_errors(role.url, "shop", 0, 3)
        eventually(lambda: kept.refused, lambda count: count >= 4, seconds=60)
        assert not gave_up(role)
        kept.failing = 0
        eventually(lambda: bodies(kept), lambda count: count == 3)


def test_its_timeout_bounds_a_request_with_all_its_retries(tmp_path: Path) -> None:
    with store() as kept, running("gateway", tmp_path, config(tmp_path, kept.url, timeout="1s")) as role:
        kept.failing = 503
        send_errors(role.url, "shop", 0, 3)
        eventually(lambda: gave_up(role), bool)
        assert kept.refused > 1
        kept.failing = 0
        send_errors(role.url, "shop", 3, 1)
        eventually(lambda: bodies(kept), lambda count: count == 1)


def test_by_default_it_gives_up_after_two_retries(tmp_path: Path) -> None:
    retry = {"retry_on_status": [503], "initial_interval": "10ms"}
    with store() as kept, running("gateway", tmp_path, config(tmp_path, kept.url, retry=retry)) as role:
        kept.failing = 503
        send_errors(role.url, "shop", 0, 3)
        eventually(lambda: gave_up(role), bool)
        assert kept.refused == 3


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_is_no_outage_for_it_is_dropped(tmp_path: Path, status: int) -> None:
    with store() as kept, running("gateway", tmp_path, config(tmp_path, kept.url)) as role:
        kept.failing = status
        send_errors(role.url, "shop", 0, 3)
        eventually(lambda: gave_up(role), bool)
        assert kept.refused == 1
