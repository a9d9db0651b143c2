"""Reads a webhook's body of one's own: a JSON tree with templates. Fills nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sealog.policy.core_schema import plain_value
from sealog_exporters.alerting.notifiers.json_template import MAPS, NAMES, unknown

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_MAX_DEPTH = 16
_ALLOWED = ", ".join((*NAMES, *(f"{name}.NAME" for name in MAPS)))
_PLAIN = frozenset(f"tag:yaml.org,2002:{tag}" for tag in ("bool", "float", "int", "null"))


def read_payload(node: YamlNode) -> Any:
    """Read a map or list of what JSON knows; every text may ask for what a webhook body has, and for nothing else."""
    if not (node.is_map or node.is_list):
        raise node.error("must be a map or a list, which becomes the JSON body")
    return _read(node, 0)


def _read(node: YamlNode, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        raise node.error(f"is nested deeper than {_MAX_DEPTH}")
    if node.is_map:
        return {name: _read(value, depth + 1) for name, value in node.entries().items()}
    if node.is_list:
        return [_read(item, depth + 1) for item in node.items()] if node.raw.value else []
    if node.raw.tag in _PLAIN:
        return _plain(node)
    text = str(node.raw.value)
    for asked in unknown(text):
        raise node.error(f"the template asks for `{asked}`; allowed: {_ALLOWED}")
    return text


def _plain(node: YamlNode) -> Any:
    """Read a number, true, false or null, as YAML 1.2 spells them; an infinite number is none for JSON."""
    try:
        value = plain_value(node.raw.tag.rpartition(":")[2], node.raw.value)
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        raise node.error("must be something that JSON knows") from None
    return value
