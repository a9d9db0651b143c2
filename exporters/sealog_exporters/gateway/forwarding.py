"""The gateway's handler: a request is sealed beside the event loop, and answered as the next hop answers it."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError

from sealog.notices import say_once, say_settled
from sealog_exporters.gateway.next_hop import Refused, TooLargeThere, Unavailable
from sealog_exporters.otlp.encoding import Encoding, decompress
from sealog_exporters.otlp.errors import BadRequest, SinkFailed
from sealog_exporters.otlp.otlp_json import protobuf_of_json
from sealog_exporters.otlp.places import Places
from sealog_exporters.sealing.fitting import cut_down, in_two
from sealog_exporters.sealing.turns import StoppedError, Turns

if TYPE_CHECKING:
    from sealog_exporters.gateway.counters import Counters
    from sealog_exporters.gateway.next_hop import NextHop
    from sealog_exporters.otlp.limits import Limits
    from sealog_exporters.otlp.signals import Signal
    from sealog_exporters.sealing.keys import SealerSource
    from sealog_exporters.sealing.requests import SealedRequest

__all__ = ["Forwarding"]

_AWAY_S = 10.0
"""Seconds for which the next hop may take nothing before health says so."""

_LEAST = 32 * 1024
"""Bytes of a part that nobody can mean who says "too large": it is a state then, and the sender comes again."""

_LONGEST_REASON = 256


class Forwarding:
    """See `Handler`. A request is acknowledged when the next hop has taken all of it.

    Where the next hop takes a part of a request and not the rest, the sender is told to come again: the ids of the
    records are the same then.
    """

    def __init__(self, source: SealerSource, hop: NextHop, counters: Counters, limits: Limits) -> None:
        self.places = Places(limits.requests)
        self._source = source
        self._hop = hop
        self._counters = counters
        self._limits = limits
        # As many as there are places: who works is for the turns to say, and a queue before them would be one for all.
        self._threads = ThreadPoolExecutor(limits.requests, "sealog-seal")
        self._turns = Turns(max(2, os.cpu_count() or 1))
        self._away_since: float | None = None

    async def handle(self, signal: Signal, encoding: Encoding, coding: str, body: bytes, sender: str) -> bytes:
        """See `Handler`."""
        begun = time.monotonic()
        outcome = "failed"
        try:
            sealed = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._sealed, signal, encoding, coding, body, sender
            )
            response, cut = await self._forwarded(signal, sealed)
            outcome = "ok"
        except Refused:
            outcome = "refused_by_next_hop"
            raise
        except BadRequest:
            outcome = "malformed"
            raise
        except Unavailable:
            outcome = "next_hop_away"
            raise
        except StoppedError:
            outcome = "ended"
            raise
        finally:
            self._counters.answered(signal, outcome, time.monotonic() - begun)
        self._counters.sealed(signal, dataclasses.replace(sealed, cut=sealed.cut + cut))
        return response

    def refuse(self) -> None:
        """See `Handler`."""
        self._counters.turned_away("refused")

    def turn_away(self) -> None:
        """See `Handler`."""
        self._counters.turned_away("overloaded")

    def problem(self) -> str:
        """See `Handler`."""
        if self._source.problem:
            return f"values are masked: {self._source.problem}"
        if self._away_since is not None and time.monotonic() - self._away_since > _AWAY_S:
            return "the next hop takes no requests"
        return ""

    async def close(self) -> None:
        """Close what it holds; requests that are sealed now end by themselves."""
        self._turns.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)
        await self._hop.close()

    def _sealed(self, signal: Signal, encoding: Encoding, coding: str, body: bytes, sender: str) -> SealedRequest:
        with self._turns.of(sender) as pause:
            sealer, limits = self._source.sealer, self._limits
            if encoding is Encoding.PROTOBUF:
                return sealer.seal(signal, decompress(body, coding, limits.message_bytes, pause), pause)
            plain = decompress(body, coding, limits.json_bytes, pause)
            read = protobuf_of_json(signal.request, plain, limits.json_values)
            pause()
            return sealer.seal(signal, read, pause, sent=plain)

    async def _forwarded(self, signal: Signal, sealed: SealedRequest) -> tuple[bytes, int]:
        """Send all parts, one after the other; give the response to the whole, and how many items were cut for it."""
        if sealed.cut:
            say_once(
                "cut", f"an item of {signal.name} is larger than --max-request-mib; its largest texts are left out"
            )
        responses: list[bytes] = []
        try:
            cut = sum([await self._sent(signal, part, responses) for part in sealed.parts])
        except SinkFailed as error:
            if self._away_since is None:
                self._away_since = time.monotonic()
            say_once("next-hop", f"{error}; senders are told to come again")
            raise
        if self._away_since is not None:
            self._away_since = None
            say_settled("next-hop", "the next hop takes requests again")
        return responses[0] if len(responses) == 1 else _merged(signal, responses), cut

    async def _sent(self, signal: Signal, part: bytes, responses: list[bytes]) -> int:
        """Send a part, in smaller ones where the next hop says that it is too large; give how many items were cut."""
        try:
            responses.append(await self._hop.send(signal, part))
        except TooLargeThere as error:
            say_once("next-hop-size", f"{error}; --max-request-mib must be below its limit")
            if len(part) < _LEAST:
                raise Unavailable(str(error)) from None
        else:
            return 0
        loop = asyncio.get_running_loop()
        if halves := await loop.run_in_executor(self._threads, in_two, part, signal):
            return sum([await self._sent(signal, half, responses) for half in halves])
        say_once("cut", f"an item of {signal.name} is larger than the next hop takes; its largest texts are left out")
        cut = await loop.run_in_executor(self._threads, cut_down, part, signal, len(part) // 2)
        await self._sent(signal, cut, responses)
        return 1


def _merged(signal: Signal, responses: list[bytes]) -> bytes:
    """Give one response for all parts: what was rejected is added up, and the first reason told."""
    whole: Any = signal.response()
    for data in responses:
        part: Any = signal.response()
        try:
            part.ParseFromString(data)
        except DecodeError:
            continue
        for field, value in part.partial_success.ListFields():
            if isinstance(value, int):
                setattr(whole.partial_success, field.name, getattr(whole.partial_success, field.name) + value)
            elif not whole.partial_success.error_message:
                whole.partial_success.error_message = value[:_LONGEST_REASON]
    return bytes(whole.SerializeToString())
