"""Shows a group's value as far as it is no personal data, since history may be older than sealing. It seals nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog import FormatError, default_scanner, parse_sealed_value
from sealog_exporters.alerting.matching.field import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Container

_MASK = re.compile(r"\[masked:([a-z][a-z0-9_]{0,39})\]", re.ASCII)
_RESOURCE = "resource."


def veil() -> Callable[[str, str], str]:
    """Return a function (field, value) → what may be shown of it."""
    scanner = default_scanner()

    def shown(field: str, value: str) -> str:
        if value == MISSING:
            return value
        rule = scanner.entity_of_key(field.removeprefix(_RESOURCE))
        if rule is not None and rule.action != "keep" and not _is_replaced(value, scanner.entities):
            return f"[masked:{rule.entity}]"
        for finding in reversed(scanner.scan(value)):
            value = f"{value[: finding.start]}[masked:{finding.entity}]{value[finding.end :]}"
        return value

    return shown


def _is_replaced(value: str, entities: Container[str]) -> bool:
    """Tell whether a value is a mask or spelled like a sealed value; no data key is here to tell more."""
    try:
        parse_sealed_value(value)
    except FormatError:
        masked = _MASK.fullmatch(value)
        return masked is not None and masked[1] in entities
    return True
