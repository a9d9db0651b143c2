"""Builds the JSON Schema (draft 2020-12) of rule files, for editors.

The loader decides what is valid; a schema can't check that a named receiver exists, or that a pattern is RE2's. Both
come from the same classes. A test checks that the schema refuses nothing that the loader accepts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.aggregations.composite import MAX_PARTS
from sealog_exporters.alerting.aggregations.registry import aggregation_types
from sealog_exporters.alerting.config import match
from sealog_exporters.alerting.config.loader import FileMap, GroupMap
from sealog_exporters.alerting.config.receivers import ReceiverMap
from sealog_exporters.alerting.config.routing import silences
from sealog_exporters.alerting.config.rule import CooldownMap, RuleMap
from sealog_exporters.alerting.notifiers.registry import integration_types
from sealog_exporters.alerting.syntax.json_schema import items, mapping, ref, said
from sealog_exporters.alerting.syntax.typed_map import definitions

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.json_schema import Schema

_PARTS: Final = ref("parts")


def schema() -> Schema:
    """Build the schema."""
    parts = definitions([FileMap])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sealog alert rules",
        **parts.pop(FileMap.part),
        "anyOf": [{"required": ["groups"]}, {"required": ["include"]}],
        "$defs": {
            **definitions([GroupMap]),
            **_rule(),
            **definitions([CooldownMap]),
            **match.SCHEMAS,
            **_receiver(),
            "matchers": silences.SCHEMA,
            **parts,
        },
    }


def _rule() -> dict[str, Schema]:
    """Return the definitions of a rule and of every kind of aggregation there is."""
    types = aggregation_types().values()
    kinds = {kind.kind: said(kind.schema["description"], ref(kind.kind)) for kind in types}
    several = {
        "all": said("All of these aggregations are past their thresholds.", _PARTS),
        "any": said("At least one of these aggregations is past its threshold.", _PARTS),
    }
    return {
        "rule": RuleMap.schema({**kinds, **several}),
        "parts": {**items(ref("part")), "minItems": 2, "maxItems": MAX_PARTS},
        "part": {**mapping(kinds), "minProperties": 1, "maxProperties": 1},
        **{kind.kind: kind.schema for kind in types},
        **{name: schema for kind in types for name, schema in kind.definitions.items()},
    }


def _receiver() -> dict[str, Schema]:
    """Return the definitions of receivers and of every kind of integration there is."""
    types = integration_types().values()
    listed = {kind.key: said(kind.about, items(ref(f"{kind.kind}_config"))) for kind in types}
    return {
        "receiver": ReceiverMap.schema(listed),
        **{f"{kind.kind}_config": kind.schema for kind in types},
        **{name: schema for kind in types for name, schema in kind.definitions.items()},
    }
