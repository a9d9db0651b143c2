"""Devices: MAC addresses, IMEI, vehicle numbers (VIN).

Digits in one piece count only beside a word that names them. Hex dumps are left.
Standards: IEEE 802 (EUI-48), 3GPP TS 23.003 (IMEI, Luhn), ISO 3779 with 49 CFR 565.15 (VIN).
Misses: EUI-64, MEID.
"""

from __future__ import annotations

from sealog.detect.data.card_brands import has_luhn
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import after, before
from sealog.detect.rules.support.numbers import compact, number_rule, said, unsaid
from sealog.pattern import pattern

_NOBODYS_MAC = frozenset({"000000000000", "FFFFFFFFFFFF"})
_MORE_LEFT = pattern(r"[0-9A-Za-z_.][:.\-]?\Z|::?\Z")
_MORE_RIGHT = pattern(r"[0-9A-Za-z_]|[:.][0-9A-Fa-f]|-[0-9A-Za-z]")
_LABEL = pattern(r"[=: ]\Z")
_VIN_DIGITS = 5


def _is_mac(text: str, start: int, end: int) -> Span | None:
    left = before(text, start, 3)
    if (_MORE_LEFT.search(left) and not _LABEL.search(left)) or _MORE_RIGHT.match(after(text, end, 2)):
        return None
    value = text[start:end]
    if len({char for char in value if char in ":-."}) > 1 or compact(value) in _NOBODYS_MAC:
        return None
    return start, end


def _is_imei(value: str) -> bool:
    return has_luhn(compact(value))


def _is_vin(value: str) -> bool:
    return sum(char.isdigit() for char in value) >= _VIN_DIGITS and not value.isdigit()


_HEX = "[0-9A-Fa-f][0-9A-Fa-f]"

RULES = (
    number_rule(
        "imei",
        group="device",
        shape="[0-9]{2}[- ]?[0-9]{6}[- ]?[0-9]{6}[- ]?[0-9]",
        check=_is_imei,
        compiled_check="luhn",
        words=("imei", "imei number", "device id", "equipment identity"),
        hits=said("IMEI", "490154203237518", "35-209900-176148-1"),
        misses=unsaid("IMEI", "490154203237518", "490154203237519", "49015420323751"),
    ),
    Rule(
        entity="mac_address",
        group="device",
        gate=rf"{_HEX}(?::{_HEX}:{_HEX}:{_HEX}:|-{_HEX}-{_HEX}-{_HEX}-){_HEX}|{_HEX}{_HEX}\.{_HEX}{_HEX}\.{_HEX}{_HEX}",
        shape=r"[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}",
        validate=_is_mac,
        normalise=compact,
        indexed=False,
        hits=(
            "DHCPACK to «00:1b:44:11:3a:b7» via eth0",
            "mac=«00-1B-44-11-3A-B7»,",
            '{"mac":"«d4:3d:7e:aa:bb:cc»"}',
            "port Gi0/1 learned «001b.4411.3ab7»",
            "lladdr: «00:1b:44:11:3a:b7»",
            "wlan0: authenticate with «f0:9f:c2:00:11:22» (try 1/3)",
        ),
        misses=(
            "00:00:00:00:00:00",
            "ff:ff:ff:ff:ff:ff is everybody",
            "00:1b:44:11:3a:b7:00:01 is an EUI-64",
            "00:1b-44:11-3a:b7",
            "SHA256 de:ad:be:ef:00:11:22:33:44:55",
            "12:34:56 to 12:35:10",
            "a1-b2-c3-d4-e5-f6-g7-h8 is an id",
            "x00:1b:44:11:3a:b7",
            "fe80::00:1b:44:11:3a:b7",
            "2001.0db8.0000.0000",
        ),
    ),
    number_rule(
        "vin",
        group="device",
        shape="[A-HJ-NPR-Z0-9]{17}",
        check=_is_vin,
        words=("vin", "vin number", "vehicle", "vehicle id", "chassis", "fahrgestellnummer", "vehicle identification"),
        hits=said("VIN", "1HGCM82633A004352", "WVWZZZ1JZXW000001"),
        misses=unsaid("VIN", "1HGCM82633A004352", "1HGCM82633A00435", "1HGCM82633A00435O", "12345678901234567"),
    ),
)
