"""One insight: what was found, the reason, and the counts by which it can be checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.store.interface import Selection

__all__ = ["Insight", "Window"]


@dataclass(frozen=True)
class Window:
    """A stretch of event time, `start_ns` included and `end_ns` not, in ns since the Unix epoch."""

    start_ns: int
    end_ns: int


@dataclass(frozen=True)
class Insight:
    """One finding.

    `kind` is a word of a closed list (`docs/insights.md`); `evidence` has the counts that `reason` is made of. `weight`
    orders insights, the most first. `template_id` and `template` are empty where it is about a whole service.
    `records` with the ids of the template selects exactly the records that it is about; None where there are none, or
    where they can't be selected. The exemplar is sealed as it came; it stays out of the repr.
    """

    kind: str
    reason: str
    service: str
    template_id: str
    template: str
    evidence: Mapping[str, int | float | str]
    weight: float
    exemplar: str = field(default="", repr=False)
    records: Selection | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes two insights of different times the same one."""
        what = f"{self.evidence.get('entity', '')} {self.evidence.get('attribute', '')}".rstrip()
        return self.kind, self.template_id, self.service, what
