"""Composite aggregations over templates' ids and entities, and their buckets as counts. It sends nothing.

https://www.elastic.co/docs/reference/aggregations/search-aggregations-bucket-composite-aggregation
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sealog.records import attributes as names
from sealog_exporters.elastic.queries import holds_time
from sealog_exporters.store.counts.interface import AttributeCount
from sealog_exporters.store.interface import EntityCount, TemplateCount

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ATTRIBUTE_SOURCES",
    "ENTITY_SOURCES",
    "TEMPLATE_FIGURES",
    "TEMPLATE_SOURCES",
    "TEXTS",
    "composite",
    "steps",
    "to_attribute_count",
    "to_entity_count",
    "to_template_count",
    "without_us",
]

_PAGE: Final = 2_000
_TEMPLATE: Final = f"attributes.{names.TEMPLATE_ID}"
_SERVICE: Final = "resource.attributes.service.name"
_TRACE: Final = "trace_id"

TEXTS: Final = frozenset({"template", "text", "service", "version", "entity", "sealed_in"})

TEMPLATE_SOURCES: Final[Mapping[str, str]] = {
    "template": _TEMPLATE,
    "text": "attributes.log.record.template",
    "service": _SERVICE,
    "version": "resource.attributes.service.version",
    "severity": "severity_number",
}
"""Fields whose combinations are counted. A template that was refined has a bucket for each text."""

TEMPLATE_FIGURES: Final[Mapping[str, Any]] = {
    "first": {"min": {"field": "@timestamp"}},
    "last": {"max": {"field": "@timestamp"}},
    "traceless": {"missing": {"field": _TRACE}},
}

ENTITY_SOURCES: Final[Mapping[str, str]] = {
    "template": _TEMPLATE,
    "service": _SERVICE,
    "entity": f"attributes.{names.ENTITIES}",
}

ATTRIBUTE_SOURCES: Final[Mapping[str, str]] = {
    "service": _SERVICE,
    "sealed_in": f"attributes.{names.SEALED_IN}",
}

_REQUIRED: Final = frozenset({"entity", "sealed_in"})
"""Sources without which a record is in no bucket."""


def composite(
    sources: Mapping[str, str],
    figures: Mapping[str, Any],
    from_ns: int,
    to_ns: int,
    after: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Give the search for one page of buckets of a time, ns since the epoch and whole milliseconds."""
    listed = [
        {name: {"terms": {"field": field, "missing_bucket": name not in _REQUIRED}}} for name, field in sources.items()
    ]
    cells: dict[str, Any] = {"size": _PAGE, "sources": listed}
    if after:
        cells["after"] = after
    return {
        "query": {"bool": {"filter": [holds_time(from_ns, to_ns)]}},
        "size": 0,
        "track_total_hits": False,
        "aggregations": {"cells": {"composite": cells, "aggregations": dict(figures)}},
    }


def steps(from_ns: int, step_ns: int) -> dict[str, Any]:
    """Give the aggregation that counts in steps from a time on."""
    step_ms = step_ns // 1_000_000
    histogram = {
        "field": "@timestamp",
        "fixed_interval": f"{step_ms}ms",
        "offset": f"{from_ns // 1_000_000 % step_ms}ms",
        "min_doc_count": 1,
    }
    return {"aggregations": {"steps": {"date_histogram": histogram}}}


def without_us(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Give figures as they are asked of texts that Elasticsearch mapped by itself."""
    return {
        name: {"missing": {"field": f"{_TRACE}.keyword"}} if name == "traceless" else figure
        for name, figure in figures.items()
    }


def to_template_count(bucket: Mapping[str, Any]) -> TemplateCount:
    """Read a bucket of `TEMPLATE_SOURCES`."""
    key = bucket["key"]
    return TemplateCount(
        template=key["template"] or "",
        service=key["service"] or "",
        version=key["version"] or "",
        severity=int(key["severity"] or 0),
        records=bucket["doc_count"],
        first_ns=_ns(bucket["first"]),
        last_ns=_ns(bucket["last"]),
        traceless=bucket["traceless"]["doc_count"],
        text=key["text"] or "",
    )


def to_entity_count(bucket: Mapping[str, Any]) -> EntityCount:
    """Read a bucket of `ENTITY_SOURCES`."""
    key = bucket["key"]
    return EntityCount(key["template"] or "", key["service"] or "", key["entity"], bucket["doc_count"])


def to_attribute_count(bucket: Mapping[str, Any]) -> AttributeCount:
    """Read a bucket of `ATTRIBUTE_SOURCES`."""
    key = bucket["key"]
    entity, _, attribute = key["sealed_in"].partition(":")
    return AttributeCount(key["service"] or "", attribute, entity, bucket["doc_count"])


def _ns(figure: Mapping[str, Any]) -> int:
    return int(figure.get("value") or 0) * 1_000_000
