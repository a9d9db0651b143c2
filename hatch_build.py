"""Builds the compiled half (`native/`) into wheels and editable installs where there is a Rust toolchain.

Without one the package is pure Python, with the same findings and sealed values, only slower: `sealog doctor` says
which it is. `SEALOG_BUILD_NATIVE` is `auto`, `require` (a build without it fails) or `skip`.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SETTING = "SEALOG_BUILD_NATIVE"
CHOICES = ("auto", "require", "skip")
MODULE = Path("sdk/sealog/_native.abi3.so")


class NativeHook(BuildHookInterface[Any]):
    """Puts `sealog/_native.abi3.so`, which serves every Python from 3.10 on, beside the package's sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build before the files are gathered.

        Raises:
            SystemExit: the setting is none of its choices, or asks for what can't be built here.
        """
        choice = os.environ.get(SETTING, "auto")
        if choice not in CHOICES:
            sys.exit(f"{SETTING}: one of {', '.join(CHOICES)} is expected")
        if self.target_name != "wheel":
            return
        module = Path(self.root) / MODULE
        module.unlink(missing_ok=True)  # one that was built of other sources must not stay
        if choice == "skip":
            return
        try:
            shutil.copyfile(_built(Path(self.root)), module)
        except (ImportError, OSError, ValueError, subprocess.CalledProcessError) as error:
            why = _why(error)  # also where the cache's locks, or a library of the names that are looked for, are not
            if choice == "require":
                sys.exit(f"{SETTING}=require, but the compiled half can't be built: {why}")
            self.app.display_warning(f"sealog is built without its compiled half ({why}); it is slower")
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"cp310-abi3-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
        build_data["artifacts"].append(str(MODULE))


def _built(root: Path) -> Path:
    """Give the built library from the cache that the back ends of tests are in too, building it if it isn't there."""
    spec = importlib.util.spec_from_file_location("sealog_cache", root / "deploy" / "local" / "cache.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("deploy/local/cache.py")
    cache = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(cache)
    native = root / "native"
    checksums = native / "crates.sha256"
    sources = sorted([native / "Cargo.toml", checksums, *native.glob("src/**/*.rs"), *native.glob(".cargo/*.toml")])
    compiler = subprocess.run(["rustc", "-vV"], check=True, capture_output=True).stdout  # noqa: S607 - who builds chose it
    parts = (compiler, platform.platform().encode(), *(source.read_bytes() for source in sources))

    def build(folder: Path) -> None:
        # With the stable ABI there is no Python to look at; and a module must not be linked to one's library.
        environ = os.environ | {"PYO3_NO_PYTHON": "1", "PYO3_BUILD_EXTENSION_MODULE": "1"}
        target = folder / "target"
        lock = ["cargo", "generate-lockfile", "--quiet"]
        subprocess.run(lock, cwd=native, env=environ, check=True, capture_output=True)  # noqa: S603 - see above
        _check((native / "Cargo.lock").read_text(), checksums.read_text())
        command = ["cargo", "build", "--release", "--locked", "--quiet", "--target-dir", str(target)]
        subprocess.run(command, cwd=native, env=environ, check=True, capture_output=True)  # noqa: S603 - see above
        (library,) = (path for path in (target / "release").iterdir() if path.suffix in {".so", ".dylib"})
        library.rename(folder / MODULE.name)
        shutil.rmtree(target)

    made: Path = cache.artefact("native", parts, build, cache.root())
    return made / MODULE.name


_LOCKED = re.compile(
    r'^name = "(?P<name>[^"]+)"\nversion = "(?P<version>[^"]+)"\nsource = .*\nchecksum = "(?P<sum>[0-9a-f]{64})"',
    re.MULTILINE,
)


def _check(lock: str, checksums: str) -> None:
    """Compare what cargo has chosen with the crates that were tried; cargo itself holds each file against its lock.

    The lock file is made anew and not kept in the repository, where it would name a registry's host.

    Raises:
        ValueError: a crate is another version, or has another checksum, than `native/crates.sha256` says.
    """
    tried = set(checksums.splitlines())
    chosen = {f"{one['sum']}  {one['name']} {one['version']}" for one in _LOCKED.finditer(lock)}
    unknown = sorted(chosen - tried)
    if unknown:
        raise ValueError(f"not in native/crates.sha256: {unknown[0].partition('  ')[2]} (and {len(unknown) - 1} more)")


def _why(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        said = error.stderr.decode(errors="replace").strip().splitlines()
        return said[0] if said else f"{error.cmd[0]} ended with {error.returncode}"
    return f"no {error.filename}" if isinstance(error, FileNotFoundError) else str(error)
