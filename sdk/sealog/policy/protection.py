"""What a policy file comes to: a scanner, and what says what to do with what that finds. It seals nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.engine.scanner import default_scanner
from sealog.notices import say_once
from sealog.policy.loader import load_policy
from sealog.policy.policy import decider
from sealog.policy.scanner import build_scanner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.detect.engine.scanner import Scanner
    from sealog.records.action import Action


def protection(path: Path | None) -> tuple[Scanner, Callable[[str, str], Action] | None]:
    """Read a policy file, or give the default scanner and None where there is none; warns once if it is unsafe.

    Raises:
        SettingError: the file can't be read or is not a policy.
    """
    if path is None:
        return default_scanner(), None
    policy = load_policy(path)
    scanner = build_scanner(policy)
    for warning in policy.warnings(default_scanner().entities):
        say_once("unsafe policy", f"{path}: {warning}")
    return scanner, decider(policy, {**default_scanner().entities, **scanner.entities})
