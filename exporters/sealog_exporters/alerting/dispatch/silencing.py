"""Mutes what somebody silenced for a time. An alert that still fires afterwards is told then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.matching.label_matcher import compile_matchers
from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.dispatch.stage import Case
    from sealog_exporters.alerting.model.routing.silence import Silence


class SilencingStage:
    """All silences. The end of an alert that was told passes: it closes what is open at the receiver."""

    def __init__(self, silences: Iterable[Silence]) -> None:
        self._silences = [(silence, compile_matchers(silence.matchers)) for silence in silences]

    def judge(self, case: Case, now_ns: int) -> StageOutcome | None:
        """Hold while a silence for the alert's labels is active."""
        if case.firing:
            for silence, holds in self._silences:
                if silence.active(now_ns) and holds(case.standing.alert.labels):
                    return StageOutcome("silence", "silenced", silence.id)
        return None
