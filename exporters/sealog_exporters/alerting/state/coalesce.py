"""Merges waiting notifications of a receiver: the newest replaces earlier ones with the same content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.model.alert.notification import Notification


def coalesce(oldest: Notification, behind: Iterable[tuple[int, Notification]]) -> tuple[Notification, tuple[int, ...]]:
    """Merge a notification into the newest later one that also says that these alerts still fire.

    `behind` are (id, notification) of one thread in their order. An end is never merged, nor anything before it.

    Returns:
        The notification to send, whose alerts have the annotation `folded`: how many earlier ones it stands for;
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
    """Return whether every alert of the older one still fires in the newer one."""
    still = {(one.fingerprint, one.starts_at_ns) for one in newer.alerts if one.status == "firing"}
    return all(one.status == "firing" and (one.fingerprint, one.starts_at_ns) in still for one in older.alerts)
