"""Chooses group fields and cooldown of imported rules, so that every match of a Sigma rule is notified.

In Sigma each match is an alert. Here a group key alerts once in a cooldown. So the group fields are those that the
detection names, with service and host, and the window is as long as the cooldown: matches within it are notified
afterwards.
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
    """How imported rules alert: `group_by` of detections (`None`: what each names), `cooldown` (empty: the default)."""

    group_by: tuple[str, ...] | None = None
    cooldown: str = ""

    def of_detection(self, match: Match) -> dict[str, Any]:
        """Return `window`, `group_by` and `cooldown` of a rule that alerts on each match."""
        fields = list(self.group_by) if self.group_by is not None else _named_fields(match)
        cooldown = self.cooldown or COOLDOWN
        return {"window": cooldown, "group_by": fields, "cooldown": cooldown}

    def of_correlation(self, window: str) -> dict[str, Any]:
        """Return `cooldown` of a rule over a timespan, by default that timespan: each full timespan is notified."""
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
    """Yield the fields that a record must have; fields that must be absent group nothing."""
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
    """Read the fields of a command line; without any the default, `none` alone for one series."""
    if not fields:
        return None
    return () if list(fields) == ["none"] else tuple(fields)
