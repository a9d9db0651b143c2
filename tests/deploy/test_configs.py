"""The collector's configs and the container files say what the design decided, and every file they name exists."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from local import cache
from local.errors import Missing
from local.servers import collector

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CONFIGS = ROOT / "collector-config"


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def gateway() -> Any:
    return load(CONFIGS / "gateway.yaml")


@pytest.fixture(scope="module")
def compose() -> Any:
    return load(DEPLOY / "compose.yaml")


def test_no_config_has_a_batch_processor() -> None:
    for path in CONFIGS.glob("*.yaml"):
        names = load(path).get("processors") or {}
        assert not [name for name in names if str(name).partition("/")[0] == "batch"], path.name


def test_every_logs_pipeline_starts_with_the_memory_limiter(gateway: Any) -> None:
    for pipeline in gateway["service"]["pipelines"].values():
        assert pipeline["processors"][0] == "memory_limiter"


def test_every_queue_is_on_disk_and_refuses_when_full(gateway: Any) -> None:
    queues = [exporter["sending_queue"] for exporter in gateway["exporters"].values() if "sending_queue" in exporter]
    assert len(queues) == 2
    assert {(queue["storage"], queue["block_on_overflow"]) for queue in queues} == {("file_storage", False)}


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
        "elastic.mapping.mode",
    ],
)
def test_a_sender_cannot_choose_its_address_at_any_level(name: str, gateway: Any) -> None:
    statements = gateway["processors"]["transform/address"]["log_statements"]
    for level in ("resource", "scope", "log"):
        found = re.compile(rf'delete_matching_keys\({level}\.attributes, "(.+)"\)')
        patterns = [match[1] for match in map(found.fullmatch, statements) if match]
        assert any(re.search(pattern.replace("\\\\", "\\"), name) for pattern in patterns)


def test_the_document_id_is_set_after_the_senders_is_deleted(gateway: Any) -> None:
    statements = gateway["processors"]["transform/address"]["log_statements"]
    kinds = ["set" if line.startswith("set(") else "delete" for line in statements]
    assert kinds == sorted(kinds)
    assert 'log.attributes["elasticsearch.document_id"], log.attributes["sealog.uid"]' in statements[-1]


def test_every_variable_of_the_configs_is_in_the_readme() -> None:
    texts = [path.read_text(encoding="utf-8") for path in CONFIGS.glob("*.yaml")]
    used = {name for text in texts for name in re.findall(r"\$\{env:([A-Z_]+)", text)}
    readme = (CONFIGS / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`SEALOG.+?) \|", readme, re.MULTILINE)
    named: set[str] = set()
    for row in rows:
        first, *endings = re.findall(r"`([A-Z_]+)`", row)
        named |= {first, *(first.rpartition("_")[0] + ending for ending in endings)}
    assert used == named


def test_the_local_collector_runs_the_same_gateway_config() -> None:
    assert collector.GATEWAY == CONFIGS / "gateway.yaml"


def test_the_containers_run_the_same_gateway_config(compose: Any) -> None:
    sources = [volume.partition(":")[0] for volume in compose["services"]["gateway"]["volumes"]]
    assert CONFIGS / "gateway.yaml" in {(DEPLOY / source).resolve() for source in sources if source.startswith(".")}


def test_every_service_has_a_pinned_image_or_a_build_that_exists(compose: Any) -> None:
    for name, service in compose["services"].items():
        assert re.fullmatch(r"[a-z./-]+:\d+\.\d+\.\d+(?:@sha256:[0-9a-f]{64})?", service["image"]), name
        if "build" in service:
            context = (DEPLOY / service["build"]["context"]).resolve()
            assert (context / service["build"]["dockerfile"]).is_file(), name


def test_every_mount_is_a_named_volume_or_a_file_that_exists(compose: Any) -> None:
    for name, service in compose["services"].items():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            exists = (DEPLOY / source).resolve().exists() if source.startswith(".") else source in compose["volumes"]
            assert exists, f"{name}: {source}"


def test_every_port_is_on_loopback_and_every_service_has_a_health_check(compose: Any) -> None:
    for service in compose["services"].values():
        assert service["healthcheck"]["test"]
        assert service["ports"]
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_no_password_has_a_value(compose: Any) -> None:
    for service in compose["services"].values():
        for key, value in service.get("environment", {}).items():
            assert "PASSWORD" not in key or value.startswith("${ELASTIC_PASSWORD:?")
    assert re.search(r"^ELASTIC_PASSWORD=$", (DEPLOY / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_variable_of_compose_is_in_the_example(compose: Any) -> None:
    assert compose
    used = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    assert used == set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))


@pytest.mark.parametrize("dockerfile", sorted(DEPLOY.glob("*.Dockerfile")), ids=lambda path: path.name)
def test_what_a_dockerfile_copies_exists_and_its_base_is_pinned(dockerfile: Path) -> None:
    text = dockerfile.read_text(encoding="utf-8")
    context = CONFIGS if dockerfile.name.startswith("collector") else ROOT
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        assert all((context / source).exists() for source in sources.split())
    bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert all(base == "scratch" or re.search(r":\d+\.\d+", base) for base in bases)


def test_the_containers_collector_is_built_by_the_same_builder() -> None:
    assert f"go install {collector.BUILDER}" in (DEPLOY / "collector.Dockerfile").read_text(encoding="utf-8")
    assert f"go install {collector.BUILDER}" in (CONFIGS / "README.md").read_text(encoding="utf-8")


@pytest.mark.process
def test_docker_accepts_the_compose_file() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run((docker, "compose", "version"), capture_output=True, check=False).returncode:
        pytest.skip("no docker compose on this machine")
    command = (docker, "compose", "-f", str(DEPLOY / "compose.yaml"), "config", "--quiet")
    env = {**os.environ, "ELASTIC_PASSWORD": "for this check only"}
    assert subprocess.run(command, env=env, check=False).returncode == 0


@pytest.mark.backend
@pytest.mark.parametrize("files", [("gateway.yaml",), ("gateway.yaml", "alerting-replicas.yaml")], ids=" and ".join)
def test_the_collector_accepts_its_configs(tmp_path: Path, files: tuple[str, ...]) -> None:
    try:
        binary = collector.get(cache.root())
    except Missing as missing:
        pytest.skip(str(missing))
    configs = (part for file in files for part in ("--config", str(CONFIGS / file)))
    env = {
        **os.environ,
        "SEALOG_GATEWAY_STATE": str(tmp_path / "state"),
        "SEALOG_ALERTING_RESOLVER": str(CONFIGS / "resolver.yaml"),
    }
    command = (str(binary), "validate", *configs)
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
