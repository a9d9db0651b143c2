"""By what an imported rule is grouped, and how long it is quiet: so that every match of a Sigma rule is told.

Sigma has each match alert. Here a group alerts once in a cooldown, so groups are what the detection names, service
and host, and the window is as long as the cooldown: what comes within it is still there, and told, when it is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.matching.field import label_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sealog_exporters.alerting.sigma.detection import Match

COOLDOWN: Final = "1m"
MOST_FIELDS: Final = 8
_SENDERS: Final = ("resource.service.name", "resource.host.name")
_TAKEN: Final = frozenset({"alertname", "severity", "sigma_id"})
_NO_FIELDS: Final = frozenset({"severity", "entity_index", "body"})


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How imported rules tell: `group_by` of detections (`None`: what each names), `cooldown` (empty: the default)."""

    group_by: tuple[str, ...] | None = None
    cooldown: str = ""

    def of_detection(self, match: Match) -> dict[str, Any]:
        """Give `window`, `group_by` and `cooldown` of a rule that alerts on each match."""
        fields = list(self.group_by) if self.group_by is not None else _named_fields(match)
        cooldown = self.cooldown or COOLDOWN
        return {"window": cooldown, "group_by": fields, "cooldown": cooldown}

    def of_correlation(self, window: str) -> dict[str, Any]:
        """Give `cooldown` of a rule over a timespan, by default that timespan: each one that is full is told."""
        return {"cooldown": self.cooldown or window}


def _named_fields(match: Match) -> list[str]:
    """List the fields that a match asks for, as far as they make labels of their own, service and host last."""
    fields: dict[str, str] = {}
    most = MOST_FIELDS - len(_SENDERS)
    for field in _fields(match):
        label = label_name(field)
        if label not in _TAKEN and len(fields) < most:
            fields.setdefault(label, field)
    for field in _SENDERS:
        fields.setdefault(label_name(field), field)
    return list(fields.values())


def _fields(match: Any) -> Iterator[str]:
    """Go through the fields that a record must have; what must not be there groups nothing."""
    if isinstance(match, list):
        for one in match:
            yield from _fields(one)
    elif isinstance(match, dict):
        for key, value in match.items():
            field, *modifiers = str(key).split("|")
            if key in {"any_of", "all_of"}:
                yield from _fields(value)
            elif key != "none_of" and field not in _NO_FIELDS and "not" not in modifiers and value is not False:
                yield field


def named(fields: Sequence[str]) -> tuple[str, ...] | None:
    """Read what a user gives as fields: none given is the default, `none` alone one group for everything."""
    if not fields:
        return None
    return () if list(fields) == ["none"] else tuple(fields)
