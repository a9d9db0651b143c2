"""Seals whole OTLP requests, by the SDK's own walk. It listens to nobody and sends nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError

from sealog.notices import say_once
from sealog_exporters.otlp.errors import BadRequest, TooLarge
from sealog_exporters.otlp.signals import METRICS, TRACES
from sealog_exporters.otlp.survey import survey_protobuf
from sealog_exporters.sealing.log_records import seal_log
from sealog_exporters.sealing.mending import mended
from sealog_exporters.sealing.metrics import mask_metric, masking
from sealog_exporters.sealing.origins import black_resource, black_scope, seal_resource, seal_scope, seal_text
from sealog_exporters.sealing.spans import seal_span
from sealog_exporters.sealing.splitting import split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from google.protobuf.message import Message

    from sealog.processor.sealing import Sealing
    from sealog_exporters.otlp.signals import Signal
    from sealog_exporters.sealing.uids import RequestIds

__all__ = ["MAX_ITEMS", "RequestSealer", "SealedRequest"]

MAX_ITEMS = 250_000
"""Records, spans or metrics of one request. An empty record is two bytes on the wire and some hundred in memory."""

_MAX_VALUES = 500_000
"""Resources, scopes, records, attributes and values within values of one request, counted on the wire."""

_BROKEN = "the body is not protobuf of this signal"


@dataclass(frozen=True)
class SealedRequest:
    """A sealed request: as one or more requests that together hold its `items` (records, spans or metrics), in order.

    `black` of the items could not be sealed and hold no text any more.
    """

    parts: Sequence[bytes]
    items: int
    black: int = 0


@dataclass(frozen=True)
class RequestSealer:
    """Seals requests of any signal. Safe from any thread.

    `most` is the size in bytes that a part of a sealed request should have at most; None: it stays in one part.
    """

    sealing: Sealing
    ids: RequestIds
    most: int | None = None
    _masks: Sealing = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_masks", masking(self.sealing))

    def seal(self, signal: Signal, body: bytes) -> SealedRequest:
        """Seal a request, given as protobuf.

        Raises:
            BadRequest: the bytes are no request of this signal.
            TooLarge: there is more in it than is looked at.
        """
        survey_protobuf(body, signal.request.DESCRIPTOR, _MAX_VALUES)
        return self.seal_message(signal, parsed(signal.request, body), self.ids.stream(body))

    def seal_message(self, signal: Signal, request: Any, stream: str) -> SealedRequest:
        """Seal a parsed request in place, and give it; `stream` is what the ids of its records begin with.

        Raises:
            TooLarge: there are more than `MAX_ITEMS` items.
        """
        items = signal.count(request)
        if items > MAX_ITEMS:
            raise TooLarge(f"more than {MAX_ITEMS} {signal.name} in one request")
        first, second, third = signal.levels
        seal_item = self._item_sealer(signal, stream)
        black = 0
        for resource in getattr(request, first):
            self._seal_origin(resource, "resource", seal_resource, black_resource)
            for scope in getattr(resource, second):
                self._seal_origin(scope, "scope", seal_scope, black_scope)
                for item in getattr(scope, third):
                    black += not seal_item(item)
        parts = [request.SerializeToString()] if self.most is None else list(split(request, signal, self.most))
        return SealedRequest(parts, items, black)

    def _item_sealer(self, signal: Signal, stream: str) -> Callable[[Any], bool]:
        if signal is TRACES:
            return lambda span: seal_span(span, self.sealing)
        if signal is METRICS:
            return lambda metric: mask_metric(metric, self._masks)
        numbers = iter(range(1, MAX_ITEMS + 1))
        return lambda record: seal_log(record, self.sealing, f"{stream}-{next(numbers)}")

    def _seal_origin(
        self, holder: Any, name: str, seal: Callable[[Any, Sealing], None], blacken: Callable[[Any], None]
    ) -> None:
        """Seal the resource or scope that a message holds, and its schema URL."""
        try:
            holder.schema_url = seal_text(holder.schema_url, self.sealing, f"${name}")
            if holder.HasField(name):
                seal(getattr(holder, name), self.sealing)
        except Exception as error:  # noqa: BLE001 - the sender must be answered, and the next hop not see the plaintext
            say_once(name, f"a {name} could not be sealed and was blacked out ({type(error).__name__})")
            holder.schema_url = ""
            blacken(getattr(holder, name))


def parsed(kind: type[Message], data: bytes) -> Any:
    """Parse a message; what no field of OTLP is, is left out, for nobody could say what is in it.

    Raises:
        BadRequest: the bytes are no such message.
    """
    message = kind()
    try:
        message.ParseFromString(data)
    except (DecodeError, RecursionError):  # the pure-Python protobuf recurses
        try:
            message = kind.FromString(mended(data, kind.DESCRIPTOR))
        except (DecodeError, RecursionError):
            raise BadRequest(_BROKEN) from None
    message.DiscardUnknownFields()
    return message
