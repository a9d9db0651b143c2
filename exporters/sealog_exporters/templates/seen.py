"""A form with what was counted of it. It does no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sealog_exporters.templates.forms.tokens import Form


@dataclass(slots=True)
class Seen:
    """A form with its counts. `index` is unique within its miner; `id` empty until it has a template.

    Times are in nanoseconds, `size` in bytes of UTF-8. `wording` is what `ranking` made of the form, if it did.
    """

    index: int
    form: Form
    fields: tuple[str, ...]
    exemplar: str
    first_ns: int
    last_ns: int
    count: int = 0
    size: int = 0
    id: str = ""
    wording: Form | None = None

    def include(self, other: Seen) -> None:
        """Count in what was seen of another form, or of the same one by another miner."""
        self.first_ns = min(self.first_ns or other.first_ns, other.first_ns)
        self.last_ns = max(self.last_ns, other.last_ns)
        self.count += other.count
        self.size += other.size
