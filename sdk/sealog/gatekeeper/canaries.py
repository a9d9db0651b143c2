"""Canary values: planted values of nobody. Whoever opens one searches where they have no business, and that alarms.

The openers' file knows a canary by a hash, so that reading the file tells nobody which value to keep away from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sealog.crypto.primitives import sha256
from sealog.detect.engine.scanner import default_scanner

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sealog.policy.spot import Spot

__all__ = ["Canaries", "CanaryWatch", "canary_hash", "read_canaries"]

_FIELDS = ("name", "entity", "sha256")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Canaries:
    """The names of canaries by entity and hash, and where alarms go: a URL for OTLP/HTTP logs, or the empty text."""

    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    alarm: str = ""

    def name_of(self, entity: str, normalised: str) -> str | None:
        """Give the name of the canary that a value is, or None."""
        return self.names.get((entity, canary_hash(entity, normalised))) if self.names else None


class CanaryWatch:
    """Knows canaries among opened values, and sends alarms; `send_alarm` takes a URL, the facts and the moment."""

    def __init__(
        self, canaries: Canaries, send_alarm: Callable[[str, Mapping[str, str], datetime], bool] | None = None
    ) -> None:
        self._canaries = canaries
        self._send_alarm = send_alarm

    def name_of(self, entity: str, value: str) -> str | None:
        """Give the name of the canary that an opened value is, or None."""
        if not self._canaries.names:
            return None
        return self._canaries.name_of(entity, default_scanner().normalise(entity, value))

    def alarm(self, facts: Mapping[str, str], moment: datetime) -> bool:
        """Send word that a canary was opened; tells whether it arrived, or nobody wants one."""
        if not self._canaries.alarm:
            return True
        if self._send_alarm is None:
            from sealog.gatekeeper.alarm import send_alarm  # noqa: PLC0415 - nobody else needs OTLP's messages

            self._send_alarm = send_alarm
        return self._send_alarm(self._canaries.alarm, facts, moment)


def canary_hash(entity: str, normalised: str) -> str:
    """Give what stands for a value in the openers' file; `normalised` as `Scanner.normalise` gives it."""
    return sha256(f"sealog/v1/canary\0{entity}\0{normalised}".encode("utf-8", "surrogatepass")).hex()


def read_canaries(canaries: Spot | None, alarm: Spot | None) -> Canaries:
    """Read two sections of the openers' file.

    Raises:
        SettingError: one is wrong; names file and line.
    """
    names = {}
    for spot in canaries.items() if canaries is not None else ():
        fields = spot.entries(_FIELDS)
        if missing := [name for name in _FIELDS if name not in fields]:
            raise spot.error(f"`{missing[0]}` is missing; `sealog audit canary` prints all of it")
        digest = fields["sha256"].text() if fields["sha256"].node.tag.endswith(":str") else ""
        if not _HASH.fullmatch(digest):
            raise fields["sha256"].error("must be 64 hexadecimal digits in quotes; `sealog audit canary` prints them")
        names[fields["entity"].text(), digest] = fields["name"].text()
    return Canaries(names, "" if alarm is None else _url(alarm))


def _url(spot: Spot) -> str:
    url = spot.text()
    try:
        parts = urlsplit(url)
        is_http = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_http = False
    if not is_http:
        raise spot.error("must be the URL of an OTLP/HTTP receiver of logs, such as https://collector:4318/v1/logs")
    return url
