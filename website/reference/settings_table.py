"""The table of an application's settings, from the docstrings of the modules that read them."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import getdoc

from reference.markdown import cell, table

MODULES = ("sealog.settings", "sealog.delivery.settings")
"""Each has a table of its variables in its docstring: variable, default, what."""

_PAGES = {
    "SEALOG_POLICY": "policy.md",
    "SEALOG_CONSOLE": "console.md",
    "SEALOG_STORMS": "storms.md",
    "SEALOG_DURABILITY": "durability.md",
    "SEALOG_SPOOL_DIR": "durability.md",
    "SEALOG_SPOOL_KEY_FILE": "durability.md#encryption",
    "SEALOG_FALLBACK_FILE": "self-metrics.md",
    "SEALOG_STATUS_DIR": "doctor.md",
    "SEALOG_INDEX_KEYRING": "keys.md#an-index-service",
    "SEALOG_PSEUDONYM_KEY": "alerting/addresses.md",
    "SEALOG_CAPTURE": "install.md#which-records-arrive",
    "SEALOG_LOG_LEVEL": "install.md#which-records-arrive",
    "SEALOG_MAX_TEXT": "install.md#what-is-sealed",
    "SEALOG_ADOPT": "correlation.md",
    "SEALOG_BAGGAGE": "correlation.md",
    "SEALOG_CARRY": "correlation.md",
    "SEALOG_LOG_IDS": "correlation.md",
}
"""Where more is said about a setting."""

_ROW = re.compile(r"^\| `?([A-Z_]+)`? \| (.+?) \| (.+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str]]:
    """Return variable, default and meaning of each setting, as the code has them."""
    return [row for module in MODULES for row in _ROW.findall(getdoc(import_module(module)) or "")]


def settings_table() -> str:
    """Return the table."""
    return table(
        ("variable", "default", "what"),
        ((_linked(name), cell(default), cell(what)) for name, default, what in rows()),
    )


def _linked(name: str) -> str:
    return f"[`{name}`]({_PAGES[name]})" if name in _PAGES else f"`{name}`"
