"""Paths as callers give them: `str`, `bytes` or `os.PathLike`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias, Union

from sealog.errors import ArgumentError

FilePath: TypeAlias = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
"""What `open()` takes, except file descriptors."""


def as_path(path: FilePath) -> Path:
    """Return a path in any of its forms as a `pathlib.Path`. `~` stays as it is, as with `open()`.

    Raises:
        ArgumentError: it is no path.
    """
    try:
        return Path(os.fsdecode(path))
    except TypeError:
        raise ArgumentError(f"a path must be str, bytes or os.PathLike, not {type(path).__name__}") from None
