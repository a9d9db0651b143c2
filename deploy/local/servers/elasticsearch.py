"""Elasticsearch 9 on this machine: the server core from Maven's registry, one node, no security, on loopback.

This distribution has no data streams, ingest pipelines or scripts; es_proxy.py and logs-template.json stand in for
what the collector needs of them. It never runs as root and never listens beyond 127.0.0.1.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import urllib.request
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from local import account, cache
from local.errors import LocalError
from local.ports import HOST, Ports
from local.program import Program, answers
from local.toolchains import java, maven

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = "9.5.3"
# The last release line that starts on a Java without jdk.jlink and jdk.jdi, such as the one that comes as a wheel.
VERSION_FOR_REDUCED_JAVA = "9.2.0"
HEAP = "-Xms512m -Xmx512m"
ALONE: Mapping[str, str] = {
    "discovery.type": "single-node",
    # Nobody talks to it, but two nodes on one machine must not meet on the default port.
    "transport.port": "0",
}
TEMPLATE = Path(__file__).with_name("logs-template.json")
OWNER_EXECUTES = 0o100
VECTOR_MODULE = "jdk.incubator.vector"


def version_for(java_home: Path) -> str:
    """Return the release that the Java in `java_home` can run."""
    return VERSION_FOR_REDUCED_JAVA if java.lacks(java_home, "jdk.jlink") else VERSION


def get(cache_root: Path) -> Path:
    """Return Elasticsearch's home in the cache, fetching it if it isn't there (130 MB).

    Raises:
        Missing: there is no Java, or Maven is needed for the fetch and isn't there.
        LocalError: the fetch failed.
    """
    version = version_for(java.find(cache_root))
    coordinates = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{version}:zip"

    def build(place: Path) -> None:
        packed = maven.fetch(coordinates, place)
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(place)
            for entry in archive.infolist():
                # zipfile forgets permissions; the upper half of this field holds the Unix mode.
                if entry.external_attr >> 16 & OWNER_EXECUTES and not entry.is_dir():
                    (place / entry.filename).chmod(0o755)
        packed.unlink()
        (place / f"elasticsearch-{version}").rename(place / "home")

    return cache.artefact("elasticsearch", (coordinates,), build, cache_root) / "home"


def program(run_dir: Path, ports: Ports, cache_root: Path, cluster: Mapping[str, str] = ALONE) -> Program:
    """Return how to run Elasticsearch with its data in `run_dir` (or see `room`).

    `cluster` are the settings by which it finds other nodes; without them it is alone.
    """
    user = account.unprivileged()
    home = get(cache_root)
    java_home = java.find(cache_root)
    place = room(run_dir, user)
    settings = {
        **cluster,
        "xpack.security.enabled": "false",
        "xpack.ml.enabled": "false",
        "http.host": HOST,
        "transport.host": HOST,
        "http.port": str(ports.es),
        "path.data": str(place / "data"),
        "path.logs": str(place / "logs"),
        # A developer's disk is fuller than a server's; the default would turn indices read-only at 95 %.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    reachable_home = home if account.can_reach(home, user) else place / f"home-{version_for(java_home)}"
    flags = tuple(part for name, value in settings.items() for part in ("-E", f"{name}={value}"))
    url = f"http://{HOST}:{ports.es}"
    return Program(
        name="elasticsearch",
        command=(str(reachable_home / "bin" / "elasticsearch"), *flags),
        cwd=place,
        ports=("es",),
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(place),
            "ES_JAVA_HOME": str(
                java_home if account.can_reach(java_home, user) else place / f"java-{java.feature(java_home)}"
            ),
            "ES_JAVA_OPTS": HEAP,
            "ES_PATH_CONF": str(place / "config"),
            "ES_TMPDIR": str(place / "tmp"),
        },
        account=user,
        ready=partial(answers, f"{url}/_cluster/health?wait_for_status=yellow&timeout=1s"),
        within_s=300.0,
        prepare=partial(_prepare, place, home, java_home, user),
        once_ready=partial(put_template, url),
    )


def room(run_dir: Path, user: account.Account | None) -> Path:
    """Return the folder of Elasticsearch's data: in `run_dir`, or below the temporary folder.

    The second where the account that root drops to can't enter `run_dir` (a clone below /root, pytest's folders);
    the name comes from `run_dir`, so that the next start finds its data again.
    """
    if account.can_reach(run_dir, user):
        return run_dir / "elasticsearch"
    mark = hashlib.sha256(str(run_dir).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"sealog-elasticsearch-{mark}"


def put_template(url: str) -> None:
    """Put the index template that says how log documents are mapped, as the real stack's own template would."""
    request = urllib.request.Request(  # noqa: S310  # our own http URL
        f"{url}/_index_template/sealog-local-logs",
        data=json.dumps(json.loads(TEMPLATE.read_text(encoding="utf-8"))).encode(),
        headers={"Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310  # same
        reply.read()


def _prepare(place: Path, home: Path, java_home: Path, user: account.Account | None) -> None:
    """Lay out `place`: fresh configuration, the folders that must exist, all owned by `user`.

    Raises:
        LocalError: somebody else owns the folder already (it may lie below a folder that all can write to).
    """
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = place.lstat().st_uid
    if place.is_symlink() or owner not in {os.geteuid(), user.uid if user else os.geteuid()}:
        raise LocalError(f"{place} belongs to another user; remove it or set TMPDIR")
    config = place / "config"
    # Also the keystore goes: one that Elasticsearch 9.5 generated keeps it from starting a second time.
    shutil.rmtree(config, ignore_errors=True)
    shutil.copytree(home / "config", config)
    (config / "elasticsearch.yml").write_text("", encoding="utf-8")
    if java.lacks(java_home, VECTOR_MODULE):
        # It only makes vector search faster, but a runtime without it (the wheel's) refuses to start.
        options = config / "jvm.options"
        kept = [line for line in options.read_text(encoding="utf-8").splitlines() if VECTOR_MODULE not in line]
        options.write_text("\n".join(kept) + "\n", encoding="utf-8")
    for name in ("data", "logs", "tmp"):
        (place / name).mkdir(exist_ok=True)
    for source, name in ((home, f"home-{version_for(java_home)}"), (java_home, f"java-{java.feature(java_home)}")):
        if not account.can_reach(source, user) and not (place / name).exists():
            # By one rename, so that an interrupted copy is never taken for a whole one.
            shutil.rmtree(place / "partial", ignore_errors=True)
            shutil.copytree(source, place / "partial", symlinks=True)
            (place / "partial").rename(place / name)
    account.give(place, user)
