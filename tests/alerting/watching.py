"""Time-lines under one rule that is read from a rule file, as a user writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerting.rulefiles import RECEIVERS, load
from alerting.timeline import Timeline

if TYPE_CHECKING:
    from pathlib import Path


class Watch:
    """Plays lines under the one rule `A`, with a window of a minute unless it says otherwise."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, rule: str, *lines: str) -> Timeline:
        window = "" if "window:" in rule else ", window: 1m"
        cooldown = "" if "cooldown:" in rule else ", cooldown: 1d"
        text = f"{RECEIVERS}groups:\n- name: g\n  rules:\n  - {{alert: A, {rule}{window}{cooldown}}}\n"
        timeline = Timeline(load(self._folder, text))
        timeline.play(lines)
        return timeline
