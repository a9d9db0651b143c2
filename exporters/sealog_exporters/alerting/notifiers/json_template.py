"""A webhook's body of one's own: a JSON tree whose texts have holes, filled from Alertmanager's body. No logic.

`"{{ commonAnnotations.summary }}"` is filled as text. A hole that is the whole text and asks for a list, map or
number becomes just that, as in `alerts: "{{ alerts }}"`. Texts are filled before JSON is written, so nothing that a log
holds can end one; and what is filled in is not looked at again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sealog_exporters.alerting.model.annotation_template import render, unknown_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

NAMES = ("alerts", "externalURL", "groupKey", "receiver", "status", "title", "truncatedAlerts", "version")
"""Names that stand alone; `title` is what other receivers show first: `[FIRING] ErrorBurst: summary`."""

MAPS = ("commonAnnotations", "commonLabels", "groupLabels")
"""Maps, whole or by one name: `commonLabels.service_name`; a name that an alert lacks is the empty text."""

_WHOLE = re.compile(r"\s*\{\{\s*([^{}]*?)\s*\}\}\s*")


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
