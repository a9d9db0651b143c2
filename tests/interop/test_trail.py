"""The audit trail under other people's code: Go's transparency log packages, and a real witness (`litewitness`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interop.programs import interop, witness_programs
from keys.protectors.key_services import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")


class Site:
    """A keyring and its trail in a folder, driven by commands as an operator would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trail = folder / "audit.jsonl"
        self.checkpoint = folder / "audit.jsonl.checkpoint"
        self.run("init", "--dir", str(folder))

    def run(self, *arguments: str, stdin: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "SEALOG_", "XDG_"))}
        keys = {"SEALOG_KEYRING": str(self.folder / "keyring.json"), "SEALOG_BUNDLE": str(self.folder / "bundle.json")}
        done = subprocess.run(
            [SEALOG, *arguments],
            env=kept | keys | {"HOME": str(self.folder)},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def open_some(self, count: int) -> None:
        sealed = self.run("seal", stdin="".join(f"mail ada{number}@example.com\n" for number in range(count))).stdout
        self.run("open", "--reason", "a test", stdin=sealed)

    @property
    def vkey(self) -> str:
        return self.run("audit", "vkey").stdout.strip()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path / "keys")
    made.open_some(9)
    return made


def test_go_verifies_the_trail_and_each_proof_and_finds_each_attack(site: Site, tmp_path: Path) -> None:
    go = interop()
    key, policy = tmp_path / "vkey", tmp_path / "policy"
    key.write_text(f"{site.vkey}\n")
    policy.write_text(f"log {site.vkey}\nquorum none\n")

    def verdict(trail: Path = site.trail, checkpoint: Path = site.checkpoint) -> subprocess.CompletedProcess[str]:
        command = [go, "trail", key, trail, checkpoint]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    entries = site.trail.read_bytes().splitlines()
    assert verdict().stdout == f"{len(entries)}\n"
    proof = tmp_path / "proof"
    for number in (1, 2, len(entries)):
        proof.write_text(site.run("audit", "prove", str(number)).stdout)
        done = subprocess.run([go, "proof", policy, proof], capture_output=True, timeout=60, check=True)
        assert done.stdout == entries[number - 1] + b"\n"

    other = Site(tmp_path / "other")
    other.open_some(9)
    whole = site.trail.read_bytes()
    cut, changed, swapped = entries[:-2], list(entries), list(entries)
    changed[3] = changed[3].replace(b'"ok"', b'"no"')
    swapped[3], swapped[4] = swapped[4], swapped[3]
    attacks = {
        "changed": b"\n".join(changed) + b"\n",
        "removed": b"\n".join(entries[:3] + entries[4:]) + b"\n",
        "swapped": b"\n".join(swapped) + b"\n",
        "cut": b"\n".join(cut) + b"\n",
        "last": whole.replace(entries[-1], entries[-1].replace(b"{", b"{ ", 1)),
        "rebuilt": other.trail.read_bytes(),
    }
    for name, content in attacks.items():
        site.trail.write_bytes(content)
        assert verdict().returncode == 1, name
        found = site.run("audit", "verify", check=False)
        assert found.returncode == 1, name
        assert "unbroken" not in found.stdout
    site.trail.write_bytes(other.trail.read_bytes())
    assert verdict(checkpoint=other.checkpoint).returncode == 1
    shutil.copy(other.checkpoint, site.checkpoint)
    assert site.run("audit", "verify", check=False).returncode == 1


def test_an_export_is_verified_without_sealog(site: Site, tmp_path: Path) -> None:
    site.run("audit", "export", str(tmp_path / "e.zip"))
    shutil.unpack_archive(tmp_path / "e.zip", tmp_path / "e")
    policy = tmp_path / "policy"
    policy.write_text(f"log {(tmp_path / 'e/vkey.txt').read_text()}quorum none\n")
    lines = (tmp_path / "e/entries.jsonl").read_bytes().splitlines(keepends=True)
    proofs = sorted((tmp_path / "e/proofs").iterdir(), key=lambda path: int(path.stem))
    assert len(lines) == len(proofs) == len(site.trail.read_bytes().splitlines())
    for line, proof in list(zip(lines, proofs, strict=True))[::4]:
        assert subprocess.run([interop(), "proof", policy, proof], capture_output=True, check=True).stdout == line


