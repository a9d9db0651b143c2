"""One finding. Contents are compared, never copied into one; nothing is concluded from what was not recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MOST", "Finding"]

MOST = 50
"""Findings of one kind in a trace."""


@dataclass(frozen=True)
class Finding:
    """One finding. `spans` are indices into the tree; `confidence` is `certain`, `likely` or `weak`.

    Savings are None where none can be claimed; `saves_ns` is a re-timing of the whole run. `evidence` has counts and
    names of tools only.
    """

    kind: str
    confidence: str
    spans: tuple[int, ...]
    advice: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    saves_ns: int | None = None
    saves_tokens: int | None = None
    saves_cost: float | None = None
