"""Removes what no store may keep of a record: pseudonyms are for counting on their day, not for searching later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.records.attributes import PSEUDONYM

if TYPE_CHECKING:
    from sealog_exporters.event import Event


def without_pseudonyms(event: Event) -> Event:
    """Give the event as a store may keep it."""
    if PSEUDONYM not in event.attributes:
        return event
    kept = {name: value for name, value in event.attributes.items() if name != PSEUDONYM}
    return event._replace(attributes=kept)
