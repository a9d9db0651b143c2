"""Reads OTLP/JSON into protobuf messages. Errors name the place that is wrong, never its content.

The compiled half (`native/src/otlp/json`) does the same ten times as quickly, and without Python's lock, so that one
sender's JSON holds up no other's requests.

`google.protobuf.json_format` does not fit: OTLP/JSON spells trace and span ids in hex, not in base64
(https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding), and that library's errors quote the data.
"""

from __future__ import annotations

import base64
import binascii
import functools
import json
import math
import re
from collections.abc import MutableSequence
from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from sealog.compiled import compiled
from sealog_exporters.otlp.errors import BadRequest, TooLarge
from sealog_exporters.otlp.survey import survey_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from google.protobuf.descriptor import Descriptor

__all__ = ["MAX_DEPTH", "fill_from_json", "protobuf_of_json"]

MAX_DEPTH = 100
"""Messages within messages, as protobuf's binary parser bounds them."""

_HEX_IDS = frozenset({"trace_id", "span_id", "parent_span_id"})
_NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def protobuf_of_json(request: type[Message], body: bytes, most: int) -> bytes:
    """Give a request that is spelled in OTLP/JSON, and has at most `most` values, as protobuf; see `fill_from_json`.

    Raises:
        BadRequest: the text is no JSON or does not fit the message; the place is named.
        TooLarge: there are more values than `most`: objects, arrays, members and elements.
    """
    reader = _compiled_reader(request.DESCRIPTOR)
    if reader is not None:
        try:
            read: bytes = reader.read(body, most)
        except ValueError as error:
            raise BadRequest(str(error)) from None
        except OverflowError as error:
            raise TooLarge(str(error)) from None
        return read
    survey_json(body, most)
    message = request()
    fill_from_json(message, body)
    return message.SerializeToString()


@functools.cache  # bounded by the signals
def _compiled_reader(descriptor: Descriptor) -> Any:
    """Give the compiled half's reader for a request's message, None where there is none."""
    if compiled is None:
        return None
    numbers = {descriptor.full_name: 0}
    waiting, messages = [descriptor], []
    for one in waiting:  # grows
        for field in one.fields:
            below = field.message_type
            if below is not None and below.full_name not in numbers:
                numbers[below.full_name] = len(waiting)
                waiting.append(below)
        messages.append([_described(field, numbers) for field in one.fields])
    return compiled.JsonReader(messages)


def _described(field: FieldDescriptor, numbers: Mapping[str, int]) -> tuple[str, int, int, bool, bool, bool, int]:
    """Give what the compiled half must know of a field."""
    below = 0 if field.message_type is None else numbers[field.message_type.full_name]
    is_hex = field.name in _HEX_IDS
    return field.json_name, field.number, field.type, field.is_repeated, field.has_presence, is_hex, below


def fill_from_json(message: Message, body: bytes) -> None:
    """Set the fields of an empty message from OTLP/JSON.

    Keys are lowerCamelCase; unknown ones are ignored, and `null` leaves a field unset. Enums are integers, 64-bit
    integers are decimal strings or numbers, trace and span ids are hex, other bytes base64. The text is UTF-8.

    Raises:
        BadRequest: the text is no JSON or does not fit the message; the place is named.
    """
    try:
        value = json.loads(body.decode("utf-8-sig"))
    except RecursionError:
        raise BadRequest("the JSON is nested too deep") from None
    except ValueError:  # JSONDecodeError and UnicodeDecodeError; `from None`: both hold the text
        raise BadRequest("the body is not JSON") from None
    _fill(message, value, "$", 0)


def _fill(message: Message, value: Any, path: str, depth: int) -> None:
    if not isinstance(value, dict):
        raise BadRequest(f"{path}: an object is expected")
    if depth > MAX_DEPTH:
        raise BadRequest(f"the JSON is nested more than {MAX_DEPTH} messages deep")
    known = _fields(message.DESCRIPTOR)
    for name, item in value.items():
        field = known.get(name)
        if field is not None and item is not None:
            _set(message, field, item, f"{path}.{name}", depth)


@functools.cache  # bounded by the message types of OTLP
def _fields(descriptor: Descriptor) -> Mapping[str, FieldDescriptor]:
    return {field.json_name: field for field in descriptor.fields}


def _set(message: Message, field: FieldDescriptor, item: Any, path: str, depth: int) -> None:
    present = getattr(message, field.name)
    try:
        if isinstance(present, MutableSequence):  # protobuf 5 says `label`, 7 `is_repeated`: this holds in both
            _extend(present, field, item, path, depth)
        elif isinstance(present, Message):
            present.SetInParent()  # `{}` is a present, empty message
            _fill(present, item, path, depth + 1)
        else:
            setattr(message, field.name, _scalar(field, item, path))
    except ValueError:  # protobuf's range and UTF-8 checks; `from None`: they quote the value
        raise BadRequest(f"{path}: the value is out of range or no Unicode text") from None


def _extend(repeated: Any, field: FieldDescriptor, item: Any, path: str, depth: int) -> None:
    if not isinstance(item, list):
        raise BadRequest(f"{path}: an array is expected")
    for position, element in enumerate(item):
        place = f"{path}[{position}]"
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            _fill(repeated.add(), element, place, depth + 1)
        else:
            repeated.append(_scalar(field, element, place))


def _scalar(field: FieldDescriptor, item: Any, path: str) -> str | bytes | bool | int | float:
    if field.type == FieldDescriptor.TYPE_STRING:
        return _text(item, path)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return _hex(item, path) if field.name in _HEX_IDS else _base64(item, path)
    if field.type == FieldDescriptor.TYPE_BOOL:
        if not isinstance(item, bool):
            raise BadRequest(f"{path}: true or false is expected")
        return item
    if field.type in {FieldDescriptor.TYPE_DOUBLE, FieldDescriptor.TYPE_FLOAT}:
        return _double(item, path)
    return _integer(item, path, allow_text=field.type != FieldDescriptor.TYPE_ENUM)


def _text(item: Any, path: str) -> str:
    if not isinstance(item, str):
        raise BadRequest(f"{path}: a string is expected")
    return item


def _hex(item: Any, path: str) -> bytes:
    try:
        return binascii.unhexlify(_text(item, path))
    except ValueError:
        raise BadRequest(f"{path}: hex digits are expected (OTLP/JSON ids are not base64)") from None


def _base64(item: Any, path: str) -> bytes:
    text = _text(item, path).rstrip("=").translate({ord("-"): "+", ord("_"): "/"})
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        raise BadRequest(f"{path}: base64 is expected") from None


def _integer(item: Any, path: str, *, allow_text: bool) -> int:
    if isinstance(item, float) and item.is_integer():  # ProtoJSON: 1.0 and 1e3 are integers
        return int(item)
    if isinstance(item, str) and allow_text:
        digits = item.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) <= 20:  # noqa: PLR2004 -- 2**64 has 20
            return int(item)
    if isinstance(item, int) and not isinstance(item, bool):
        return item
    raise BadRequest(f"{path}: an integer is expected")


def _double(item: Any, path: str) -> float:
    if isinstance(item, str) and (item in _NOT_FINITE or _NUMBER.fullmatch(item)):
        return _NOT_FINITE.get(item) or float(item)
    if isinstance(item, (int, float)) and not isinstance(item, bool):
        try:
            return float(item)
        except OverflowError:
            raise BadRequest(f"{path}: the number is out of range") from None
    raise BadRequest(f"{path}: a number is expected")
