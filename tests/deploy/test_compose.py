"""deploy/compose.yaml: what it names exists, nothing has more rights than it needs, and each hop asks who sends.

There is no container engine here; when it was written, the file was held against the Compose specification's schema.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from typer.main import get_command

from local.servers import collector
from sealog.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CONFIGS = ROOT / "collector-config"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONCE = {name for name, service in SERVICES.items() if service["restart"] == "no"}
# They write beside their own programs when they start.
WRITING = {"elasticsearch", "kibana"}
# What listens where; ours say so in their commands, and those of others as their documentation has it.
PORTS = {
    "elasticsearch": {9200},
    "kibana": {5601},
    "gateway": {4317, 4318, 8888, 13133},
    "loki": {3100},
    "tempo": {3200, 4317},
    "prometheus": {9090},
    "grafana": {3000},
}
STORES = ("loki", "tempo", "prometheus")


def mounts(service: dict[str, Any]) -> dict[str, str]:
    """Give what is mounted, by where."""
    return {target: source for source, target, *_ in (one.split(":") for one in service.get("volumes", ()))}


def on_host(service: dict[str, Any], inside: str) -> Path | None:
    """Give the file of this repository that a container sees at a path."""
    for target, source in mounts(service).items():
        if source.startswith(".") and (inside == target or inside.startswith(f"{target}/")):
            return (DEPLOY / source).resolve() / inside[len(target) :].lstrip("/")
    return None


def ports_of(name: str) -> set[int]:
    command = " ".join(SERVICES[name].get("command", ()))
    return PORTS.get(name) or set(map(int, re.findall(r"0\.0\.0\.0:(\d+)", command)))


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_bounds_and_no_rights(name: str) -> None:
    service = SERVICES[name]
    limits = service["deploy"]["resources"]["limits"]
    assert {"cpus", "memory", "pids"} <= limits.keys()
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].partition(":")[0] not in {"", "0", "root"}
    assert service.get("read_only", False) is (name not in WRITING)
    assert "privileged" not in service


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - ONCE))
def test_a_service_that_stays_has_a_health_check_and_is_restarted(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_every_file_that_a_command_names_is_mounted(name: str) -> None:
    service = SERVICES[name]
    words = [str(part) for key in ("command", "entrypoint") for part in service.get(key, ())]
    words += map(str, service.get("environment", {}).values())
    for path in re.findall(r"/(?:etc|app)/[\w./-]+", " ".join(words)):
        if path.startswith("/etc/sealog/tls/"):
            assert mounts(service)["/etc/sealog/tls"] == "certificates"
        elif path != "/etc/sealog/bundle.json":
            found = on_host(service, path)
            assert found is not None, path
            assert found.is_file(), path
            assert stat.S_IMODE(found.stat().st_mode) & 0o044, "others read it in the container"


def test_the_certificates_that_are_named_are_those_that_the_script_makes() -> None:
    script = (CONFIGS / "auth/make-ca.sh").read_text(encoding="utf-8")
    made = {*re.findall(r"^sign (\w+) ", script, re.MULTILINE)}
    named = set(re.findall(r"/etc/sealog/tls/(\w+)\.(?:crt|key)", str(SERVICES)))
    assert named == {*made, "ca"}
    hosts = SERVICES["certificates"]["entrypoint"][-1].split("make-ca.sh . ")[1].split()
    served = {name for name, one in SERVICES.items() if re.search(r"tls/server\.crt", str(one))}
    assert set(hosts) == served


@pytest.mark.parametrize("name", [name for name, one in SERVICES.items() if one["image"].startswith("sealog:")])
def test_commands_and_options_of_ours_exist(name: str) -> None:
    root: Any = get_command(app)
    service = SERVICES[name]
    words = list(service.get("command", ()))
    if not words:
        words = re.findall(r"sealog ((?:\w+ ?)+)", service["entrypoint"][-1])
        words = words[0].split() if words and service["entrypoint"][-1].startswith("sealog") else []
    if not words:
        return
    command = root
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    assert command is not root
    options = {option for parameter in command.params for option in parameter.opts}
    assert [word for word in words if word.startswith("--") and word not in options] == []


def test_the_gateways_variables_are_those_of_the_configs_that_it_runs() -> None:
    gateway = SERVICES["gateway"]
    configs = [on_host(gateway, word) for word in gateway["command"] if word.startswith("/")]
    text = "".join(config.read_text(encoding="utf-8") for config in configs if config is not None)
    known = set(re.findall(r"\$\{env:([A-Z_]+)", text))
    assert gateway["environment"].keys() - known == {"GOMEMLIMIT"}
    needed = set(re.findall(r"\$\{env:([A-Z_]+)\}", text))
    assert needed <= gateway["environment"].keys()


def test_every_address_is_of_a_service_on_a_common_network_that_listens_there() -> None:
    seen = set()
    sources = yaml.safe_load((DEPLOY / "compose/grafana/datasources/sealog.yaml").read_text())["datasources"]
    scraped = yaml.safe_load((DEPLOY / "prometheus/prometheus.yaml").read_text())["scrape_configs"]
    named = [("grafana", one["url"]) for one in sources]
    named += [("prometheus", f"http://{one['static_configs'][0]['targets'][0]}") for one in scraped]
    for name, service in SERVICES.items():
        words = [*service.get("command", ()), *map(str, service.get("environment", {}).values())]
        named += [(name, word) for word in words if word.startswith(("http://", "https://"))]
        named += [(name, f"http://{word}") for word in words if re.fullmatch(r"[a-z]+:\d+", word)]
    for name, url in named:
        address = urlsplit(url)
        host = str(address.hostname)
        assert host in SERVICES, url
        assert address.port in ports_of(host), url
        assert set(SERVICES[name]["networks"]) & set(SERVICES[host]["networks"]) - {"published"}, (name, url)
        seen.add(host)
    assert seen >= {"elasticsearch", "sink", "alerting", "gateway", "loki", "tempo", "prometheus", "sealer"}


def test_records_go_by_mutual_tls_and_stores_that_ask_nobody_are_apart() -> None:
    for name in ("alerting", "sink"):
        assert "--client-ca" in SERVICES[name]["command"]
    assert "/etc/sealog/auth/mtls.yaml" in SERVICES["gateway"]["command"]
    for variable in ("SEALOG_SINK", "SEALOG_ALERTING_ENDPOINT"):
        assert SERVICES["gateway"]["environment"][variable].startswith("https://")
    assert SERVICES["application"]["environment"]["OTEL_EXPORTER_OTLP_ENDPOINT"].startswith("https://")
    on_it = {name for name, service in SERVICES.items() if "stores" in service.get("networks", ())}
    assert on_it == {*STORES, "gateway", "grafana"}
    assert not any("ports" in SERVICES[name] for name in STORES)
    assert all(one["internal"] for name, one in COMPOSE["networks"].items() if name != "published")


def test_who_stamps_templates_keeps_them_where_they_survive() -> None:
    for name in ("alerting", "sink"):
        words = SERVICES[name]["command"]
        folder = str(Path(words[words.index("--templates") + 1]).parent)
        assert mounts(SERVICES[name])[folder] in COMPOSE["volumes"], name


def test_only_the_sealer_has_the_bundle_and_nobody_a_keyring() -> None:
    assert [name for name, service in SERVICES.items() if "configs" in service] == ["sealer"]
    assert "keyring.json" not in str(SERVICES)


def test_loki_takes_what_the_gateway_sends() -> None:
    """As Loki documents it: OTLP needs structured metadata, and that schema 13 with the index `tsdb`."""
    loki = yaml.safe_load((DEPLOY / "compose/loki.yaml").read_text())
    limits = loki["limits_config"]
    assert limits["allow_structured_metadata"]
    assert [(one["schema"], one["store"]) for one in loki["schema_config"]["configs"]] == [("v13", "tsdb")]
    assert loki["compactor"]["retention_enabled"]
    assert loki["compactor"]["delete_request_store"]
    labels = limits["otlp_config"]["resource_attributes"]["attributes_config"][0]["attributes"]
    assert len(labels) <= 15, "Loki's max_label_names_per_series"
    overlay = yaml.safe_load((CONFIGS / "destinations/loki.yaml").read_text())["exporters"]["otlp_http/loki"]
    assert "X-Scope-OrgID" in overlay["headers"]
    assert loki["auth_enabled"]


def test_grafanas_data_sources_name_each_other_by_their_ids() -> None:
    sources = yaml.safe_load((DEPLOY / "compose/grafana/datasources/sealog.yaml").read_text())["datasources"]
    text = (DEPLOY / "compose/grafana/datasources/sealog.yaml").read_text()
    uids = {one["uid"] for one in sources}
    assert {one["type"] for one in sources} == {"elasticsearch", "loki", "tempo", "prometheus"}
    assert set(re.findall(r"datasourceUid: ([\w-]+)", text)) <= uids
    assert sum(one.get("isDefault", False) for one in sources) == 1
    variables = set(re.findall(r"(?<!\$)\$([A-Z_]+)", text))
    assert variables <= SERVICES["grafana"]["environment"].keys()


def test_the_containers_run_the_same_gateway_config() -> None:
    sources = [volume.partition(":")[0] for volume in SERVICES["gateway"]["volumes"]]
    assert CONFIGS / "gateway.yaml" in {(DEPLOY / source).resolve() for source in sources if source.startswith(".")}


def test_every_service_has_a_pinned_image_or_a_build_that_exists() -> None:
    for name, service in SERVICES.items():
        assert re.fullmatch(r"[a-z./-]+:v?\d+\.\d+\.\d+(?:@sha256:[0-9a-f]{64})?", service["image"]), name
        if "build" in service:
            context = (DEPLOY / service["build"]["context"]).resolve()
            assert (context / service["build"]["dockerfile"]).is_file(), name


def test_every_mount_is_a_named_volume_or_a_file_that_exists() -> None:
    for name, service in SERVICES.items():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            exists = (DEPLOY / source).resolve().exists() if source.startswith(".") else source in COMPOSE["volumes"]
            assert exists, f"{name}: {source}"


def test_every_port_is_on_loopback() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_no_password_has_a_value() -> None:
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            assert "PASSWORD" not in key or re.fullmatch(r"\$\{[A-Z_]+PASSWORD:\?.+\}", value), key
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    assert len(re.findall(r"^[A-Z_]+PASSWORD=$", example, re.MULTILINE)) == 4


def test_every_variable_of_compose_is_in_the_example() -> None:
    used = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    assert used == set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))


@pytest.mark.parametrize("dockerfile", sorted(DEPLOY.glob("*.Dockerfile")), ids=lambda path: path.name)
def test_what_a_dockerfile_copies_exists_and_its_base_is_pinned(dockerfile: Path) -> None:
    text = dockerfile.read_text(encoding="utf-8")
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        assert all((ROOT / source).exists() for source in sources.split())
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
    names = re.findall(r"^([A-Z_]+PASSWORD)=$", (DEPLOY / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    passwords = dict.fromkeys(names, "for this check only")
    env = {**os.environ, **passwords, "SEALOG_COMPOSE_BUNDLE": "./bundle.json"}
    assert subprocess.run(command, env=env, check=False).returncode == 0
