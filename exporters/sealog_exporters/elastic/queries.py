"""The Elasticsearch queries, as values. Each holds under a mapping to keyword and under dynamic mapping to text.

`term` on a keyword compares whole values; on text it compares terms. Tokens are spelled
`seal1~entity~index~payload`, and StandardAnalyzer breaks at `~`, so that a blind index is one term of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.records import attributes as names
from sealog_exporters.elastic.document import ATTRIBUTE_PREFIXES, BODY_FIELDS
from sealog_exporters.store.interface import EVERYTHING, key_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    from sealog_exporters.store.interface import Selection

    Query: TypeAlias = Mapping[str, Any]

__all__ = [
    "EVERY_DOCUMENT",
    "KEY_FIELDS",
    "UID_FIELDS",
    "holds_any_index",
    "holds_attribute",
    "holds_key",
    "holds_time",
    "holds_uid",
    "selects",
    "selects_templates",
]

INDEX_FIELDS = tuple(prefix + names.INDEX for prefix in ATTRIBUTE_PREFIXES)
KEY_FIELDS = tuple(prefix + names.KEY for prefix in ATTRIBUTE_PREFIXES)
SERVICE_FIELDS = ("resource.attributes.service.name", "Resource.service.name", "service.name")
TRACE_FIELDS = ("trace_id", "TraceId", "trace.id")
TEMPLATE_FIELDS = tuple(prefix + names.TEMPLATE_ID for prefix in ATTRIBUTE_PREFIXES)
ENTITY_FIELDS = tuple(prefix + names.ENTITIES for prefix in ATTRIBUTE_PREFIXES)
SEALED_IN_FIELDS = tuple(prefix + names.SEALED_IN for prefix in ATTRIBUTE_PREFIXES)
VERSION_FIELDS = ("resource.attributes.service.version", "Resource.service.version", "service.version")
SEVERITY_FIELDS = ("severity_number", "SeverityNumber", "event.severity")
UID_FIELDS = tuple(prefix + names.UID for prefix in ATTRIBUTE_PREFIXES)
EVERY_DOCUMENT: Query = {"match_all": {}}


def holds_any_index(indexes: Iterable[str]) -> Query:
    """Match records that carry one of some blind indexes: in the attribute, or in a token in the body."""
    wanted = list(indexes)
    return _any({"terms": {field: wanted}} for field in (*INDEX_FIELDS, *BODY_FIELDS))


def selects(indexes: Iterable[str], only: Selection) -> Query:
    """Match records that carry one of some blind indexes; the caller compares time, service and trace exactly."""
    filters: list[Query] = [holds_any_index(indexes)]
    if only != EVERYTHING:
        filters.append(holds_time(only.from_ns, only.to_ns))
    # On a keyword a phrase is the whole value, on text it is its words.
    for fields, value in ((SERVICE_FIELDS, only.service), (TRACE_FIELDS, only.trace_id)):
        if value:
            filters.append(_any({"match_phrase": {field: value}} for field in fields))
    return {"bool": {"filter": filters}}


def selects_templates(templates: Iterable[str], only: Selection, *, stamped: bool = False) -> Query:
    """Match records that carry one of some templates' ids, or any where there are none, as far as `only` can be asked.

    The caller compares exactly. Entities and versions are compared as whole values. Of an attribute that holds an
    entity, records that no sink stamped with `sealog.sealed_in` are matched too unless `stamped` asks for those alone.
    """
    filters: list[Query] = []
    wanted = list(templates)
    if wanted:
        filters.append(
            _any({"terms": {name: wanted}} for field in TEMPLATE_FIELDS for name in (field, f"{field}.keyword"))
        )
    filters.append(holds_time(only.from_ns, only.to_ns))
    for fields, value in (
        (SERVICE_FIELDS, only.service),
        (TRACE_FIELDS, only.trace_id),
        (VERSION_FIELDS, only.version),
        (ENTITY_FIELDS, only.entity),
    ):
        if value:
            filters.append(_any({"match_phrase": {field: value}} for field in fields))
    if only.min_severity:
        filters.append(_any({"range": {field: {"gte": only.min_severity}}} for field in SEVERITY_FIELDS))
    if only.attribute:
        wanted_in = f"{only.entity}:{only.attribute}"
        holding = [{"term": {name: wanted_in}} for field in SEALED_IN_FIELDS for name in (field, f"{field}.keyword")]
        unstamped = {"bool": {"must_not": [{"exists": {"field": field}} for field in SEALED_IN_FIELDS]}}
        filters.append(_any(holding if stamped else [*holding, unstamped]))
    if only.traceless:
        filters.append({"bool": {"must_not": [{"exists": {"field": field}} for field in TRACE_FIELDS]}})
    return {"bool": {"filter": filters}}


def holds_key(data_key_id: str, known: Iterable[str]) -> Query:
    """Match records whose sealed data key may have this id, without those that carry one of the `known` keys.

    As text the id is one or more terms after the term `key1`, in lower case: the caller compares exactly.
    """
    prefix = key_prefix(data_key_id)
    wanted: list[Query] = []
    for field in KEY_FIELDS:
        wanted += [
            {"prefix": {field: prefix}},
            {"prefix": {f"{field}.keyword": prefix}},
            {"match_phrase": {field: prefix}},
        ]
    seen = [{"match_phrase": {field: key}} for key in known for field in KEY_FIELDS]
    return {"bool": {"must": [_any(wanted)], "must_not": seen}}


def holds_uid() -> Query:
    """Match records that sealog minted an id for."""
    return holds_attribute(names.UID)


def holds_attribute(name: str) -> Query:
    """Match records that have an attribute."""
    return _any({"exists": {"field": prefix + name}} for prefix in ATTRIBUTE_PREFIXES)


def holds_time(from_ns: int, to_ns: int) -> Query:
    """Match records of a time, to the millisecond: exact for whole ones, else the caller compares."""
    end_ms, rest = divmod(to_ns, 1_000_000)
    bounds = {"gte": from_ns // 1_000_000, "lte" if rest else "lt": end_ms, "format": "epoch_millis"}
    return {"range": {"@timestamp": bounds}}


def _any(queries: Iterable[Query]) -> Query:
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}
