"""Turns a policy file into a scanner, and a function that gives the action for each finding."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.detect.engine.scanner import default_scanner
from sealog.errors import SettingError
from sealog.notices import say_once
from sealog.ownership import writable_by_others
from sealog.policy.loader import load_policy
from sealog.policy.policy import decider
from sealog.policy.scanner import build_scanner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.detect.engine.scanner import Scanner
    from sealog.records.action import Action


def protection(path: Path | None, *, only_looks: bool = False) -> tuple[Scanner, Callable[[str, str], Action] | None]:
    """Read a policy file, or give the default scanner and None if there is none; warns once if it is unsafe.

    A policy decides what leaves in the clear, so a file that others can write is refused, unless the caller
    `only_looks`.

    Raises:
        SettingError: the file can't be read, is not a policy, or others can write it.
    """
    if path is None:
        return default_scanner(), None
    with suppress(OSError):  # one that can't be looked at can't be read either, which says more
        if not only_looks and (why := writable_by_others(path)) is not None:
            raise SettingError(f"{path} is not used: {why}")
    policy = load_policy(path)
    scanner = build_scanner(policy)
    for warning in policy.warnings(default_scanner().entities):
        say_once("unsafe policy", f"{path}: {warning}")
    return scanner, decider(policy, {**default_scanner().entities, **scanner.entities})
