"""The compiled half of sealog, or None where it was not built.

Python code does everything that it does, only slower. It is `native/`, in Rust; its README says how it is built.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Any

compiled: Any = None
with suppress(ImportError):  # no wheel for this platform, and no Rust when it was installed
    compiled = import_module("sealog._native")
