"""Writes a software bill of materials (CycloneDX 1.6, JSON): the packages of an environment, and the crates of native/.

Run it with the Python of an environment that holds nothing but sealog: `trial/bin/python deploy/sbom.py`. It uses the
standard library only, and gives the same text for the same environment.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

CRATES = Path(__file__).parents[1] / "native/crates.sha256"
_OF_THE_ENVIRONMENT = frozenset({"pip", "setuptools", "wheel"})


def bill(name: str, packages: list[Distribution], crates: str) -> dict[str, Any]:
    """Return the bill of the distribution `name`; `crates` are lines of hash, crate and version.

    Raises:
        SystemExit: the environment does not hold that distribution.
    """
    by_name = {package.metadata["Name"].lower(): package for package in packages}
    if name not in by_name:
        sys.exit(f"{name} is not installed in this environment")
    own = by_name[name]
    others = [by_name[one] for one in sorted(by_name) if one not in _OF_THE_ENVIRONMENT | {name}]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**_package(own), "type": "application"}},
        "components": [
            *map(_package, others),
            *(_crate(*line.split()) for line in crates.splitlines() if line.strip()),
        ],
    }


def _package(package: Distribution) -> dict[str, Any]:
    name, version = package.metadata["Name"], package.version
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    found = {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl}
    expressions = package.metadata.get_all("License-Expression")
    return {**found, "licenses": [{"expression": expressions[0]}]} if expressions else found


def _crate(digest: str, name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:cargo/{name}@{version}"
    hashes = [{"alg": "SHA-256", "content": digest}]
    return {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl, "hashes": hashes}


def main() -> None:
    """Write the bill of this environment's sealog to stdout."""
    print(json.dumps(bill("sealog", list(distributions()), CRATES.read_text(encoding="utf-8")), indent=1))


if __name__ == "__main__":
    main()
