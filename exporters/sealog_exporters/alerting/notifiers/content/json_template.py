"""Fills a webhook's own JSON body: a tree whose texts have placeholders, filled from Alertmanager's body.

`"{{ commonAnnotations.summary }}"` is filled as text. A placeholder that is the whole text and names a list, map or
number becomes that, as in `alerts: "{{ alerts }}"`. Placeholders are filled before the JSON is encoded, so nothing from
a log can end a text; and filled-in texts are not expanded again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sealog.policy.core_schema import plain_value
from sealog_exporters.alerting.model.annotation_template import render, unknown_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

NAMES = ("alerts", "externalURL", "groupKey", "receiver", "status", "title", "truncatedAlerts", "version")
"""Single names; `title` is the first line of other receivers: `[FIRING] ErrorBurst: summary`."""

MAPS = ("commonAnnotations", "commonLabels", "groupLabels")
"""Maps, whole or by one name: `commonLabels.service_name`; a name that an alert lacks is the empty text."""

_WHOLE = re.compile(r"\s*\{\{\s*([^{}]*?)\s*\}\}\s*")
_MAX_DEPTH = 16
_ALLOWED = ", ".join((*NAMES, *(f"{name}.NAME" for name in MAPS)))
_PLAIN = frozenset(f"tag:yaml.org,2002:{tag}" for tag in ("bool", "float", "int", "null"))


def read_json_template(node: YamlNode) -> Any:
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


def fill(tree: Any, body: Mapping[str, Any]) -> Any:
    """Fill a tree of maps, lists and texts from a body that has `NAMES` and `MAPS`."""
    return _fill(tree, body, dict(_texts(body)))


def unknown(template: str) -> list[str]:
    """List what a text asks for that no body has."""
    known: Collection[str] = {*NAMES, *MAPS}
    return [name for name in unknown_names(template, known) if name.partition(".")[0] not in MAPS or name[-1:] == "."]


def _fill(tree: Any, body: Mapping[str, Any], texts: Mapping[str, str]) -> Any:
    if isinstance(tree, dict):
        return {name: _fill(value, body, texts) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_fill(value, body, texts) for value in tree]
    if not isinstance(tree, str):
        return tree
    whole = _WHOLE.fullmatch(tree)
    return body[whole[1]] if whole and whole[1] in body else render(tree, texts)


def _texts(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Spell every value as a text: texts as they are, the others as JSON."""
    for name, value in body.items():
        yield name, value if isinstance(value, str) else json.dumps(value)
        if name in MAPS:
            yield from ((f"{name}.{key}", text) for key, text in value.items())
