"""Texts with invented personal data, one for each place that a sender puts one into, and where they turn up again."""

from __future__ import annotations

import base64
import itertools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from ahocorasick_rs import BytesAhoCorasick

from quality.source import Source
from quality.values import MAKERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SEED = int(os.environ.get("SEALOG_POLYGLOT_SEED", "2026"))
"""Other values are had with another seed."""

_AROUND = {
    "credit_card": "paid with card {}",
    "iban_code": "from IBAN {}",
    "ip_address": "at {}",
    "phone_number": "phone {}",
    "github_token": "token {}",
    "us_ssn": "SSN {}",
    "ip_address/6": "over {}",
    "jwt": "bearer {}",
}
_BASE64_BLOCK = 3


@dataclass(frozen=True)
class Told:
    """What a sender puts into one place. `mark` is what the text begins with, and is nobody's data."""

    place: str
    mark: str
    text: str
    values: tuple[str, ...]

    @property
    def in_stores(self) -> tuple[str, ...]:
        """What shows in a store that the place has come: the mark, also as names and bytes are written there."""
        packed = base64.b64encode(self.mark.encode())
        return self.mark, self.mark.lower(), packed[: len(self.mark) // 3 * 4].decode()


def texts(sender: str, places: Iterable[str]) -> dict[str, Told]:
    """Invent what a sender tells in each place: an address of mail, and one further value where there is room."""
    source = Source(SEED + sum(sender.encode()))
    kinds = itertools.cycle(_AROUND)
    seen: set[str] = set()

    def fresh(kind: str) -> str:
        # The twelve digits of old Maestro cards are many other numbers too.
        value: str = source.until(
            lambda: MAKERS[kind](source), lambda made: made not in seen and not made.startswith("0")
        )
        seen.add(value)
        return value

    told = {}
    for place in places:
        mark = f"{sender}_{place.replace('.', '_')}"
        mail = fresh("email_address")
        if place.endswith((".unit", ".key")):  # short, and in one word
            told[place] = Told(place, mark, f"{mark}/{mail}", (mail,))
            continue
        kind = next(kinds)
        other = fresh(kind)
        told[place] = Told(place, mark, f"{mark} of {mail} {_AROUND[kind].format(other)}", (mail, other))
    return told


def found_in(places: Mapping[str, bytes], told: Iterable[Told]) -> list[str]:
    """Name the places (files, stores) that have a value in the clear, in any case, with where it was told."""
    forms = {
        form.lower(): f"value {number} of {one.mark}"
        for one in told
        for number, value in enumerate(one.values)
        for form in _forms(value)
    }
    names = list(forms.values())
    search = BytesAhoCorasick(list(forms))
    found = {
        f"{names[which]} in {place}"
        for place, content in places.items()
        for which, _, _ in search.find_matches_as_indexes(content.lower())
    }
    return sorted(found)


def _forms(value: str) -> Iterator[bytes]:
    """Give a value as it may be written: as it is, in addresses, in JSON, without its spaces, and in base64 and hex."""
    bare = value.replace(" ", "").replace("-", "")
    for written in dict.fromkeys((value, quote(value), quote(value, safe=""), quote_plus(value), bare)):
        yield written.encode()
    yield value.encode().hex().encode()
    raw = value.encode()
    for before in range(_BASE64_BLOCK):
        # What stands before moves the blocks; the first and the last one mix with it.
        block = base64.b64encode(b"\0" * before + raw)
        yield block[4 if before else 0 : len(block) - 4]
