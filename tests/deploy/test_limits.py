"""What runs the gateway bounds it: memory, files, rights, and the disk that its queues need."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

ROOT = Path(__file__).resolve().parents[2]
MIB = 2**20
UNITS = [ROOT / f"deploy/systemd/sealog-{name}.service" for name in ("gateway", "agent", "sealer", "sink", "opener")]
SIZES = {"Mi": MIB, "Gi": 1024 * MIB, "MiB": MIB, "M": MIB, "G": 1024 * MIB}


def size(text: str) -> int:
    number, unit = re.fullmatch(r"(\d+)(\w+)", text).groups()  # type: ignore[union-attr]
    return int(number) * SIZES[unit]


class Repeated(dict[str, Any]):
    """A unit may set a key several times."""

    def __setitem__(self, key: str, value: Any) -> None:
        known = self.get(key)
        super().__setitem__(key, known + value if isinstance(value, list) and isinstance(known, list) else value)


def unit(path: Path) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None, strict=False, dict_type=Repeated, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path)
    return dict(parser["Service"])


@pytest.fixture(scope="module")
def pod() -> dict[str, Any]:
    documents = yaml.safe_load_all((ROOT / "deploy/kubernetes/gateway.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(one["spec"] for one in documents if one["kind"] == "StatefulSet")
    return found


def defaults() -> dict[str, str]:
    text = (ROOT / "collector-config/gateway.yaml").read_text(encoding="utf-8")
    return dict(re.findall(r"\$\{env:([A-Z_]+):-([^}]*)\}", text))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_service_has_bounds_and_no_rights(path: Path) -> None:
    service = unit(path)
    assert size(service["MemoryMax"]) <= 1024 * MIB
    assert int(service["LimitNOFILE"]) <= 8192
    assert {"TasksMax", "User", "Group"} <= service.keys()
    wanted = {"ProtectSystem": "strict", "NoNewPrivileges": "true", "CapabilityBoundingSet": "", "UMask": "0077"}
    assert {key: service[key] for key in wanted} == wanted


@pytest.mark.parametrize("path", UNITS[2:], ids=lambda path: path.name)
def test_a_unit_starts_its_command_with_options_that_it_has(path: Path) -> None:
    _, name, *words = unit(path)["ExecStart"].removeprefix("/usr/bin/env ").split()
    (entry,) = entry_points(group="sealog.commands", name=name)
    app = typer.Typer()
    app.command()(entry.load())
    known = {option for parameter in typer.main.get_command(app).params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.process
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_a_unit(path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd-analyze on this machine")
    done = subprocess.run((analyze, "verify", str(path)), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_memory_limiter_acts_before_the_service_is_killed(pod: dict[str, Any]) -> None:
    environment = unit(UNITS[0])["Environment"]
    set_to = dict(re.findall(r"([A-Z_]+)=(\S+)", environment))
    collector = next(one for one in pod["template"]["spec"]["containers"] if one["name"] == "collector")
    env = {one["name"]: one["value"] for one in collector["env"]}
    for limits, most in (
        (set_to, size(unit(UNITS[0])["MemoryMax"])),
        (env, size(collector["resources"]["limits"]["memory"])),
    ):
        assert int(limits["SEALOG_GATEWAY_MEMORY_MIB"]) * MIB < size(limits["GOMEMLIMIT"]) < most


def test_the_pods_containers_have_bounds_and_no_rights(pod: dict[str, Any]) -> None:
    spec = pod["template"]["spec"]
    assert spec["securityContext"]["runAsNonRoot"]
    assert not spec["automountServiceAccountToken"]
    for container in spec["containers"]:
        assert "memory" in container["resources"]["limits"]
        assert "readinessProbe" in container
        locked = container["securityContext"]
        assert locked["readOnlyRootFilesystem"]
        assert not locked["allowPrivilegeEscalation"]
        assert locked["capabilities"] == {"drop": ["ALL"]}


def test_the_queues_fit_the_volume(pod: dict[str, Any]) -> None:
    queues = 3 * int(defaults()["SEALOG_GATEWAY_QUEUE_BYTES"]) + int(defaults()["SEALOG_GATEWAY_ALERTING_QUEUE_BYTES"])
    (claim,) = pod["volumeClaimTemplates"]
    assert size(claim["spec"]["resources"]["requests"]["storage"]) >= 1.5 * queues


def test_every_mount_has_a_volume_and_every_variable_is_one_of_the_config(pod: dict[str, Any]) -> None:
    spec = pod["template"]["spec"]
    volumes = {one["name"] for one in (*spec["volumes"], *(claim["metadata"] for claim in pod["volumeClaimTemplates"]))}
    for container in spec["containers"]:
        assert {mount["name"] for mount in container["volumeMounts"]} <= volumes
    collector = next(one for one in spec["containers"] if one["name"] == "collector")
    assert {one["name"] for one in collector["env"]} - {"GOMEMLIMIT"} <= defaults().keys()
