"""Builds a link from a URL template: `https://traces.example.org/{{ trace_id }}`. Filled-in values are encoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sealog_exporters.alerting.model import annotation_template
from sealog_exporters.alerting.syntax.timestamp import millis, moment

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.link import LinkContext

PLACEHOLDERS: Final = ("trace_id", "from", "to", "from_ms", "to_ms")
"""What a template may ask for, beside `labels.NAME` and `group.FIELD`."""


@dataclass(frozen=True, slots=True)
class TemplateLink:
    """A URL with placeholders, filled percent-encoded; empty if one of them has no value."""

    template: str

    def url(self, subject: LinkContext) -> str:
        """Fill the template."""
        values = {
            "trace_id": subject.trace_id,
            "from": moment(subject.from_ns),
            "to": moment(subject.to_ns),
            "from_ms": millis(subject.from_ns),
            "to_ms": millis(subject.to_ns),
            **{f"labels.{name}": text for name, text in subject.labels.items()},
            **{f"group.{field}": text for field, text in subject.group.items()},
        }
        if any(not values.get(name) for name in annotation_template.placeholders(self.template)):
            return ""
        encoded = {name: quote(text.encode("utf-8", "replace"), safe="") for name, text in values.items()}
        return annotation_template.render(self.template, encoded)
