"""Reads a rule's `match`: which records count. A wrong pattern fails here.

Keys are `severity`, `entity_index`, `any_of`, `all_of`, `none_of`, or a field with modifiers, `body|contains|not`; see
`matching.field.reader` for the fields.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final, cast

import re2

from sealog.errors import SealogError
from sealog.policy.core_schema import is_number
from sealog_exporters.alerting.config.defaults import SEVERITIES
from sealog_exporters.alerting.matching.condition import (
    MODIFIERS,
    NUMERIC,
    AnyOf,
    Condition,
    Modifier,
    NoneOf,
    Severity,
    compile_pattern,
)
from sealog_exporters.alerting.matching.severity import ALL, HIGHEST, NAMES
from sealog_exporters.alerting.syntax.json_schema import LITERAL, LITERALS, any_of, one_or_more, ref, said
from sealog_exporters.alerting.syntax.typed_map import Map, Value, optional

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.config.entity_index import IndexesOf
    from sealog_exporters.alerting.matching.condition import Node
    from sealog_exporters.alerting.syntax.json_schema import Schema
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_FLAGS: Final = ("all", "nocase", "not")
_TEXTUAL: Final = frozenset({"equals", "contains", "startswith", "endswith", "re"})
_MAX_NESTED: Final = 8


def _severity(node: YamlNode) -> int:
    """Read a severity's name."""
    number = NAMES.get(node.literal().upper())
    if number is None:
        raise node.error("must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL, each also with 2, 3 or 4 behind it")
    return number


_LEVEL: Final = Value(_severity, LITERAL)


class _Bounds(Map, part="severity_bounds"):
    """Bounds such as `{gte: WARN, lt: FATAL}`."""

    gte = optional(_LEVEL, "This level or a higher one.", 1)
    gt = optional(_LEVEL, "A higher level.", 0)
    lte = optional(_LEVEL, "This level or a lower one.", HIGHEST)
    lt = optional(_LEVEL, "A lower level.", HIGHEST + 1)


def read_match(
    match: YamlNode | None, indexes_of: IndexesOf, unsaid: frozenset[int] = SEVERITIES
) -> tuple[frozenset[int], tuple[Node, ...]]:
    """Read the accepted severity numbers (`unsaid` where none are given) and the other conditions."""
    if match is None:
        return unsaid, ()
    entries = match.entries()
    severities = _severities(entries["severity"]) if "severity" in entries else unsaid
    return severities, _nodes({key: node for key, node in entries.items() if key != "severity"}, indexes_of, 0)


def read_nodes(match: YamlNode, indexes_of: IndexesOf, depth: int = 0) -> tuple[Node, ...]:
    """Read a match within a rule: without a severity, all severities match."""
    if depth > _MAX_NESTED:
        raise match.error(f"is nested more than {_MAX_NESTED} deep")
    entries = match.entries()
    if not entries:
        raise match.error("must not be empty")
    return _nodes(entries, indexes_of, depth)


def _nodes(entries: dict[str, YamlNode], indexes_of: IndexesOf, depth: int) -> tuple[Node, ...]:
    """Read all lines of a match."""
    nodes: list[Node] = []
    for key, node in entries.items():
        if key == "severity":
            nodes.append(Severity(_severities(node)))
        elif key == "entity_index":
            nodes.append(_entity_index(node, indexes_of))
        elif key in {"any_of", "none_of"}:
            branches = tuple(read_nodes(item, indexes_of, depth + 1) for item in node.one_or_more())
            nodes.append(AnyOf(branches) if key == "any_of" else NoneOf(branches))
        elif key == "all_of":
            nodes += [node for item in node.one_or_more() for node in read_nodes(item, indexes_of, depth + 1)]
        else:
            nodes.append(_condition(key, node))
    return tuple(nodes)


