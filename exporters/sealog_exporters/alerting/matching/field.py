"""Reads the field that a rule names from an event, as text or as a number. Looks at one level only."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from sealog_exporters.alerting.matching.entities import entity_reader
from sealog_exporters.alerting.matching.log_template import template_id, template_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog_exporters.event import AttributeValue, Event

MISSING = "(none)"
"""The group value of an event that lacks the field."""

MAX_KEY_CHARS = 256
"""A longer group value is cut: keys live in memory and in every notification."""

_OWN = frozenset({"body", "event_name", "scope", "severity_text", "span_id", "trace_id"})
_FROM_BODY: dict[str, Callable[[str], str]] = {"template": template_of, "template.id": template_id}
_RESOURCE = "resource."


def reader(field: str) -> Callable[[Event], AttributeValue]:
    """Return the function that takes `field` out of an event, `None` where the event lacks it.

    `resource.NAME` is a resource attribute, `body`, `event_name`, `scope`, `severity_text`, `span_id` and
    `trace_id` are the record's own fields, `template` and `template.id` are made from the body when they are asked
    for (`line_template`), `sealog.index[ENTITY]` and `sealog.pseudonym[ENTITY]` are those of one entity (`entities`),
    and every other name is a record attribute.
    """
    of_entity = entity_reader(field)
    if of_entity is not None:
        return of_entity
    if field in _FROM_BODY:
        make = _FROM_BODY[field]
        return lambda event: make(text_of(event.body))
    mapping_of, name = place_of(field)
    return attrgetter(field) if mapping_of is None else lambda event: mapping_of(event).get(name)


def place_of(field: str) -> tuple[Callable[[Event], Mapping[str, AttributeValue]] | None, str]:
    """Return what gives the mapping of an event in which a field lies, and its name there; `None` for any other field.

    Whoever looks into the mapping saves the call of a `reader`.
    """
    if field in _OWN or field in _FROM_BODY or entity_reader(field) is not None:
        return None, field
    if field.startswith(_RESOURCE):
        return attrgetter("resource"), field[len(_RESOURCE) :]
    return attrgetter("attributes"), field


def text_of(value: AttributeValue) -> str:
    """Spell an attribute value or body as one text, the way rules compare it.

    Texts are themselves, booleans `true` and `false`, numbers Python's shortest spelling, bytes base64, lists and
    maps compact JSON in their own order, nothing the empty text.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_encodable)


def number_of(value: AttributeValue) -> float | None:
    """Read an attribute value as a finite number, also from text; `None` if it is not a number."""
    if isinstance(value, (bool, bytes)) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def encodable(text: str) -> str:
    """Replace lone surrogates, which JSON can carry but neither UTF-8 nor a mail can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def key_part(value: AttributeValue) -> str:
    """Spell a value as a part of a group key: never empty, at most `MAX_KEY_CHARS`."""
    text = value if type(value) is str else text_of(value)
    if not text:
        return MISSING
    if not text.isascii():
        text = encodable(text)
    return text[:MAX_KEY_CHARS]


def label_name(field: str) -> str:
    """Return the label that a group field becomes: `resource.service.name` is `service_name`.

    Labels follow Prometheus (`[a-zA-Z_][a-zA-Z0-9_]*`), because what reads Alertmanager reads ours.
    """
    name = re.sub(r"[^a-zA-Z0-9_]", "_", field.removeprefix(_RESOURCE).removesuffix("]"))
    return f"_{name}" if name[:1].isdigit() else name


def _encodable(value: object) -> object:
    """Return an encodable form of the value types of an event that JSON does not know."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return dict(value) if isinstance(value, Mapping) else list(cast("Sequence[object]", value))
