"""Finds the rule files that come with sealog by name, such as `builtin:errors`.

They hold rules and their tests; the file that includes them names the receivers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sealog.errors import SettingError

PREFIX: Final = "builtin:"
_FOLDER: Final = Path(__file__).parents[2] / "rules"


def ready_names() -> tuple[str, ...]:
    """List the names, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def rule_path(name: str) -> Path:
    """Return the file that `builtin:NAME` or a path names.

    Raises:
        SettingError: no rule file of this name comes with sealog.
    """
    if not name.startswith(PREFIX):
        return Path(name)
    ready = name.removeprefix(PREFIX)
    if ready not in ready_names():
        raise SettingError(f"{PREFIX}{ready}: unknown; known: {', '.join(PREFIX + one for one in ready_names())}")
    return _FOLDER / f"{ready}.yaml"
