"""The key of pseudonyms, in a file of its own: neither a bundle nor a keyring contains it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sealog.crypto.primitives import KEY_SIZE
from sealog.crypto.secret import Secret
from sealog.errors import KeyFileError
from sealog.keys.files import b64, read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_KIND = "sealog_pseudonym_key"


def new_pseudonym_key(path: Path, random: Callable[[int], bytes] = os.urandom) -> None:
    """Write a new key, for its owner alone.

    Raises:
        KeyFileError: a file is there already, or it can't be written.
    """
    if path.exists():
        raise KeyFileError(f"{path} exists already; nothing was changed")
    write_json(path, {_KIND: 1, "key": b64(random(KEY_SIZE))})


def load_pseudonym_key(path: Path) -> Secret:
    """Read the key.

    Raises:
        KeyFileError: it is missing, no such file, or everybody may read it.
    """
    fields = read_json(path, _KIND, "`sealog keys pseudonym` makes one")
    if path.stat().st_mode & 0o007:
        raise KeyFileError(f"{path}: everybody may read or write it; chmod 640 {path.name}")
    return Secret(fields.raw("key", KEY_SIZE))
