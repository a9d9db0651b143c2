"""Hooks the start of threads and processes to carry the trace, and offers ids to plain formats, as the settings say."""

from __future__ import annotations

from sealog.correlate.formats import append_ids, offer_ids
from sealog.correlate.loguru_queues import carry_into_loguru
from sealog.correlate.pools import carry_into_pools
from sealog.correlate.processes import adopt_environment, carry_into_processes
from sealog.correlate.queues import carry_into_queues
from sealog.correlate.threads import carry_into_threads
from sealog.instrumentation.process.policy import settings_or_none
from sealog.metrics.tally import PROCESS


def carry_everywhere() -> None:
    """Hook this process once; a second call changes nothing."""
    settings = settings_or_none()
    if settings is None or settings.mode == "off":
        return
    PROCESS.note("carry", settings.carry)
    if settings.carry == "on":
        carry_into_threads()
        carry_into_processes()
        carry_into_pools()
        carry_into_queues()
        carry_into_loguru()
        adopt_environment()
    if settings.log_ids != "off":
        offer_ids()
    if settings.log_ids == "append":
        append_ids()
