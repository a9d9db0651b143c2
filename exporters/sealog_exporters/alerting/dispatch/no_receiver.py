"""Holds what nobody is to be told: the rule names no receiver and no route leads to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.state import Verdict

if TYPE_CHECKING:
    from sealog_exporters.alerting.dispatch.stage import Case

NOBODY = ""
"""The receiver of an alert that has none."""


class Route:
    """The first stage."""

    def judge(self, case: Case, now_ns: int) -> Verdict | None:  # noqa: ARG002 - the time is part of the interface
        """Hold what has no receiver."""
        return Verdict("route", "no_receiver") if case.hop.receiver == NOBODY else None
