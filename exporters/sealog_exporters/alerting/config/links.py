"""Reads the `links` of a rule file: a kind with its address, or a template of one's own. Opens no connection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.links.grafana import LokiLink, TempoLink
from sealog_exporters.alerting.links.kibana import KibanaLink
from sealog_exporters.alerting.links.template import HOLES, TemplateLink
from sealog_exporters.alerting.model import annotation_template
from sealog_exporters.alerting.syntax.fields import read_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.link import Link
    from sealog_exporters.alerting.syntax.yaml_node import Spot

KINDS: Final[dict[str, dict[tuple[str, str], Callable[[str, str], Link]]]] = {
    "trace": {("grafana", "tempo"): TempoLink},
    "logs": {("grafana", "loki"): LokiLink, ("kibana", "data_view"): KibanaLink},
}
_NAMED: Final = re.compile(r"(labels|group)\.\S+")


def read_links(spot: Spot) -> dict[str, Link]:
    """Read `{trace: …, logs: …}`; each becomes an annotation such as `trace_url`."""
    return {f"{name}_url": _link(item, name) for name, item in spot.keys(tuple(KINDS)).items()}


def _link(spot: Spot, name: str) -> Link:
    if not spot.is_map:
        return _template(spot)
    kinds = KINDS[name]
    keys = spot.keys(tuple(dict.fromkeys(key for kind in kinds for key in kind)))
    for kind, make in kinds.items():
        if set(keys) == set(kind):
            address, what = kind
            return make(read_url(keys[address]), keys[what].text())
    spelled = " or ".join(f"{{{first}: URL, {second}: ID}}" for first, second in kinds)
    raise spot.error(f"must be {spelled}, or a URL with holes such as {{{{ trace_id }}}}")


def _template(spot: Spot) -> TemplateLink:
    """Read a template: it begins like a URL, so that nothing from a log decides where a link leads."""
    template = spot.text()
    for hole in annotation_template.holes(template):
        if hole not in HOLES and not _NAMED.fullmatch(hole):
            raise spot.error(f"the link asks for `{hole}`; allowed: {', '.join(HOLES)}, labels.NAME, group.FIELD")
    if not re.match(r"https?://[^/?#{]+/", template):
        raise spot.error("must begin with http:// or https:// and a host without holes, and a /")
    return TemplateLink(template)
