"""Everything that the real stores have, as bytes: what they answer, and the files that they keep."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from local import account
from local.servers import elasticsearch

if TYPE_CHECKING:
    from pathlib import Path

    from local import Running

HOST = "http://127.0.0.1"


def answers(running: Running) -> dict[str, bytes]:
    """Give what each store answers when it is asked for everything, by its name."""
    with httpx.Client(timeout=60.0) as client:
        return {
            "Elasticsearch": _elasticsearch(client, running),
            "VictoriaLogs": _victorialogs(client, running),
            "Jaeger": _jaeger(client, running),
        }


def on_disk(*folders: Path) -> dict[str, bytes]:
    """Give the content of each file below the folders, by its path; a store may delete some meanwhile."""
    found = {}
    for path in (path for folder in folders for path in folder.rglob("*")):
        if path.is_file():  # no socket
            with suppress(FileNotFoundError):
                found[str(path)] = path.read_bytes()
    return found


def folders(running: Running) -> list[Path]:
    """Give the folders in which the stores keep what they have."""
    return [elasticsearch.room(running.run_dir, account.unprivileged()) / "data", *running.run_dir.glob("*-state")]


def _elasticsearch(client: httpx.Client, running: Running) -> bytes:
    """Sources as they came, and the names of fields."""
    url = running.elasticsearch_url
    client.post(f"{url}/_refresh").raise_for_status()
    found = client.post(f"{url}/_all/_search?expand_wildcards=all&size=10000", json={"query": {"match_all": {}}})
    mapping = client.get(f"{url}/_all/_mapping?expand_wildcards=all")
    return json.dumps([found.raise_for_status().json(), mapping.raise_for_status().json()], ensure_ascii=False).encode()


def _victorialogs(client: httpx.Client, running: Running) -> bytes:
    base = f"{HOST}:{running.ports.victorialogs}/select/logsql"
    answers = [
        client.post(f"{base}/{kind}", data={"query": "*"}).raise_for_status().content
        for kind in ("query", "streams", "field_names")
    ]
    return b"\n".join(_unescaped(line) for answer in answers for line in answer.splitlines())


def _jaeger(client: httpx.Client, running: Running) -> bytes:
    base = f"{HOST}:{running.ports.jaeger_query}/api"
    services = client.get(f"{base}/services").raise_for_status().json()["data"] or []
    found: list[object] = [services]
    for service in services:
        found += [
            client.get(f"{base}/traces", params={"service": service, "limit": 1000}).raise_for_status().json(),
            client.get(f"{base}/services/{service}/operations").raise_for_status().json(),
        ]
    return json.dumps(found, ensure_ascii=False).encode()


def _unescaped(line: bytes) -> bytes:
    try:
        return json.dumps(json.loads(line), ensure_ascii=False).encode()
    except ValueError:
        return line
