"""What requests to the opening service hold, read from their JSON within bounds. No error holds a value."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sealog_exporters.opening.desk import Asked
from sealog_exporters.otlp.errors import BadRequest

if TYPE_CHECKING:
    from sealog.crypto.value_indexes import Forms

__all__ = ["flag_of", "hash_of", "indexes_of", "known_of", "object_of", "searched_of", "texts_of", "word_of"]

MOST_TEXTS = 1000
_MOST_INDEXES = 100_000
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def object_of(body: bytes) -> dict[str, Any]:
    """Read the object that a request is; empty for other JSON.

    Raises:
        BadRequest: it is no JSON.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("the body is no JSON") from None
    return given if isinstance(given, dict) else {}


def word_of(given: dict[str, Any], name: str, what: str, most: int) -> str:
    """Read a text that is not blank; `what` says what is expected.

    Raises:
        BadRequest: it is none, or longer than `most`.
    """
    text = given.get(name)
    if not isinstance(text, str) or not text.strip() or len(text) > most:
        raise BadRequest(f"`{name}` must be a text of at most {most} characters that says {what}")
    return text


def texts_of(given: dict[str, Any]) -> list[Asked]:
    """Read the texts to open.

    Raises:
        BadRequest: they are none, or too many.
    """
    return [_text(one) for one in _listed(given, "texts", MOST_TEXTS)]


def indexes_of(given: dict[str, Any]) -> list[str]:
    """Read blind indexes.

    Raises:
        BadRequest: they are none, or too many.
    """
    return [_str(one, "`indexes` must be a list of texts") for one in _listed(given, "indexes", _MOST_INDEXES)]


def searched_of(given: dict[str, Any]) -> list[Forms]:
    """Read values to look for.

    Raises:
        BadRequest: they are none, or too many.
    """
    return [_value(one) for one in _listed(given, "values", MOST_TEXTS)]


def known_of(given: dict[str, Any]) -> list[tuple[str, str]]:
    """Read entities with values in their normal form.

    Raises:
        BadRequest: they are none, or too many.
    """
    wanted = "each of `known` must have an `entity` and a `form`"
    listed = _listed(given, "known", MOST_TEXTS)
    found = [(one.get("entity"), one.get("form")) if isinstance(one, dict) else (None, None) for one in listed]
    return [(_str(entity, wanted), _str(form, wanted)) for entity, form in found]


def hash_of(given: dict[str, Any], name: str) -> str:
    """Read 64 hexadecimal digits.

    Raises:
        BadRequest: they are none.
    """
    text = _str(given.get(name), wanted := f"`{name}` must be 64 hexadecimal digits")
    if not _HASH.fullmatch(text):
        raise BadRequest(wanted)
    return text


def flag_of(given: dict[str, Any], name: str) -> bool:
    """Read true or false; false where it is missing.

    Raises:
        BadRequest: it is neither.
    """
    flag = given.get(name, False)
    if not isinstance(flag, bool):
        raise BadRequest(f"`{name}` must be true or false")
    return flag


def _listed(given: dict[str, Any], name: str, most: int) -> list[Any]:
    found = given.get(name)
    if not isinstance(found, list) or len(found) > most:
        raise BadRequest(f"`{name}` must be a list of at most {most}")
    return found


def _text(given: Any) -> Asked:
    text, keys = (given.get("text"), given.get("keys", [])) if isinstance(given, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise BadRequest("each of `texts` must have a `text`, and `keys` as a list of texts")
    fields = given.get("fields")
    if fields is not None and not (isinstance(fields, dict) and all(isinstance(one, str) for one in fields.values())):
        raise BadRequest("`fields` of a text must be an object that names the field of each sealed value")
    return Asked(text, keys, fields)


def _value(given: Any) -> Forms:
    wanted = "each of `values` must have an `entity`, and `form` and `tag_form` as texts or null"
    if not isinstance(given, dict):
        raise BadRequest(wanted)
    form, tag_form = (None if given.get(name) is None else _str(given[name], wanted) for name in ("form", "tag_form"))
    return _str(given.get("entity"), wanted), form, tag_form


def _str(given: Any, wanted: str) -> str:
    if not isinstance(given, str):
        raise BadRequest(wanted)
    return given