def test_a_real_witness_cosigns_what_goes_on_and_refuses_every_other_history(site: Site, tmp_path: Path) -> None:
    with litewitness(site, tmp_path / "w") as (url, witness_key):
        policy = tmp_path / "policy"
        policy.write_text(f"log {site.vkey}\nwitness w {witness_key} {url}\nquorum w\n")
        assert "lacks cosignatures" in site.run("audit", "verify", "--policy", str(policy), check=False).stderr
        site.run("audit", "publish", "--policy", str(policy), "--copy", str(tmp_path / "copy"))
        site.run("audit", "verify", "--policy", str(policy))
        proof = tmp_path / "proof"
        proof.write_text(site.run("audit", "prove", "3").stdout)
        subprocess.run([interop(), "proof", policy, proof], capture_output=True, timeout=60, check=True)

        early = {path: path.read_bytes() for path in (site.trail, site.checkpoint)}
        site.open_some(3)
        site.run("audit", "publish", "--witness", url)
        site.run("audit", "verify", "--policy", str(policy), "--earlier", str(tmp_path / "copy"))
        late = {path: path.read_bytes() for path in (site.trail, site.checkpoint)}

        for path, content in early.items():  # put back as it was: whole in itself, and older than what was seen
            path.write_bytes(content)
        site.run("audit", "verify")
        assert "cut or put back" in site.run("audit", "publish", "--policy", str(policy), check=False).stderr

        rewritten = b"".join(late[site.trail].splitlines(keepends=True)[:1])  # signed again by who has the keyring
        site.trail.write_bytes(rewritten)
        site.checkpoint.unlink()
        site.open_some(20)
        found = site.run("audit", "verify", "--earlier", str(tmp_path / "copy"), check=False)
        assert "are not those that were signed" in found.stderr
        assert "changed or written anew" in site.run("audit", "publish", "--policy", str(policy), check=False).stderr
        assert site.run("audit", "verify", "--policy", str(policy), check=False).returncode == 1


@contextmanager
def litewitness(site: Site, folder: Path) -> Iterator[tuple[str, str]]:
    """Run a witness that knows the site's trail; gives its URL and its verifier key."""
    witness, control = witness_programs()
    if not (shutil.which("ssh-agent") and shutil.which("ssh-keygen") and shutil.which("ssh-add")):
        pytest.skip("there is no ssh-agent on this machine to hold the witness's key")
    folder.mkdir()
    socket, key, database = f"/tmp/sealog-{os.getpid()}.sock", folder / "key", folder / "w.db"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True, timeout=30)
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not Path(socket).exists():
            assert agent.poll() is None
        add = {**os.environ, "SSH_AUTH_SOCK": socket}
        subprocess.run(["ssh-add", "-q", key], env=add, check=True, timeout=30, capture_output=True)
        print_key = ["ssh-keygen", "-l", "-f", key]
        fingerprint = subprocess.run(print_key, check=True, capture_output=True, text=True).stdout.split()[1]
        origin = site.vkey.partition("+")[0]
        command = [control, "add-log", "-db", database, "-origin", origin]
        subprocess.run(command, check=True, capture_output=True, timeout=30)
        command = [control, "add-key", "-db", database, "-origin", origin, "-key", site.vkey]
        subprocess.run(command, check=True, capture_output=True, timeout=30)
        address = f"127.0.0.1:{free_port()}"
        serve = [witness, "-db", database, "-name", "witness.example/w", "-key", fingerprint, "-ssh-agent", socket]
        with running([*serve, "-listen", address], folder, f"http://{address}/"):
            printed = (folder / "server.log").read_text()
            yield f"http://{address}", next(word for word in printed.split() if word.startswith("vkey="))[5:]
    finally:
        agent.terminate()
        agent.wait(10)
        Path(socket).unlink(missing_ok=True)
