"""Reads the `links` of a rule file: a kind with its address, or a URL template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.links.grafana import LokiLink, TempoLink
from sealog_exporters.alerting.links.kibana import KibanaLink
from sealog_exporters.alerting.links.template import PLACEHOLDERS, TemplateLink
from sealog_exporters.alerting.model import annotation_template
from sealog_exporters.alerting.syntax.fields import read_url
from sealog_exporters.alerting.syntax.json_schema import TEXT, any_of, ref
from sealog_exporters.alerting.syntax.typed_map import Map, Value, as_it_is, optional

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.link import Link
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

KINDS: Final[dict[str, dict[tuple[str, str], Callable[[str, str], Link]]]] = {
    "trace_link": {("grafana", "tempo"): TempoLink},
    "logs_link": {("grafana", "loki"): LokiLink, ("kibana", "data_view"): KibanaLink},
}
_NODE: Final = as_it_is(TEXT)
_NAMED: Final = re.compile(r"(labels|group)\.\S+")


class _TraceLink(Map, part="trace_link"):
    grafana = optional(_NODE, "Grafana's URL.")
    tempo = optional(_NODE, "The uid of its Tempo data source.")


class _LogsLink(Map, part="logs_link"):
    grafana = optional(_NODE, "Grafana's URL.")
    loki = optional(_NODE, "The uid of its Loki data source.")
    kibana = optional(_NODE, "Kibana's URL; it may end in /s/SPACE.")
    data_view = optional(_NODE, "The id of Kibana's data view.")


def _link_of(one: type[Map]) -> Value[Link]:
    """Return the type of links to one of the tools of `KINDS`, or to a URL template."""
    return Value(lambda node: _tool(one(node)) if node.is_map else _template(node), any_of(TEXT, ref(one.part)), (one,))


def _tool(given: Map) -> Link:
    kinds = KINDS[given.part]
    for kind, make in kinds.items():
        if set(given.given) == set(kind):
            address, what = kind
            return make(read_url(given.given[address]), given.given[what].text())
    spelled = " or ".join(f"{{{first}: URL, {second}: ID}}" for first, second in kinds)
    raise given.node.error(f"must be {spelled}, or a URL with holes such as {{{{ trace_id }}}}")


def _template(node: YamlNode) -> TemplateLink:
    """Read a template: it begins like a URL, so that no log line decides where a link leads."""
    template = node.text()
    for hole in annotation_template.placeholders(template):
        if hole not in PLACEHOLDERS and not _NAMED.fullmatch(hole):
            raise node.error(
                f"the link asks for `{hole}`; allowed: {', '.join(PLACEHOLDERS)}, labels.NAME, group.FIELD"
            )
    if not re.match(r"https?://[^/?#{]+/", template):
        raise node.error("must begin with http:// or https:// and a host without holes, and a /")
    return TemplateLink(template)


class LinksMap(Map, part="links"):
    """`{trace: …, logs: …}`."""

    trace = optional(_link_of(_TraceLink), "Where a trace is shown: a tool, or a URL with holes.")
    logs = optional(
        _link_of(_LogsLink), "Where the records of an alert's group are shown: a tool, or a URL with holes."
    )


def read_links(given: LinksMap) -> dict[str, Link]:
    """Read links; each becomes an annotation such as `trace_url`."""
    found = {"trace_url": given.trace, "logs_url": given.logs}
    return {name: link for name, link in found.items() if link is not None}
