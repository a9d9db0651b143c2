"""Masks personal data in the values of a group key for the terminal: history may be older than sealing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog import FormatError, default_scanner, parse_sealed_value
from sealog_exporters.alerting.matching.field import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Container

_MASK = re.compile(r"\[masked:([a-z][a-z0-9_]{0,39})\]", re.ASCII)
_RESOURCE = "resource."


def group_value_redactor() -> Callable[[str, str], str]:
    """Return a function that takes a field and its value, and returns the value with personal data masked."""
    scanner = default_scanner()

    def redacted(field: str, value: str) -> str:
        if value == MISSING:
            return value
        rule = scanner.entity_of_key(field.removeprefix(_RESOURCE))
        if rule is not None and rule.action != "keep" and not _is_replaced(value, scanner.entities):
            return f"[masked:{rule.entity}]"
        for finding in reversed(scanner.scan(value)):
            value = f"{value[: finding.start]}[masked:{finding.entity}]{value[finding.end :]}"
        return value

    return redacted


def _is_replaced(value: str, entities: Container[str]) -> bool:
    """Return whether a value is a mask or has the form of a sealed value; without a data key nothing more is known."""
    try:
        parse_sealed_value(value)
    except FormatError:
        masked = _MASK.fullmatch(value)
        return masked is not None and masked[1] in entities
    return True
