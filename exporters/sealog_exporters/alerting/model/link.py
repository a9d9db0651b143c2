"""The interface of links, and the data of an alert for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from sealog_exporters.alerting.matching.field import MISSING
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.alert.decision import Decision

MAX_URL: Final = 2_000
"""Longer ones are left out: PagerDuty takes 2048 characters, Slack's buttons and fields 2000 to 3000."""

_AFTER_NS: Final = 60 * NS
"""Records just after the one that fired often explain it."""


@dataclass(frozen=True, slots=True)
class LinkContext:
    """What an alert's links are about. Times are ns since the epoch; `group` has only fields that records had."""

    trace_id: str
    from_ns: int
    to_ns: int
    labels: Mapping[str, str]
    group: Mapping[str, str]


class Link(Protocol):
    """One kind of link with its addresses."""

    def url(self, subject: LinkContext) -> str:
        """Return the link, percent-encoded; empty if there is nothing to show."""
        ...


def link_context_of(decision: Decision) -> LinkContext:
    """Take from a decision what links need: from a window before its start to a minute behind its newest record."""
    newest_ns = max(decision.trigger.time_ns, decision.ends_at_ns, decision.starts_at_ns)
    return LinkContext(
        trace_id=decision.trigger.trace_id,
        from_ns=max(decision.starts_at_ns - decision.window_ns, 0),
        to_ns=newest_ns + _AFTER_NS,
        labels=decision.labels,
        group={field: text for field, text in decision.group if text != MISSING},
    )
