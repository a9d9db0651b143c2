"""IP addresses: IPv4 as a dotted quad, IPv6 in every text form, with a zone if there is one.

It leaves versions, object identifiers, clock times, MAC addresses and C++ scopes.
Standards: RFC 4291 section 2.2 and RFC 5952 (IPv6), RFC 4007 section 11 (zones), RFC 791 (IPv4). Private addresses are
found as well. Left, because they identify nobody: loopback (127.0.0.0/8, `::1`), 0.0.0.0/8, netmasks and broadcast
(255.…), `::`.
Misses: octal, hexadecimal or single-number spellings of IPv4, quads with leading zeros, addresses with a dotted suffix
of digits (`10.0.0.1.443` as tcpdump writes).
"""

from __future__ import annotations

import ipaddress
from typing import Any

from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import is_word
from sealog.detect.rules.network.versions import HINTS, is_version
from sealog.loopback import is_loopback
from sealog.pattern import pattern

_QUAD = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_STRICT_QUAD = pattern(
    rf"(?<![0-9A-Za-z.])(?!0\.|127\.|255\.){_OCTET}\.{_OCTET}\.{_OCTET}\.{_OCTET}(?![0-9A-Za-z_]|\.\d)"
)
_FULL_COLONS = 7
_DEVICE_ID = pattern(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){7}")  # EUI-64
_SHORT_PREFIX = pattern(r"[0-9A-Fa-f]{1,4}::")  # `1::text` in SQL; a network prefix has more than one group


def _twin(compiled: Any) -> Any:
    return compiled.IpAddresses(_SHAPE, list(HINTS))


def _validate(text: str, start: int, end: int) -> Span | None:
    if ":" not in text[start:end]:
        return (start, end) if _is_ipv4(text, start, end) else None
    span = _ipv6(text, start, end)
    if span is None and "." in text[start:end]:
        # `peer:1:10.0.0.1`: only what is behind the last colon is an address.
        quad = text.rindex(":", start, end) + 1
        return (quad, end) if _is_ipv4(text, quad, end) else None
    return span


def _is_ipv4(text: str, start: int, end: int) -> bool:
    quad = _STRICT_QUAD.match(text, start)
    return quad is not None and quad.end() == end and not is_version(text, start, end)


def _ipv6(text: str, start: int, end: int) -> Span | None:
    # A single colon at either edge belongs to the words around (`client:2001:db8::1:`).
    if text[start] == ":" and text[start + 1] != ":":
        start += 1
    elif is_word(text[start - 1 : start]) or text[start - 1 : start] in {":", "."}:
        return None
    if is_word(text[end : end + 1]) or text[end : end + 2] == "::":
        return None
    if text[end - 1] == ":" and text[end - 2] != ":":
        end -= 1
    if _is_ipv6(text[start:end]):
        return start, end
    # `[…]:443` needs brackets, but many write the port without them.
    host, _, port = text[start:end].rpartition(":")
    return (start, start + len(host)) if port.isdigit() and _is_ipv6(host) else None


def _is_ipv6(value: str) -> bool:
    core = value.partition("%")[0]
    colons = core.count(":")
    if not ("::" in core or colons == _FULL_COLONS or (colons == _FULL_COLONS - 1 and "." in core)):
        return False
    if not any(char.isdigit() for char in core) or _DEVICE_ID.fullmatch(core) or _SHORT_PREFIX.fullmatch(core):
        return False
    try:
        return not ipaddress.IPv6Address(core).is_unspecified and not is_loopback(core)
    except ValueError:
        return False


def _normalise(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value.strip()))
    except ValueError:
        return value


_HEX = "[0-9A-Fa-f]+:"
_GROUP = "[0-9A-Fa-f]{1,4}"
_SHORT = rf"(?:{_GROUP})?(?::{_GROUP}){{0,7}}::(?:{_GROUP})?(?::(?:{_GROUP})?){{0,8}}"
_FULL = rf":?{_GROUP}(?::{_GROUP}){{5,8}}:?"

_SHAPE = (
    rf"(?:{_SHORT}|{_FULL})(?:\.[0-9]{{1,3}}){{0,3}}(?:%[0-9A-Za-z][0-9A-Za-z_-]{{0,15}})?"
    rf"|{_QUAD}"
)

RULE = Rule(
    entity="ip_address",
    group="network",
    gate=(
        r"[0-9]\.[0-9][0-9]?[0-9]?\.[0-9][0-9]?[0-9]?\.[0-9]"
        rf"|::[0-9A-Fa-f]|[0-9A-Fa-f]::|{_HEX * 6}[0-9A-Fa-f]"
    ),
    shape=_SHAPE,
    validate=_validate,
    twin=_twin,
    normalise=_normalise,
    indexed=False,
    cost=2,
    hits=(
        "from «192.0.2.17» port 22",
        "client=«198.51.100.7»:51234 accepted",
        "dest: /«10.251.42.84»:57069",
        "node7/«10.10.34.11»:45307 lost",
        "block BP-595454498-«10.10.34.11»-1427088167814",
        "addr «2001:db8::1» up",
        "[«2001:db8:0:0:0:0:0:1»]:443",
        "via «fe80::1ff:fe23:4567:890a%eth0»,",
        "mapped «::ffff:192.0.2.1»",
        "old form «0:0:0:0:0:FFFF:129.144.52.38»",
        "client:«2001:db8::2:1»: timeout",
        "route «2001:db8::»/32",
        "root@«203.0.113.9»'s password",
        "rhost=«218.188.2.4».",
        "peer:1:«10.0.0.1»",
        "resolver dns-«8.8.8.8» and ip_«3.120.4.5»",
        "moved to «198.51.100.4», updated «198.51.100.5»",
    ),
    misses=(
        "version 1.2.3.4 installed",
        "v1.2.3.4 tagged",
        "pip install thing==1.2.3.4",
        "oid 1.3.6.1.4.1.311",
        "lib-1.2.3.4.jar and app_2.0.1.5-SNAPSHOT",
        "Mozilla/5.0 Chrome/120.0.0.0 Safari/537.36",
        "256.1.1.1 and 1.2.3.400",
        "at 12:34:56.789 and 2024-05-01 12:34:56",
        "mac 00:11:22:33:44:55 seen",
        "eui 00:11:22:ff:fe:33:44:55",
        "std::cafe and Dead::Beef and a::b",
        "SELECT 1::text, now()::date",
        "listening on 0.0.0.0:8080 and :::8080 and [::]:80",
        "netmask 255.255.255.0",
        "Uvicorn running on http://127.0.0.1:8000",
        "loopback 127.1.2.3, ::1, [::1]:443 and ::ffff:127.0.0.1",
        "arn:aws:iam::123456789012:user/x",
        "appVersion=10.2.0.1 build 3.1.0.9",
        "Accept 1.2.3 or 1.2.3.4.5",
        "upgrade from version 1.2.3.4 to 1.2.3.5",
        'service=shop v=3.19.14.13 ok, -DVERSION=\\"16.21.1.7\\" given',
        "Successfully tagged acme/router:26.27.21.21",
        "upgraded to 10.2.0.1, updating to v10.2.0.2",
        "kernel 5.15.0.91 booted, jdk-17.0.9.8 installed",
        "at a.B.run(B.java:7) ~[spring-webmvc.jar!/:24.1.2.3]",
    ),
)
