"""The receipt of an erasure: what was done, and a proof that the audit trail knows exactly this receipt.

The trail's entry `erased` has the SHA-256 of the receipt's `body` in the canonical form of RFC 8785.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["receipt_hash", "write_receipt"]


def receipt_hash(body: Mapping[str, Any]) -> str:
    """Give the hash that the trail has of a receipt. It has texts, whole numbers, lists and objects with ASCII keys."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def write_receipt(path: Path, body: Mapping[str, Any], proof: Mapping[str, Any]) -> None:
    """Write a new receipt, readable by its owner only, with the proof of its entry as `proof_of` gives it.

    Raises:
        SettingError: the file can't be written.
    """
    text = json.dumps({"body": body, **proof}, indent=1, ensure_ascii=False) + "\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise SettingError(f"--receipt {path}: can't be written ({error.strerror})") from error
