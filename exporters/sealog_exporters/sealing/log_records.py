"""One log record of a request, sealed in place by the SDK's own walk; one that can't be sealed is blacked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.crypto.authenticity import brought
from sealog.notices import say_once
from sealog.processor.blackout import BLACK
from sealog.processor.carried import carried, foreign, keys_in
from sealog.records import attributes as names
from sealog_exporters.sealing.origins import seal_text
from sealog_exporters.sealing.own import believed
from sealog_exporters.sealing.values import attributes_of, put_attributes, put_value, value_of

if TYPE_CHECKING:
    from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord

    from sealog.processor.sealing import Sealing

__all__ = ["PLAIN_LEVELS", "SPAN_ID_BYTES", "TRACE_ID_BYTES", "black_log", "seal_log"]

PLAIN_LEVELS = frozenset(
    level
    for word in ("debug", "info", "information", "warn", "warning", "error", "fatal", "critical", "notset", "trace")
    for level in (word, word.upper(), word.capitalize())
) | {""}
"""Severity texts that hold nothing personal, as loggers of many languages spell them."""

TRACE_ID_BYTES = 16
SPAN_ID_BYTES = 8

_PATHS = ("$event_name", "$", "")


def seal_log(record: LogRecord, sealing: Sealing, uid: str) -> bool:
    """Seal a log record; give whether it could be. `uid` is the id for a record without one. Never raises."""
    try:
        _seal(record, sealing, uid)
    except Exception as error:  # noqa: BLE001 - the sender must be answered, and the next hop not see the plaintext
        say_once("processor", f"a record could not be sealed and was blacked out ({type(error).__name__})")
        black_log(record, uid)
        return False
    return True


def black_log(record: LogRecord, uid: str) -> None:
    """Take every text out of a log record; times, severity number and trace stay."""
    drop_false_ids(record)
    for field in ("body", "event_name", "severity_text", "attributes"):
        record.ClearField(field)
    put_value(record.body, BLACK)
    put_attributes(record.attributes, {names.UID: uid})


def drop_false_ids(message: Any) -> None:
    """Empty ids of another size than W3C Trace Context has: many receivers refuse the whole request because of one."""
    if len(message.trace_id) not in {0, TRACE_ID_BYTES}:
        message.trace_id = b""
    if len(message.span_id) not in {0, SPAN_ID_BYTES}:
        message.span_id = b""


def _seal(record: LogRecord, sealing: Sealing, uid: str) -> None:
    drop_false_ids(record)
    given = attributes_of(record.attributes)
    present = believed(given, sealing.scanner.entities)
    body = value_of(record.body)
    old = foreign(present)
    with brought(keys_in(present)):
        (event_name, new_body, new), replacer = sealing.sealed((record.event_name, body, old), _PATHS)
    if record.severity_text not in PLAIN_LEVELS:
        record.severity_text = seal_text(record.severity_text, sealing, "$severity_text")
    record.event_name = event_name
    if new_body is not body or has_merged(body):
        put_value(record.body, new_body)
    changed = present is not given or new is not old or has_merged(given)
    if new is not old:
        present = {key: value for key, value in present.items() if key not in old} | new
        present.pop("", None)  # a name that was dropped
    more = {} if replacer is None else carried(present, replacer)
    if names.UID not in present:
        more[names.UID] = uid
    if replacer is not None and replacer.failed:
        say_once("seal", "a value could not be sealed and was masked")
    if changed or not present.keys().isdisjoint(more):
        put_attributes(record.attributes, {**present, **more})
    else:
        for key, value in more.items():
            put_value(record.attributes.add(key=key).value, value)


def has_merged(value: Any) -> bool:
    """Tell whether in a value some name came twice, so that it must be written anew."""
    if isinstance(value, dict):
        return getattr(value, "merged", False) or any(has_merged(item) for item in value.values())
    return isinstance(value, list) and any(has_merged(item) for item in value)
