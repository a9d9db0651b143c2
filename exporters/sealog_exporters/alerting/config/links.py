"""Reads the `links` of a rule file: a kind with its address, or a URL template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.links.grafana import LokiLink, TempoLink
from sealog_exporters.alerting.links.kibana import KibanaLink
from sealog_exporters.alerting.links.template import PLACEHOLDERS, TemplateLink
from sealog_exporters.alerting.model import annotation_template
from sealog_exporters.alerting.syntax.fields import read_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.link import Link
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

KINDS: Final[dict[str, dict[tuple[str, str], Callable[[str, str], Link]]]] = {
    "trace": {("grafana", "tempo"): TempoLink},
    "logs": {("grafana", "loki"): LokiLink, ("kibana", "data_view"): KibanaLink},
}
_NAMED: Final = re.compile(r"(labels|group)\.\S+")


def read_links(node: YamlNode) -> dict[str, Link]:
    """Read `{trace: …, logs: …}`; each becomes an annotation such as `trace_url`."""
    return {f"{name}_url": _link(item, name) for name, item in node.keys(tuple(KINDS)).items()}


def _link(node: YamlNode, name: str) -> Link:
    if not node.is_map:
        return _template(node)
    kinds = KINDS[name]
    keys = node.keys(tuple(dict.fromkeys(key for kind in kinds for key in kind)))
    for kind, make in kinds.items():
        if set(keys) == set(kind):
            address, what = kind
            return make(read_url(keys[address]), keys[what].text())
    spelled = " or ".join(f"{{{first}: URL, {second}: ID}}" for first, second in kinds)
    raise node.error(f"must be {spelled}, or a URL with holes such as {{{{ trace_id }}}}")


def _template(node: YamlNode) -> TemplateLink:
    """Read a template: it begins like a URL, so that nothing from a log decides where a link leads."""
    template = node.text()
    for hole in annotation_template.placeholders(template):
        if hole not in PLACEHOLDERS and not _NAMED.fullmatch(hole):
            raise node.error(
                f"the link asks for `{hole}`; allowed: {', '.join(PLACEHOLDERS)}, labels.NAME, group.FIELD"
            )
    if not re.match(r"https?://[^/?#{]+/", template):
        raise node.error("must begin with http:// or https:// and a host without holes, and a /")
    return TemplateLink(template)
