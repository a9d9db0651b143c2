"""Builds parts of JSON Schemas for rule files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    Schema: TypeAlias = dict[str, Any]

TEXT: Final[Schema] = {"type": "string", "minLength": 1}
LITERAL: Final[Schema] = {"type": ["string", "number", "boolean"]}
"""The values that the loader reads as written."""

FLAG: Final[Schema] = {"type": "boolean"}
NUMBER: Final[Schema] = {"type": "number"}
DURATION: Final[Schema] = {
    "type": "string",
    "pattern": "^(?=.)([0-9]{1,9}w)?([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$",
}


def ref(name: str) -> Schema:
    """Refer to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def said(description: str, schema: Schema) -> Schema:
    """Add the description that an editor shows."""
    return {"description": description, **schema}


def integer(lowest: int, highest: int | None = None) -> Schema:
    """Return the schema of whole numbers, both bounds included."""
    return {"type": "integer", "minimum": lowest, **({} if highest is None else {"maximum": highest})}


def items(schema: Schema) -> Schema:
    """Return the schema of lists that are not empty."""
    return {"type": "array", "items": schema, "minItems": 1}


def one_or_more(schema: Schema) -> Schema:
    """Return the schema of one, or of a list that is not empty."""
    return any_of(schema, items(schema))


def any_of(*schemas: Schema) -> Schema:
    """Return the schema of what fits at least one of them."""
    return {"anyOf": list(schemas)}


def mapping(properties: Mapping[str, Schema], *, required: Sequence[str] = ()) -> Schema:
    """Return the schema of maps with these keys and no others, of which some must be there."""
    return {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
    }


TEXTS: Final = one_or_more(TEXT)
LITERALS: Final = one_or_more(LITERAL)
