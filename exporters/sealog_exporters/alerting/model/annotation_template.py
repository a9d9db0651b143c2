"""Fills annotation templates: `{{ value }}`, `{{ window }}`, `{{ labels.NAME }}`, `{{ group.FIELD }}`. No logic.

Filled-in texts are not expanded again, so `{{ … }}` in a log line stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def names(labels: Collection[str], group_by: Collection[str]) -> tuple[str, ...]:
    """List every name that a rule's annotations may use."""
    return (
        "value",
        "window",
        *(f"labels.{label}" for label in sorted(labels)),
        *(f"group.{field}" for field in group_by),
    )


def placeholders(template: str) -> list[str]:
    """List what `template` asks for, in order of appearance."""
    return [hole.strip() for hole in _HOLE.findall(template)]


def unknown_names(template: str, known: Collection[str]) -> list[str]:
    """List what `template` asks for that is not in `known`, in order of appearance."""
    return [name for name in placeholders(template) if name not in known]


def render(template: str, values: Mapping[str, str]) -> str:
    """Fill `template`; a name without a value becomes the empty text."""
    return _HOLE.sub(lambda hole: values.get(hole[1].strip(), ""), template)
