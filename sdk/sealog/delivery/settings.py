"""How durable records are and where they wait, from the environment.

| variable | default | what |
|---|---|---|
| SEALOG_DURABILITY | `memory`; `spool` if `SEALOG_SPOOL_DIR` is set | when the logging call returns, a record is in the process (`memory`), in the kernel's cache (`spool`), or on disk (`sync`) |
| SEALOG_SPOOL_DIR | `<state>/spool` | the folder of all processes' spools |
| SEALOG_SPOOL_LIMIT_MIB | `512` | MiB that all processes may keep there; beyond, the least severe records are dropped and counted |
| SEALOG_MEMORY_LIMIT_MIB | `64` | MiB of records that may wait in a process's memory; beyond, the least severe are dropped and counted |
| SEALOG_SPOOL_KEY_FILE | `<config>/spool.key` | the key that the spool is encrypted under, made if it is missing; `off`: the spool is not encrypted |
| SEALOG_EXIT_SECONDS | `2` | seconds for which a process may send when it ends, spans and metrics too; the rest stays in the spool, or is lost without one |
| XDG_STATE_HOME | `~/.local/state` | `<state>` is its folder `sealog` |
"""  # noqa: E501 - a table

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, cast, get_args

from sealog.errors import SettingError
from sealog.settings import config_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

Durability = Literal["memory", "spool", "sync"]

KEY_NAME = "spool.key"
OFF = "off"

EXIT_SECONDS = 2.0

_MIB = 1 << 20


class DeliverySettings(NamedTuple):
    """The delivery settings of one process. `limit` of the spool and `memory_limit` in bytes.

    `chosen`: whether a setting asks for this durability, or it is the default. `key_file` is None if the spool is not
    to be encrypted, and `key_named` tells whether a setting names it.
    """

    durability: Durability
    chosen: bool
    folder: Path
    limit: int
    memory_limit: int
    exit_seconds: float
    key_file: Path | None = None
    key_named: bool = False


def load_delivery(environ: Mapping[str, str] = os.environ) -> DeliverySettings:
    """Read the settings.

    Raises:
        SettingError: a variable has a value that is not allowed.
    """
    folder = environ.get("SEALOG_SPOOL_DIR", "").strip()
    durability = environ.get("SEALOG_DURABILITY", "").strip().lower() or ("spool" if folder else "memory")
    if durability not in get_args(Durability):
        raise SettingError(f"SEALOG_DURABILITY must be one of {', '.join(get_args(Durability))}")
    state = Path(environ.get("XDG_STATE_HOME") or "~/.local/state") / "sealog"
    root = Path(folder or state / "spool").expanduser()
    key = environ.get("SEALOG_SPOOL_KEY_FILE", "").strip()
    key_file = Path(key or config_dir(environ) / KEY_NAME).expanduser()
    if key and key != OFF and root.absolute() in key_file.absolute().parents:
        raise SettingError("SEALOG_SPOOL_KEY_FILE lies in SEALOG_SPOOL_DIR: who copies the spool would copy its key")
    return DeliverySettings(
        durability=cast("Durability", durability),
        chosen=bool(folder or environ.get("SEALOG_DURABILITY", "").strip()),
        folder=root,
        limit=int(_number(environ, "SEALOG_SPOOL_LIMIT_MIB", 512.0) * _MIB),
        memory_limit=int(_number(environ, "SEALOG_MEMORY_LIMIT_MIB", 64.0) * _MIB),
        exit_seconds=_number(environ, "SEALOG_EXIT_SECONDS", EXIT_SECONDS),
        key_file=None if key == OFF else key_file,
        key_named=bool(key),
    )


def _number(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name, "").strip()
    try:
        number = float(text) if text else default
    except ValueError:
        number = -1.0
    if not 0 < number < float("inf"):
        raise SettingError(f"{name} must be a number above 0")
    return number
