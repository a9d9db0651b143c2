"""Notifications that waited for a receiver and say nothing new: the newest of them stands for all. It sends nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.model.alert.notification import Notification


def coalesce(oldest: Notification, behind: Iterable[tuple[int, Notification]]) -> tuple[Notification, tuple[int, ...]]:
    """Fold a notification into the newest behind it that says the same: these alerts fire, since then.

    `behind` are (id, notification) of one thread in their order. An end is never folded, nor what came before one.

    Returns:
        The notification to send, whose alerts tell in the annotation `folded` how many earlier ones it stands for,
        and the ids of those taken from `behind`.
    """
    newest, folded = oldest, []
    for number, newer in behind:
        if not _says_no_more(newest, newer):
            break
        newest = newer
        folded.append(number)
    if not folded:
        return oldest, ()
    told = {"folded": str(len(folded))}
    alerts = tuple(replace(alert, annotations={**alert.annotations, **told}) for alert in newest.alerts)
    return replace(newest, alerts=alerts), tuple(folded)


def _says_no_more(older: Notification, newer: Notification) -> bool:
    """Tell whether all that the older one tells are alerts that the newer one tells as firing still."""
    still = {(one.fingerprint, one.starts_at_ns) for one in newer.alerts if one.status == "firing"}
    return all(one.status == "firing" and (one.fingerprint, one.starts_at_ns) in still for one in older.alerts)
