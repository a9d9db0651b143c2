"""Holds alerts that are silenced. An alert that still fires when its silence is over is notified then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.matching.label_matcher import compile_matchers
from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.model.alert.state import AlertState
    from sealog_exporters.alerting.model.routing.silence import Silence


class SilencingStage:
    """All silences. The end of a notified alert passes, so that nothing stays open at the receiver."""

    def __init__(self, silences: Iterable[Silence]) -> None:
        self._silences = [(silence, compile_matchers(silence.matchers)) for silence in silences]

    def judge(self, state: AlertState, now_ns: int) -> StageOutcome | None:
        """Hold while a silence for the alert's labels is active."""
        if state.firing:
            for silence, matches in self._silences:
                if silence.active(now_ns) and matches(state.alert.labels):
                    return StageOutcome("silence", "silenced", silence.id)
        return None
