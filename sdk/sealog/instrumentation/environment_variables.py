"""Our settings as options of `opentelemetry-instrument`: `--sealog_mode mask` is `SEALOG_MODE=mask`.

That program makes an option of each name in this module that begins with OTEL_, shows it in `--help`, and sets the
variable of that name. So each setting has an alias with OpenTelemetry's prefix, which is moved to the setting's own
name when the process starts. Like that program's own options, it overrides the environment.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

OTEL_PYTHON_SEALOG_ADOPT = "SEALOG_ADOPT"
OTEL_PYTHON_SEALOG_BAGGAGE = "SEALOG_BAGGAGE"
OTEL_PYTHON_SEALOG_BUNDLE = "SEALOG_BUNDLE"
OTEL_PYTHON_SEALOG_BUNDLE_SIGNER = "SEALOG_BUNDLE_SIGNER"
OTEL_PYTHON_SEALOG_CAPTURE = "SEALOG_CAPTURE"
OTEL_PYTHON_SEALOG_CARRY = "SEALOG_CARRY"
OTEL_PYTHON_SEALOG_CONSOLE = "SEALOG_CONSOLE"
OTEL_PYTHON_SEALOG_DURABILITY = "SEALOG_DURABILITY"
OTEL_PYTHON_SEALOG_EXIT_SECONDS = "SEALOG_EXIT_SECONDS"
OTEL_PYTHON_SEALOG_FALLBACK_FILE = "SEALOG_FALLBACK_FILE"
OTEL_PYTHON_SEALOG_LOG_IDS = "SEALOG_LOG_IDS"
OTEL_PYTHON_SEALOG_LOG_LEVEL = "SEALOG_LOG_LEVEL"
OTEL_PYTHON_SEALOG_MAX_TEXT = "SEALOG_MAX_TEXT"
OTEL_PYTHON_SEALOG_MEMORY_LIMIT_MIB = "SEALOG_MEMORY_LIMIT_MIB"
OTEL_PYTHON_SEALOG_MODE = "SEALOG_MODE"
OTEL_PYTHON_SEALOG_ORIGIN_KEY = "SEALOG_ORIGIN_KEY"
OTEL_PYTHON_SEALOG_POLICY = "SEALOG_POLICY"
OTEL_PYTHON_SEALOG_PSEUDONYMS = "SEALOG_PSEUDONYMS"
OTEL_PYTHON_SEALOG_PSEUDONYM_KEY = "SEALOG_PSEUDONYM_KEY"
OTEL_PYTHON_SEALOG_SPANS = "SEALOG_SPANS"
OTEL_PYTHON_SEALOG_SPOOL_DIR = "SEALOG_SPOOL_DIR"
OTEL_PYTHON_SEALOG_SPOOL_KEY_FILE = "SEALOG_SPOOL_KEY_FILE"
OTEL_PYTHON_SEALOG_SPOOL_LIMIT_MIB = "SEALOG_SPOOL_LIMIT_MIB"
OTEL_PYTHON_SEALOG_STATUS_DIR = "SEALOG_STATUS_DIR"
OTEL_PYTHON_SEALOG_STORMS = "SEALOG_STORMS"
OTEL_PYTHON_SEALOG_STORMS_BELOW = "SEALOG_STORMS_BELOW"

ALIASES = {alias: own for alias, own in globals().items() if alias.startswith("OTEL_PYTHON_SEALOG_")}


def move_aliases(environ: MutableMapping[str, str] = os.environ) -> None:
    """Move each alias that is set to its setting's own name, under which child processes find it too."""
    for alias, own in ALIASES.items():
        value = environ.pop(alias, None)
        if value is not None:
            environ[own] = value
