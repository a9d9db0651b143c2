"""Findings: what to change in a run, with evidence and savings that the trace shows. A file has one family of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.workflows.findings.failures import paid_failures, retries
from sealog_exporters.workflows.findings.finding import Finding
from sealog_exporters.workflows.findings.handoffs import ping_pong
from sealog_exporters.workflows.findings.order import fan_out_limits, serial
from sealog_exporters.workflows.findings.prompts import echoes, growing, oversized, uncached
from sealog_exporters.workflows.findings.repeated import duplicate_models, polling, repeated, sleeps
from sealog_exporters.workflows.findings.run import Known, Run, cost_of
from sealog_exporters.workflows.findings.stragglers import stragglers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Finding", "Known", "Run", "cost_of", "find"]

_ALL: tuple[Callable[[Run], Iterator[Finding]], ...] = (
    repeated,
    duplicate_models,
    polling,
    sleeps,
    ping_pong,
    retries,
    paid_failures,
    serial,
    fan_out_limits,
    stragglers,
    oversized,
    growing,
    echoes,
    uncached,
)


def find(run: Run) -> list[Finding]:
    """Give all findings, those that save most time first, and of equal ones the surest."""
    found = [finding for family in _ALL for finding in family(run)]
    sure = ("certain", "likely", "weak")
    return sorted(found, key=lambda one: (sure.index(one.confidence) > 1, -(one.saves_ns or 0), one.spans))