def _severities(node: YamlNode) -> frozenset[int]:
    """Read `any`, a name, a list of names, or bounds such as `{gte: WARN, lt: FATAL}`."""
    if not node.is_map:
        if not node.is_list and node.literal().lower() == "any":
            return ALL
        return frozenset(_severity(item) for item in node.one_or_more())
    bounds = _Bounds(node)
    lowest, highest = max(bounds.gte, bounds.gt + 1), min(bounds.lte, bounds.lt - 1)
    if not bounds.given or lowest > highest:
        raise node.error("no severity lies within these bounds")
    return frozenset(range(lowest, highest + 1))


def _entity_index(node: YamlNode, indexes_of: IndexesOf) -> Condition:
    """Read `{email_address: VALUE}` as a condition on the blind index; the value is not kept."""
    indexes = []
    for entity, values in node.entries().items():
        for value in values.one_or_more():
            try:
                indexes.append(indexes_of(entity, value.literal()))
            except SealogError as error:
                raise value.error(str(error)) from None
    if not indexes:
        raise node.error("must not be empty")
    return Condition("sealog.index", "equals", tuple(indexes))


def _condition(key: str, node: YamlNode) -> Condition:
    """Read one line: the key's field and modifiers, and one text or a list of which any is enough."""
    field, *names = key.split("|")
    if not field:
        raise node.error("must name a field")
    compared = [name for name in names if name not in _FLAGS]
    for name in compared:
        if name not in MODIFIERS:
            raise node.error(f"unknown modifier `{name}`; allowed: {', '.join((*MODIFIERS, *_FLAGS))}")
    if len(compared) > 1 or len(set(names)) < len(names):
        raise node.error("has more than one comparison; a line has one, and each of all, nocase, not at most once")
    modifier = cast("Modifier", compared[0]) if compared else "equals"
    if "nocase" in names and modifier not in _TEXTUAL:
        raise node.error(f"`nocase` has no effect with `{modifier}`")
    texts = tuple(_wanted(item, modifier) for item in node.one_or_more())
    if modifier == "exists" and len(texts) > 1:
        raise node.error("must be true or false")
    return Condition(field, modifier, texts, every="all" in names, nocase="nocase" in names, negated="not" in names)


def _wanted(node: YamlNode, modifier: Modifier) -> str:
    """Read one value that a field is compared with."""
    if modifier == "re":
        return _pattern(node)
    if modifier == "exists":
        return "true" if node.boolean() else "false"
    text = node.literal()
    if modifier == "cidr":
        try:
            ipaddress.ip_network(text, strict=False)
        except ValueError:
            raise node.error("must be an address or a network such as 10.0.0.0/8") from None
    if modifier in NUMERIC and not is_number(text):
        raise node.error("must be a number")
    return text


def _pattern(node: YamlNode) -> str:
    """Read a regular expression that RE2 understands."""
    pattern = node.literal()
    try:
        compile_pattern(pattern)
    except re2.error as error:
        problem = error.args[0] if error.args else ""
        why = problem.decode("utf-8", "replace") if isinstance(problem, bytes) else str(problem)
        raise node.error(f"is not a regular expression of RE2 ({why})") from None
    return pattern


_MATCH: Final = ref("match")
_SEVERITY: Final = said("ERROR, a list of names, bounds such as {gte: WARN, lt: FATAL}, or any", ref("severity"))
SCHEMAS: Final[Mapping[str, Schema]] = {
    "match": {
        "type": "object",
        "properties": {
            "severity": _SEVERITY,
            "entity_index": said(
                "A person by entity and value, turned into the blind index when the file is loaded.",
                {"type": "object", "additionalProperties": LITERALS, "minProperties": 1},
            ),
            "any_of": said("At least one of these matches.", one_or_more(_MATCH)),
            "all_of": said("All of these match.", one_or_more(_MATCH)),
            "none_of": said("None of these matches.", one_or_more(_MATCH)),
        },
        "additionalProperties": said("field, or field|modifier: one value, or a list of which any is enough", LITERALS),
    },
    "severity": any_of(LITERALS, ref("severity_bounds")),
    "severity_bounds": {**_Bounds.schema(), "anyOf": [{"minProperties": 1}]},
}
"""Definitions of a match, which has keys of its own choice."""
