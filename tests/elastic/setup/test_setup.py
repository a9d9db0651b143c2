"""Installing in an Elasticsearch that has everything, in one that lacks parts, and in the real server core."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import httpx
import pytest
from typer.testing import CliRunner

from sealog.crypto.index_tag import TAGS
from sealog.errors import SettingError, StoreError
from sealog_exporters.cli.elastic import app
from sealog_exporters.elastic.connection import Connection
from sealog_exporters.elastic.setup import Features, Retention, catalog, features_of, install, plan
from website.mappings import MAPPINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FULL = Features((9, 1))
NO_HANDLER = 400, {"error": "no handler found for uri", "status": 400}


class Installed:
    """Keeps what is put, and gives it back as Elasticsearch does: settings as texts, each kind wrapped in its way."""

    def __init__(self, *lacks: str, version: str = "9.5.3") -> None:
        self.lacks = lacks
        self.version = version
        self.bodies: dict[str, dict[str, Any]] = {}
        self.puts: list[str] = []

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        path = unquote(path)
        if path == "/_nodes/_local":
            return 200, {"nodes": {"x": {"version": self.version}}}
        family, name = path[1:].split("/", 1) if path.count("/") == 2 else path[1:].rsplit("/", 1)
        if family in self.lacks:
            return NO_HANDLER
        if method == "PUT":
            self.puts.append(path)
            self.bodies[path] = body
            return 200, {"acknowledged": True}
        if path not in self.bodies:
            return 404, {}
        return 200, self._wrapped(family, name, as_texts(self.bodies[path]))

    def _wrapped(self, family: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
        kind = family.removeprefix("_")
        if kind.endswith("template"):
            return {f"{kind}s": [{"name": name, kind: body | {"added": "by the server"}}]}
        return {name: body | {"version": 3}}


def as_texts(body: dict[str, Any]) -> dict[str, Any]:
    """Settings come back as texts."""
    copied: dict[str, Any] = json.loads(json.dumps(body))
    settings = copied.get("template", {}).get("settings")
    if settings:
        copied["template"]["settings"] = json.loads(
            json.dumps(settings), parse_int=str, object_hook=lambda item: {k: text(v) for k, v in item.items()}
        )
    return copied


def text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


@pytest.fixture
def connection(server: Any) -> Iterator[Connection]:
    with closing(Connection(server.url, environ={})) as opened:
        yield opened


def names(retention: Retention, features: Features) -> list[str]:
    return [asset.name for asset in catalog(retention, features)]


def test_a_second_time_nothing_is_installed(server: Any, connection: Connection) -> None:
    full = Installed()
    server.answer = full.answer
    assets = catalog(Retention(30, {"acme": 365}), features_of(connection))
    steps = plan(connection, assets)
    assert {step.action for step in steps} == {"create"}
    install(connection, steps)
    assert len(full.puts) == len(assets)
    assert {step.action for step in plan(connection, assets)} == {"keep"}


def test_what_somebody_changed_is_named_and_put_right(server: Any, connection: Connection) -> None:
    full = Installed()
    server.answer = full.answer
    assets = catalog(Retention(), features_of(connection))
    install(connection, plan(connection, assets))
    path = "/_component_template/sealog-logs@settings"
    full.bodies[path]["template"]["settings"]["index"]["mapping"]["total_fields"]["limit"] = 5000
    changed = [step for step in plan(connection, assets) if step.action != "keep"]
    assert [(step.asset.path, step.differs) for step in changed] == [
        (path, ("template.settings.index.mapping.total_fields.limit",))
    ]
    full.puts.clear()
    install(connection, changed)
    assert full.puts == [path]


def test_retention_is_the_policys_and_each_tenants_own() -> None:
    assets = {asset.path: asset.body for asset in catalog(Retention(30, {"acme": 365, "trial": 2}), FULL)}
    phases = assets["/_ilm/policy/sealog-logs"]["policy"]["phases"]
    assert (phases["hot"]["actions"]["rollover"]["max_age"], phases["delete"]["min_age"]) == ("3d", "30d")
    assert assets["/_ilm/policy/sealog-logs-acme"]["policy"]["phases"]["delete"]["min_age"] == "365d"
    assert set(assets["/_ilm/policy/sealog-logs-trial"]["policy"]["phases"]) == {"hot", "delete"}
    general, acme = assets["/_index_template/sealog-logs"], assets["/_index_template/sealog-logs-acme"]
    assert acme["index_patterns"] == ["logs-*.otel-acme"]
    assert acme["priority"] > general["priority"]
    assert acme["template"]["settings"]["index"]["lifecycle"] == {"name": "sealog-logs-acme"}


def test_without_lifecycle_policies_the_data_streams_keep_their_own_retention() -> None:
    features = Features((9, 1), lifecycle_policies=False)
    assets = {asset.name: asset.body for asset in catalog(Retention(7), features)}
    assert assets["sealog-logs"]["template"]["lifecycle"] == {"data_retention": "7d"}
    assert not [name for name in assets if "lifecycle" in str(assets[name]) and "ilm" in name]
    assert any("data streams' own retention" in sentence for sentence in features.left_out)


def test_without_data_streams_and_security_plain_indices_get_the_same_fields() -> None:
    features = Features((9, 1), data_streams=False, lifecycle_policies=False, security=False)
    assets = {asset.name: asset.body for asset in catalog(Retention(), features)}
    assert "data_stream" not in assets["sealog-logs"]
    assert set(assets) == {"sealog-logs@settings", "sealog-logs@mappings", "sealog-logs", "sealog-dead-letter"}
    assert len(features.left_out) == 3


def test_the_failure_store_is_used_where_there_is_one() -> None:
    def streams(version: tuple[int, int]) -> dict[str, Any]:
        return {asset.name: asset.body for asset in catalog(Retention(), Features(version))}

    assert streams((9, 1))["sealog-logs"]["template"]["data_stream_options"]["failure_store"] == {"enabled": True}
    assert "data_stream_options" not in str(streams((8, 19)))


def test_the_gateways_role_can_neither_change_nor_delete() -> None:
    role = next(asset.body for asset in catalog(Retention(), FULL) if asset.name == "sealog-gateway")
    granted = {privilege for index in role["indices"] for privilege in index["privileges"]}
    assert not granted & {"all", "manage", "write", "index", "delete", "delete_index", "create"}


@pytest.mark.parametrize(
    ("lacks", "expected"),
    [
        ((), Features((9, 5))),
        (("_ilm/policy",), Features((9, 5), lifecycle_policies=False)),
        (("_data_stream", "_ilm/policy", "_security/role"), Features((9, 5), False, False, False)),
    ],
)
def test_features_are_found_by_asking(
    server: Any, connection: Connection, lacks: tuple[str, ...], expected: Features
) -> None:
    server.answer = Installed(*lacks).answer
    assert features_of(connection) == expected


def test_an_elasticsearch_that_is_too_old_is_told(server: Any, connection: Connection) -> None:
    server.answer = Installed(version="8.11.0").answer
    with pytest.raises(StoreError, match=r"older than 8\.16"):
        features_of(connection)


def test_a_refused_template_is_told_with_elasticsearchs_reason(server: Any, connection: Connection) -> None:
    refusal = {"error": {"type": "illegal_argument_exception", "reason": "same priority as [other]"}, "status": 400}
    server.answer = lambda method, *_: (400, refusal) if method == "PUT" else (404, {})
    steps = plan(connection, catalog(Retention(), FULL))
    with pytest.raises(StoreError, match=r"refuses the lifecycle policy sealog-logs: same priority as \[other\]"):
        install(connection, steps)


@pytest.mark.parametrize(
    ("general", "tenants", "named"),
    [
        ("30", [], "--retention '30'"),
        ("0d", [], "--retention '0d'"),
        ("30d", ["acme"], "--tenant 'acme'"),
        ("30d", ["Acme=3d"], "--tenant 'Acme=3d'"),
        ("30d", ["a-b=3d"], "--tenant 'a-b=3d'"),
        ("30d", ["acme=3w"], "--tenant '3w'"),
    ],
)
def test_a_retention_that_can_not_be_read_is_named(general: str, tenants: list[str], named: str) -> None:
    with pytest.raises(SettingError, match=named):
        Retention.read(general, tenants)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(server: Any) -> None:
    full = Installed()
    server.answer = full.answer
    done = CliRunner().invoke(app, ["setup", "--url", server.url, "--dry-run"])
    assert done.exit_code == 0, done.output
    assert "would create index template sealog-logs" in done.output
    assert full.puts == []


def test_templates_tells_what_is_missing_and_exits_with_1(server: Any) -> None:
    server.answer = Installed().answer
    assert CliRunner().invoke(app, ["templates", "--url", server.url]).exit_code == 1
    assert CliRunner().invoke(app, ["setup", "--url", server.url]).exit_code == 0
    done = CliRunner().invoke(app, ["templates", "--url", server.url])
    assert done.exit_code == 0
    assert "as it should be index template     sealog-logs" in done.output


def test_everything_is_exported_as_files_in_the_order_of_sending(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["setup", "--export", str(tmp_path), "--tenant", "acme=90d"])
    assert done.exit_code == 0, done.output
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files[0] == "01-_ilm__policy__sealog-logs.json"
    assert len(files) == len(names(Retention(30, {"acme": 90}), FULL))
    assert all(json.loads((tmp_path / name).read_text()) for name in files)


@pytest.mark.backend
def test_the_server_core_takes_everything_but_what_it_lacks(elasticsearch_url: str) -> None:
    run = CliRunner()
    try:
        done = run.invoke(app, ["setup", "--url", elasticsearch_url, "--tenant", "acme=90d"])
        assert done.exit_code == 0, done.output
        assert "left out: data streams" in done.output
        again = run.invoke(app, ["setup", "--url", elasticsearch_url, "--tenant", "acme=90d"])
        assert "create" not in again.output
        assert "keep index template sealog-logs-acme" in again.output
        simulated = httpx.post(
            f"{elasticsearch_url}/_index_template/_simulate_index/logs-shop.otel-acme", timeout=60
        ).json()
        assert simulated["template"]["settings"]["index"]["mapping"]["total_fields"] == {
            "limit": "1000",
            "ignore_dynamic_beyond_limit": "true",
        }
    finally:
        httpx.delete(f"{elasticsearch_url}/_index_template/sealog-logs-acme", timeout=60)
        httpx.delete(f"{elasticsearch_url}/_index_template/sealog-logs", timeout=60)
        httpx.delete(f"{elasticsearch_url}/_index_template/sealog-dead-letter", timeout=60)


def test_elasticsearch_indexes_the_longest_index_tag() -> None:
    attributes = json.loads(MAPPINGS.read_text("utf-8"))["template"]["mappings"]["properties"]["attributes"]
    longest = f"tagkey1~{'a' * 168}"
    assert TAGS.fullmatch(longest)
    assert len(longest) <= attributes["properties"]["sealog.index_tag"]["ignore_above"]
