"""The engines that this machine has; CI has all of them (`test_compiled.py` sees to that)."""

from __future__ import annotations

from sealog.detect.regex import Engine, has_engine

ALL: tuple[Engine, ...] = ("native", "re2", "re")
ENGINES: tuple[Engine, ...] = tuple(engine for engine in ALL if has_engine(engine))
