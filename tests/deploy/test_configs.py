"""The collector's configs and the container files say what the design decided, and every file they name exists."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from backends import needed
from local import cache
from local.servers import collector

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CONFIGS = ROOT / "collector-config"


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def gateway() -> Any:
    return load(CONFIGS / "gateway.yaml")


def test_no_config_has_a_batch_processor() -> None:
    for path in CONFIGS.rglob("*.yaml"):
        names = load(path).get("processors") or {}
        assert not [name for name in names if str(name).partition("/")[0] == "batch"], path.name


def effective(*files: str) -> Any:
    """Give what the collector makes of several files: maps are merged, everything else is replaced."""
    merged: dict[str, Any] = {}
    for file in files:
        _merge(merged, load(CONFIGS / file))
    return merged


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


DESTINATIONS = tuple(sorted(path.relative_to(CONFIGS).as_posix() for path in CONFIGS.glob("destinations/*.yaml")))
FREE = tuple(file for file in DESTINATIONS if file != "destinations/tenants.yaml")
EXPORTER = "destinations/exporter.yaml"
COMBINATIONS = (
    ("gateway.yaml",),
    ("agent.yaml",),
    ("loadbalancer.yaml",),
    ("gateway.yaml", "single.yaml"),
    ("gateway.yaml", "kafka.yaml"),
    ("gateway.yaml", "alerting-replicas.yaml"),
    *(("gateway.yaml", file) for file in FREE),
    ("gateway.yaml", *FREE),
    ("gateway.yaml", "auth/basic.yaml", "destinations/archive.yaml", "destinations/tenants.yaml"),
    ("gateway.yaml", EXPORTER, "auth/basic.yaml", "destinations/archive.yaml", "destinations/tenants.yaml"),
    *((role, f"auth/{way}.yaml") for role in ("agent.yaml", "gateway.yaml") for way in ("basic", "bearer", "mtls")),
    ("loadbalancer.yaml", "auth/mtls.yaml"),
)


def test_every_config_is_in_a_combination_that_is_validated() -> None:
    files = {path.relative_to(CONFIGS).as_posix() for path in CONFIGS.rglob("*.yaml")}
    assert files - {file for files in COMBINATIONS for file in files} == {"builder.yaml", "resolver.yaml"}


@pytest.mark.parametrize("files", COMBINATIONS, ids=" and ".join)
def test_what_is_received_meets_the_memory_limiter_first(files: tuple[str, ...]) -> None:
    config = effective(*files)
    for name, pipeline in config["service"]["pipelines"].items():
        if set(pipeline["receivers"]) - set(config.get("connectors") or {}):
            assert pipeline["processors"][0] == "memory_limiter", name


@pytest.mark.parametrize("files", COMBINATIONS, ids=" and ".join)
def test_nothing_is_kept_or_leaves_that_did_not_pass_the_sealer(files: tuple[str, ...]) -> None:
    if files[0] == "loadbalancer.yaml":
        exporters = load(CONFIGS / files[0])["exporters"]
        assert not any(exporter["protocol"]["otlp"]["sending_queue"]["enabled"] for exporter in exporters.values())
        return
    config = effective(*files)
    for name, pipeline in config["service"]["pipelines"].items():
        if set(pipeline["receivers"]) - set(config.get("connectors") or {}):
            assert pipeline["processors"][-1] == "sealog", name


@pytest.mark.parametrize("files", COMBINATIONS, ids=" and ".join)
def test_every_queue_is_on_disk_and_refuses_when_full(files: tuple[str, ...]) -> None:
    for name, exporter in effective(*files)["exporters"].items():
        if name.startswith("load_balancing") and files[0] == "loadbalancer.yaml":
            continue
        if not name.startswith("file/"):
            queue = exporter["sending_queue"]
            assert (queue["storage"], queue["block_on_overflow"]) == ("file_storage", False), name


@pytest.mark.parametrize("files", COMBINATIONS, ids=" and ".join)
def test_no_exporter_gives_up(files: tuple[str, ...]) -> None:
    for name, exporter in effective(*files)["exporters"].items():
        if "retry_on_failure" in exporter:
            assert exporter["retry_on_failure"]["max_elapsed_time"] == "0s", name


def test_a_batch_for_elasticsearch_holds_the_largest_request_once_sealed(gateway: Any) -> None:
    # 4 MiB came in, and what is sealed was seen 2.2 times as long.
    assert gateway["exporters"]["elasticsearch"]["sending_queue"]["batch"]["max_size"] >= 2.2 * 4 * 2**20


def test_what_the_agent_sends_fits_what_the_gateway_takes(gateway: Any) -> None:
    sent = load(CONFIGS / "agent.yaml")["exporters"]["otlp_http/gateway"]["sending_queue"]["batch"]["max_size"]
    assert sent < gateway["receivers"]["otlp"]["protocols"]["http"]["max_request_body_size"] == 4 * 2**20


@pytest.mark.parametrize("files", COMBINATIONS, ids=" and ".join)
def test_the_largest_record_that_the_sealer_passes_fits_every_batch(files: tuple[str, ...]) -> None:
    config = effective(*files)
    used = {name for pipeline in config["service"]["pipelines"].values() for name in pipeline["exporters"]}
    batches = [exporter["sending_queue"]["batch"]["max_size"] for name, exporter in config["exporters"].items()
               if name in used and "batch" in exporter.get("sending_queue", {})]  # fmt: skip
    if batches:
        assert config["processors"]["sealog"]["max_record_mib"] * 2**20 < min(batches)


def test_what_waits_for_replicas_is_on_disk_before_one_is_chosen() -> None:
    overlay = load(CONFIGS / "alerting-replicas.yaml")
    exporter = overlay["exporters"]["load_balancing/alerting"]
    queue = exporter["sending_queue"]
    assert (queue["storage"], queue["block_on_overflow"]) == ("file_storage", False)
    assert exporter["retry_on_failure"]["max_elapsed_time"] == "0s"
    inner = exporter["protocol"]["otlp"]
    assert not inner["sending_queue"]["enabled"]
    assert not inner["retry_on_failure"]["enabled"]


def test_the_elasticsearch_exporter_shows_no_content_and_gives_up_late(gateway: Any) -> None:
    exporter = gateway["exporters"]["elasticsearch"]
    assert "include_source_on_error" not in exporter
    assert "telemetry" not in exporter
    assert exporter["retry"]["max_retries"] == 1_000_000
    assert {429, 500, 503} <= set(exporter["retry"]["retry_on_document_status"])


@pytest.mark.parametrize(
    "name",
    [
        "elasticsearch.index",
        "elasticsearch.document_id",
        "elasticsearch.ingest_pipeline",
        "data_stream.namespace",
        "sealog.tenant",
        "elastic.mapping.mode",
    ],
)
@pytest.mark.parametrize(
    ("signal", "levels"), [("log", ["log"]), ("trace", ["span", "spanevent"]), ("metric", ["datapoint"])]
)
def test_a_sender_cannot_choose_its_address_at_any_level(
    name: str, signal: str, levels: list[str], gateway: Any
) -> None:
    statements = gateway["processors"]["transform/strip"][f"{signal}_statements"]
    for level in ("resource", "scope", *levels):
        found = re.compile(rf'delete_matching_keys\({level}\.attributes, "(.+)"\)')
        patterns = [match[1] for match in map(found.fullmatch, statements) if match]
        assert any(re.search(pattern.replace("\\\\", "\\"), name) for pattern in patterns)


def test_logs_go_by_the_sink_and_by_the_exporter_where_that_is_laid_over(gateway: Any) -> None:
    for config, exporter in ((gateway, "otlp_http/sink"), (effective("gateway.yaml", EXPORTER), "elasticsearch")):
        pipelines = config["service"]["pipelines"]
        assert pipelines["logs/elasticsearch"]["exporters"] == [exporter]
        assert {tuple(pipelines[f"{signal}/elasticsearch"]["exporters"]) for signal in ("traces", "metrics")} == {
            ("elasticsearch",)
        }


def test_the_document_id_is_set_after_the_senders_is_deleted() -> None:
    gateway = effective("gateway.yaml", EXPORTER)
    pipelines = gateway["service"]["pipelines"]
    for signal in ("logs", "traces", "metrics"):
        assert pipelines[f"{signal}/in"]["processors"].index("transform/strip") == 1
        assert pipelines[f"{signal}/elasticsearch"]["processors"] == ["transform/address"]
    statements = gateway["processors"]["transform/address"]["log_statements"]
    assert 'log.attributes["elasticsearch.document_id"], log.attributes["sealog.uid"]' in statements[-1]


def test_every_variable_of_the_configs_is_in_the_readme() -> None:
    texts = [path.read_text(encoding="utf-8") for path in CONFIGS.rglob("*.yaml")]
    used = {name for text in texts for name in re.findall(r"\$\{env:([A-Z_]+)", text)}
    readme = (CONFIGS / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`SEALOG.+?) \|", readme, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert used == named


def test_the_local_collector_runs_the_same_gateway_config() -> None:
    assert collector.GATEWAY == CONFIGS / "gateway.yaml"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial authority with a server's and a client's certificate, a token and a password."""
    folder = tmp_path_factory.mktemp("ca")
    subprocess.run(("sh", str(CONFIGS / "auth/make-ca.sh"), str(folder)), check=True, capture_output=True)
    (folder / "tokens").write_text("first-token\n")
    # `htpasswd -nbB acme secret`, with the least cost.
    (folder / "htpasswd").write_text("acme:$2y$04$4hZLRlPDTbHTPyYzfVEHj.0dwoQYBAqsB3RQHhRCQmWJYKGMq0SDy\n")
    return folder


@pytest.mark.backend
@pytest.mark.parametrize("files", COMBINATIONS, ids=" and ".join)
def test_the_collector_accepts_its_configs(tmp_path: Path, certificates: Path, files: tuple[str, ...]) -> None:
    binary = needed(lambda: collector.get(cache.root()))
    configs = (part for file in files for part in ("--config", str(CONFIGS / file)))
    env = {
        **os.environ,
        "SEALOG_GATEWAY_STATE": str(tmp_path / "state"),
        "SEALOG_AGENT_STATE": str(tmp_path / "state"),
        "SEALOG_ALERTING_RESOLVER": str(CONFIGS / "resolver.yaml"),
        "SEALOG_LOADBALANCER_RESOLVER": str(CONFIGS / "resolver.yaml"),
        "SEALOG_TLS_CERT": str(certificates / "server.crt"),
        "SEALOG_TLS_KEY": str(certificates / "server.key"),
        "SEALOG_TLS_CLIENT_CA": str(certificates / "ca.crt"),
        "SEALOG_TOKENS": str(certificates / "tokens"),
        "SEALOG_HTPASSWD": str(certificates / "htpasswd"),
    }
    command = (str(binary), "validate", *configs)
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
