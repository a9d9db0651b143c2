"""Builds the JSON Schema (draft 2020-12) of rule files, for editors.

The loader decides what is valid; a schema can't say that a named receiver is there, or that a pattern is RE2's. Tests
hold what it does say against the loader: the keys of every map are the same, and it refuses nothing that the loader
takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.aggregations.composite import MAX_PARTS
from sealog_exporters.alerting.aggregations.kind.threshold_fields import COMPARISONS
from sealog_exporters.alerting.aggregations.registry import aggregation_types
from sealog_exporters.alerting.config.builtin import PREFIX, ready_names
from sealog_exporters.alerting.config.json_schema.descriptions import described
from sealog_exporters.alerting.config.json_schema.receivers import NOTIFYING, receiver_schemas
from sealog_exporters.alerting.config.rule import MOST_GROUPS
from sealog_exporters.alerting.syntax.json_schema import (
    DURATION,
    LITERAL,
    LITERALS,
    NUMBER,
    TEXT,
    TEXTS,
    any_of,
    integer,
    items,
    mapping,
    one_or_more,
    ref,
    said,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.syntax.json_schema import Schema

_VALUES: Final[Schema] = {"type": "object", "additionalProperties": LITERALS}
_MATCH: Final = ref("match")
_SEVERITY: Final = said("ERROR, a list of names, bounds such as {gte: WARN, lt: FATAL}, or any", ref("severity"))


def schema() -> Schema:
    """Build the schema."""
    return described(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "sealog alert rules",
            **mapping(_TOP, any_of=[{"required": ["groups"]}, {"required": ["include"]}]),
            "$defs": {**_DEFINITIONS, **_rule_schemas(), **receiver_schemas(), **NOTIFYING},
        }
    )


def _rule_schemas() -> dict[str, Schema]:
    """Return the definitions of a rule and of every kind of aggregation there is."""
    types = aggregation_types().values()
    kinds = {kind.kind: said(kind.schema["description"], ref(kind.kind)) for kind in types}
    return {
        "rule": _rule(kinds),
        "part": {**mapping(kinds), "minProperties": 1, "maxProperties": 1},
        **{kind.kind: kind.schema for kind in types},
        **{name: schema for kind in types for name, schema in kind.definitions.items()},
    }


def _rule(kinds: Mapping[str, Schema]) -> Schema:
    """Return the definition of a rule, whose aggregations are `kinds`."""
    return mapping(
        {
            "alert": said("The alert's name, unique in its group.", TEXT),
            "match": said("Which records count; all lines must hold.", _MATCH),
            **kinds,
            "all": said("All of these aggregations are past their thresholds.", ref("parts")),
            "any": said("At least one of these aggregations is past its threshold.", ref("parts")),
            "window": said("Over how long; default 5m.", DURATION),
            "group_by": said(
                "What is counted apart; default [resource.service.name].", {"type": "array", "items": TEXT}
            ),
            "max_groups": said("How many groups are kept; default 10000.", integer(1, MOST_GROUPS)),
            "for": said("How long it must hold before it fires.", DURATION),
            "keep_firing_for": said("How long it must be over before it is resolved.", DURATION),
            "cooldown": said("Pause between notifications; default 30m.", any_of(DURATION, ref("cooldown"))),
            "labels": {"type": "object", "additionalProperties": LITERAL},
            "annotations": said(
                "Texts with {{ value }}, {{ window }}, {{ labels.NAME }}, {{ group.FIELD }}, {{ record.FIELD }}.",
                {"type": "object", "additionalProperties": LITERAL},
            ),
            "notify": said("Receivers; default all.", TEXTS),
        },
        required=("alert",),
    )


_TOP: Final[dict[str, Schema]] = {
    "include": said(
        "Rule files that come with sealog.", one_or_more({"enum": [PREFIX + name for name in ready_names()]})
    ),
    "groups": said("Rules, in groups with a name.", items(ref("group"))),
    "receivers": said("Whom to tell, in Alertmanager's shape.", items(ref("receiver"))),
    "route": said("Who is told of which alert, for rules without `notify`.", ref("route")),
    "inhibit_rules": items(ref("inhibition")),
    "silences": items(ref("silence")),
    "links": said("Where an alert's trace and logs are shown.", ref("links")),
    "tests": said("What `sealog alerts test` runs.", items(ref("case"))),
    "time_intervals": items(ref("interval")),
}

_DEFINITIONS: Final[dict[str, Schema]] = {
    "group": mapping({"name": TEXT, "rules": items(ref("rule"))}, required=("name", "rules")),
    "cooldown": mapping({"every": DURATION, "factor": NUMBER, "max": DURATION}),
    "match": {
        "type": "object",
        "properties": {
            "severity": _SEVERITY,
            "entity_index": said(
                "A person by entity and value, turned into the blind index when the file is loaded.",
                {"type": "object", "additionalProperties": LITERALS, "minProperties": 1},
            ),
            "any_of": one_or_more(_MATCH),
            "all_of": one_or_more(_MATCH),
            "none_of": one_or_more(_MATCH),
        },
        "additionalProperties": said("field, or field|modifier: one value, or a list of which any is enough", LITERALS),
    },
    "severity": any_of(LITERALS, ref("severity_bounds")),
    "severity_bounds": mapping(dict.fromkeys(COMPARISONS, LITERAL), any_of=[{"minProperties": 1}]),
    "parts": {**items(ref("part")), "minItems": 2, "maxItems": MAX_PARTS},
    "case": mapping(
        {
            "name": TEXT,
            "input": {"type": "array", "items": ref("input")},
            "expect": items(ref("expectation")),
            "silences": said("Silences of this test, from `at` on.", items(ref("hush"))),
        },
        required=("input", "expect"),
    ),
    "input": mapping(
        {
            "at": DURATION,
            "repeat": integer(1),
            "every": DURATION,
            "severity": LITERAL,
            **dict.fromkeys(("body", "event_name", "scope", "trace_id"), LITERAL),
            "attributes": _VALUES,
            "resource": _VALUES,
        }
    ),
    "expectation": mapping(
        {
            "at": DURATION,
            "alerts": said("Exactly these fire then.", {"type": "array", "items": ref("expected_alert")}),
            "resolved": said("Exactly these ended since.", {"type": "array", "items": ref("expected_alert")}),
            "told": said("Exactly these were told since.", {"type": "array", "items": ref("expected_notice")}),
        },
        required=("at",),
    ),
    "hush": mapping({"matchers": TEXTS, "at": DURATION, "for": DURATION}, required=("matchers", "for")),
    "expected_notice": mapping(
        {
            "alert": TEXT,
            "value": NUMBER,
            "labels": {"type": "object", "additionalProperties": LITERAL},
            "receiver": TEXT,
            "status": {"enum": ["firing", "resolved"]},
        },
        required=("alert",),
    ),
    "expected_alert": mapping(
        {"alert": TEXT, "value": NUMBER, "labels": {"type": "object", "additionalProperties": LITERAL}},
        required=("alert",),
    ),
}
