"""Caches the encoded resource and scope that many records share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk.resources import Resource

from sealog.delivery.encoding.encode import encode_context
from sealog.notices import say_once
from sealog.spool.record import NO_CONTEXT, Context

if TYPE_CHECKING:
    from opentelemetry.sdk._logs import ReadWriteLogRecord

_KEPT = 4096
_NO_RESOURCE = Resource({})


class ContextCache:
    """Gives records their context. Threads may share it: two that meet a new scope at once encode it twice."""

    def __init__(self) -> None:
        # The objects are kept too: an id may only come again when its object is gone.
        self._known: dict[tuple[int, int], tuple[Any, Any, Context]] = {}
        self._last: tuple[Any, Any, Context] = (None, None, NO_CONTEXT)

    def of(self, record: ReadWriteLogRecord) -> Context:
        """Give a record's context. Never raises: parts that can't be encoded are left out, and stderr says so once."""
        resource, scope = record.resource, record.instrumentation_scope
        last = self._last
        if last[0] is resource and last[1] is scope and resource is not None:
            return last[2]
        known = self._known.get((id(resource), id(scope)))
        if known is None:
            known = (resource, scope, self._encoded(record))
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[id(resource), id(scope)] = known
        self._last = known
        return known[2]

    def _encoded(self, record: ReadWriteLogRecord) -> Context:
        try:
            return encode_context(
                ReadableLogRecord(
                    record.log_record,
                    record.resource or _NO_RESOURCE,
                    instrumentation_scope=record.instrumentation_scope,
                )
            )
        except Exception as error:  # noqa: BLE001 - rather without its resource than not at all
            say_once("durable-context", f"a resource could not be encoded and was left out ({type(error).__name__})")
            return NO_CONTEXT
