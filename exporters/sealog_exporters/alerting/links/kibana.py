"""Links into Kibana's Discover. Values are quoted for KQL, then Rison, then URLs.

Source: Elastic's documentation, "Kibana Query Language" (escaping); Rison's grammar (github.com/Nanonid/rison): within
quotes `!` escapes `!` and `'`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sealog_exporters.alerting.matching.field import encodable
from sealog_exporters.alerting.syntax.timestamp import moment

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.link import LinkContext

_OWN: Final = frozenset({"event_name", "severity_text", "span_id", "trace_id"})
_NOT_SEARCHABLE: Final = frozenset({"body", "template", "template.id"})
_RESOURCE: Final = "resource."


@dataclass(frozen=True, slots=True)
class KibanaLink:
    """The group's records at that time: Kibana's address (with `/s/SPACE`, if any) and the id of a data view."""

    address: str
    data_view: str

    def url(self, subject: LinkContext) -> str:
        """Spell the link."""
        times = f"time:(from:{_rison(moment(subject.from_ns))},to:{_rison(moment(subject.to_ns))})"
        source = f"dataSource:(dataViewId:{_rison(self.data_view)},type:dataView)"
        query = f"query:(language:kuery,query:{_rison(kql(subject))})"
        view = f"?_g=({times})&_a=({source},{query})"
        return f"{self.address.rstrip('/')}/app/discover#/{quote(view, safe='?&=(),:')}"


def kql(subject: LinkContext) -> str:
    """Write the query, in the field names of the collector's `otel` mapping."""
    terms = [f"{_field(name)}: {_quoted(text)}" for name, text in subject.group.items() if name not in _NOT_SEARCHABLE]
    return " and ".join(terms)


def _field(name: str) -> str:
    """Return Elasticsearch's name of a field of ours; what KQL would read as syntax is escaped."""
    if name == "scope":
        full = "scope.name"
    elif name in _OWN:
        full = name
    elif name.startswith(_RESOURCE):
        full = f"resource.attributes.{name.removeprefix(_RESOURCE)}"
    else:
        full = f"attributes.{name}"
    return "".join(f"\\{character}" if character in '\\():<>"*{} ' else character for character in full)


def _quoted(text: str) -> str:
    return '"' + encodable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _rison(text: str) -> str:
    return "'" + text.replace("!", "!!").replace("'", "!'") + "'"
