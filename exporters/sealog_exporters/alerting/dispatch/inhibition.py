"""Holds alerts that another alert explains, such as a service's errors while its host is down.

Source: Alertmanager's `inhibit/inhibit.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.matching.label_matcher import compile_matchers
from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sealog_exporters.alerting.model.alert.state import AlertState
    from sealog_exporters.alerting.model.routing.route import Inhibition


class InhibitionStage:
    """Knows which alerts fire. An alert's end passes."""

    def __init__(self, inhibitions: Iterable[Inhibition]) -> None:
        self._rules = [_Rule(inhibition) for inhibition in inhibitions]

    def fires(self, fingerprint: str, labels: Mapping[str, str]) -> None:
        """Note an alert that fires."""
        for rule in self._rules:
            rule.fires(fingerprint, labels)

    def ended(self, fingerprint: str, labels: Mapping[str, str]) -> None:
        """Note that an alert does not fire any more."""
        for rule in self._rules:
            rule.ended(fingerprint, labels)

    def judge(self, state: AlertState, now_ns: int) -> StageOutcome | None:  # noqa: ARG002 - the interface has it
        """Hold while an alert fires that explains this one."""
        if state.firing:
            alert = state.alert
            for rule in self._rules:
                source = rule.source_for(alert.fingerprint, alert.labels)
                if source is not None:
                    return StageOutcome("inhibit", "inhibited", source)
        return None


class _Rule:
    """One inhibition, and the firing sources by the labels in which a target must agree."""

    def __init__(self, inhibition: Inhibition) -> None:
        self._is_source = compile_matchers(inhibition.source)
        self._is_target = compile_matchers(inhibition.target)
        self._equal = inhibition.equal
        self._sources: dict[tuple[str, ...], dict[str, bool]] = {}

    def fires(self, fingerprint: str, labels: Mapping[str, str]) -> None:
        if self._is_source(labels):
            self._sources.setdefault(self._agreed(labels), {})[fingerprint] = self._is_target(labels)

    def ended(self, fingerprint: str, labels: Mapping[str, str]) -> None:
        sources = self._sources.get(self._agreed(labels), {})
        sources.pop(fingerprint, None)
        if not sources:
            self._sources.pop(self._agreed(labels), None)

    def source_for(self, fingerprint: str, labels: Mapping[str, str]) -> str | None:
        """Find the source that explains a target. An alert that is both explains only alerts that are no sources."""
        if not self._is_target(labels):
            return None
        both = self._is_source(labels)
        for source, is_target in self._sources.get(self._agreed(labels), {}).items():
            if source != fingerprint and not (both and is_target):
                return source
        return None

    def _agreed(self, labels: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(labels.get(name, "") for name in self._equal)
