"""Where files lie and how sealog behaves, from the environment. Each setting with its default and why it exists.

| variable | default | what |
|---|---|---|
| SEALOG_MODE | seal | `seal`, `mask` (irreversibly) or `off` (records go out as they are) |
| SEALOG_BUNDLE | <config>/bundle.json | the public bundle that an application seals with |
| SEALOG_POLICY | <config>/sealog.yaml if it is there | the policy: what is done with which values |
| SEALOG_KEYRING | <config>/keyring.json | the private keyring of the opening commands |
| SEALOG_PASSPHRASE_FILE | none: ask on the terminal | file whose first line is the keyring's passphrase |
| XDG_CONFIG_HOME | ~/.config | <config> is its folder `sealog` |
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode = Literal["seal", "mask", "off"]

BUNDLE_NAME = "bundle.json"
KEYRING_NAME = "keyring.json"
POLICY_NAME = "sealog.yaml"


@dataclass(frozen=True)
class Settings:
    """The settings of one process, read once."""

    mode: Mode
    bundle: Path
    keyring: Path
    passphrase_file: Path | None
    policy: Path | None = None


def config_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Give the folder where `sealog init` puts its files (XDG Base Directory Specification)."""
    base = environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(base).expanduser() / "sealog"


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        SettingError: a variable has a value that is not allowed.
    """
    mode = environ.get("SEALOG_MODE", "seal").strip().lower() or "seal"
    if mode not in get_args(Mode):
        raise SettingError(f"SEALOG_MODE is none of {', '.join(get_args(Mode))}")
    base = config_dir(environ)
    passphrase_file = environ.get("SEALOG_PASSPHRASE_FILE")
    return Settings(
        mode=cast("Mode", mode),
        bundle=Path(environ.get("SEALOG_BUNDLE") or base / BUNDLE_NAME).expanduser(),
        keyring=Path(environ.get("SEALOG_KEYRING") or base / KEYRING_NAME).expanduser(),
        passphrase_file=Path(passphrase_file).expanduser() if passphrase_file else None,
        policy=_policy(environ, base),
    )


def _policy(environ: Mapping[str, str], base: Path) -> Path | None:
    """Give the policy that was named, whether or not it is there, or else the one in the folder if it is there."""
    named = environ.get("SEALOG_POLICY")
    if named:
        return Path(named).expanduser()
    usual = base / POLICY_NAME
    return usual if usual.exists() else None
