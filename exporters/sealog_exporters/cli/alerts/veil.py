"""Shows a group's value as far as it is no personal data, since history may be older than sealing. It seals nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog import default_scanner
from sealog_exporters.alerting.fields import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable

_OWN = ("seal1~", "seal1k~", "[masked:")
_RESOURCE = "resource."


def veil() -> Callable[[str, str], str]:
    """Return a function (field, value) → what may be shown of it."""
    scanner = default_scanner()

    def shown(field: str, value: str) -> str:
        if value == MISSING:
            return value
        rule = scanner.entity_of_key(field.removeprefix(_RESOURCE))
        if rule is not None and rule.action != "keep" and not value.startswith(_OWN):
            return f"[masked:{rule.entity}]"
        for finding in reversed(scanner.scan(value)):
            value = f"{value[: finding.start]}[masked:{finding.entity}]{value[finding.end :]}"
        return value

    return shown
