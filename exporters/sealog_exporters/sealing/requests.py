"""Seals whole OTLP requests, by the SDK's own walk. It listens to nobody and sends nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError

from sealog.notices import say_once
from sealog_exporters.otlp.errors import BadRequest, TooLarge
from sealog_exporters.otlp.signals import LOGS, METRICS, TRACES
from sealog_exporters.otlp.survey import survey_protobuf
from sealog_exporters.sealing.compiled_sealing import CompiledSealing, compiled_sealing
from sealog_exporters.sealing.fitting import fitted, split
from sealog_exporters.sealing.index_tags import turned
from sealog_exporters.sealing.log_records import seal_log
from sealog_exporters.sealing.mending import mended
from sealog_exporters.sealing.metrics import mask_metric, masking
from sealog_exporters.sealing.origins import black_resource, black_scope, seal_resource, seal_scope, seal_text
from sealog_exporters.sealing.spans import seal_span
from sealog_exporters.sealing.turns import StoppedError, no_pause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from google.protobuf.message import Message

    from sealog.crypto.index_service import IndexService
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

    `black` of the items could not be sealed and hold no text any more; `cut` of them were too large alone and lost
    their largest texts. `tags` counts index tags by what became of them, see `turned`.
    """

    parts: Sequence[bytes]
    items: int
    black: int = 0
    cut: int = 0
    tags: Mapping[str, int] = field(default_factory=dict)


class RequestSealer:
    """Seals requests of any signal. Safe from any thread.

    `most` is the size in bytes that a part of a sealed request should have at most; None: it stays in one part. With
    `by_walk` it leaves nothing to the compiled half. `index_service` makes blind indexes of tags, which else go on.
    """

    def __init__(
        self,
        sealing: Sealing,
        ids: RequestIds,
        most: int | None = None,
        *,
        by_walk: bool = False,
        index_service: IndexService | None = None,
    ) -> None:
        self.sealing = sealing
        self.ids = ids
        self._most = most
        self._index_service = index_service
        self._masks = masking(sealing)
        self._compiled = None if by_walk else compiled_sealing(sealing, MAX_ITEMS)

    def seal(
        self, signal: Signal, body: bytes, pause: Callable[[], None] = no_pause, *, sent: bytes | None = None
    ) -> SealedRequest:
        """Seal a request, given as protobuf; `sent` is how it came, where that was otherwise: it names the records.

        `pause` is called between two steps of the work, see `Turns`.

        Raises:
            BadRequest: the bytes are no request of this signal.
            TooLarge: there is more in it than is looked at.
        """
        stream = self.ids.stream(body if sent is None else sent)
        if self._compiled is not None and signal is not METRICS:
            try:
                return self._seal_compiled(self._compiled, signal, body, stream, pause)
            except (BadRequest, StoppedError):
                raise
            except Exception as error:  # noqa: BLE001 - a fault of the compiled half, which panics included
                say_once("compiled-half", f"a request goes the slow way, by Python alone ({type(error).__name__})")
        survey_protobuf(body, signal.request.DESCRIPTOR, _MAX_VALUES)
        return self.seal_message(signal, parsed(signal.request, body), stream, pause)

    def _seal_compiled(
        self, compiled: CompiledSealing, signal: Signal, body: bytes, stream: str, pause: Callable[[], None]
    ) -> SealedRequest:
        try:
            request = compiled.read(signal, body)
        except ValueError:
            raise BadRequest(_BROKEN) from None
        except OverflowError:
            raise TooLarge(
                f"more than {MAX_ITEMS} {signal.name}, or too many resources and scopes, in one request"
            ) from None
        for number, is_scope, raw in request.unknown_origins():
            pause()
            compiled.put_origin(request, number, self._sealed_origin(signal, raw, is_scope=is_scope))
        compiled.fill(request, pause, counts=signal is LOGS)
        black = 0
        for number, raw in request.odd():
            pause()
            survey_protobuf(raw, signal.item.DESCRIPTOR, _MAX_VALUES)
            item = parsed(signal.item, raw)
            black += not self._item_sealer(signal, iter([f"{stream}-{number + 1}"]))(item)
            request.put(number, item.SerializeToString())
        return self._fitted(signal, request.finish(stream, self._most), len(request), black)

    def _sealed_origin(self, signal: Signal, raw: bytes, *, is_scope: bool) -> bytes:
        """Give the fields of a resource or scope, and of its holder, sealed."""
        holder = parsed(signal.holders[is_scope], raw)
        if is_scope:
            self._seal_origin(holder, "scope", seal_scope, black_scope)
        else:
            self._seal_origin(holder, "resource", seal_resource, black_resource)
        sealed: bytes = holder.SerializeToString()
        return sealed

    def seal_message(
        self, signal: Signal, request: Any, stream: str, pause: Callable[[], None] = no_pause
    ) -> SealedRequest:
        """Seal a parsed request in place, and give it.

        `stream` is what the ids of its records begin with; `pause` as in `seal`.

        Raises:
            TooLarge: there are more than `MAX_ITEMS` items.
        """
        items = signal.count(request)
        if items > MAX_ITEMS:
            raise TooLarge(f"more than {MAX_ITEMS} {signal.name} in one request")
        first, second, third = signal.levels
        seal_item = self._item_sealer(signal, (f"{stream}-{number}" for number in range(1, items + 1)))
        black = 0
        for resource in getattr(request, first):
            self._seal_origin(resource, "resource", seal_resource, black_resource)
            for scope in getattr(resource, second):
                self._seal_origin(scope, "scope", seal_scope, black_scope)
                for item in getattr(scope, third):
                    pause()
                    black += not seal_item(item)
        parts = [request.SerializeToString()] if self._most is None else list(split(request, signal, self._most))
        return self._fitted(signal, parts, items, black)

    def _fitted(self, signal: Signal, parts: Sequence[bytes], items: int, black: int) -> SealedRequest:
        """Give the parts, each of a size that the next hop takes: an item that is too large alone is cut."""
        most = self._most
        tags: Mapping[str, int] = {}
        if self._index_service is not None and signal is not METRICS:
            parts, tags = turned(self._index_service, signal, parts)
        if most is None or all(len(part) <= most for part in parts):
            return SealedRequest(parts, items, black, tags=tags)
        smaller = [one for part in parts for one in fitted(part, signal, most)]
        return SealedRequest([part for part, _ in smaller], items, black, sum(cut for _, cut in smaller), tags)

    def _item_sealer(self, signal: Signal, uids: Iterator[str]) -> Callable[[Any], bool]:
        if signal is TRACES:
            return lambda span: seal_span(span, self.sealing)
        if signal is METRICS:
            return lambda metric: mask_metric(metric, self._masks)
        return lambda record: seal_log(record, self.sealing, next(uids))

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
