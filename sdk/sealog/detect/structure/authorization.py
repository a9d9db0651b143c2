"""Credentials of HTTP's authorization header, and bearer and basic credentials wherever their scheme is named.

The scheme stays readable. Standards: RFC 9110 section 11.6.2, RFC 6750 section 2.1 (bearer), RFC 7617 (basic: the
base64 of `user:password`), RFC 7616 (digest: all its parameters). Misses: schemes that no word announces.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from sealog.detect.effort import spend
from sealog.detect.interface import KeywordRule
from sealog.detect.structure.placeholders import is_placeholder
from sealog.detect.surroundings import begins_word

if TYPE_CHECKING:
    from sealog.detect.interface import Span

_CREDENTIAL = r"(?P<value>[0-9A-Za-z._~+/:|!-]{6,4096}={0,2})"
_HEADER = re.compile(
    r"(?:\\{0,3}[\"'`]|\]){0,2}[ \t]{0,4}(?:=>|[:=,]|%3[DdAa])[ \t]{0,4}[\[(]?[uUbB]?(?:\\{0,3}[\"'`])?"
    r"(?:(?P<scheme>Bearer|Basic|(?:Api[ -]?)?Token|Api-?Key|Digest|Negotiate|NTLM|SSWS|GenieKey|Key"
    r"|JWT|Splunk|Bot|GoogleLogin)"
    rf"(?:[ ]+|%20|\+))?(?:token=|auth=|username=)?[\"']?{_CREDENTIAL}",
    re.IGNORECASE | re.ASCII,
)
_DIGEST = re.compile(
    r"(?:\\{0,3}[\"'`]|\]){0,2}[ \t]{0,4}[:=][ \t]{0,4}(?:\\{0,3}[\"'`])?Digest[ ]{1,4}"
    r"(?P<value>(?:[a-z]{2,16}=(?:\\{0,3}\"[^\"\n\x1e]{0,256}\"|[\w-]{1,128})(?:,[ ]{0,4}(?=[a-z]{2,16}=))?){1,16})",
    re.IGNORECASE | re.ASCII,
)
_BEARER = re.compile(rf"(?:[ ]{{1,4}}|%20|:[ ]?)[\"']?{_CREDENTIAL}", re.ASCII)
_BASIC = re.compile(r"(?:[ ]{1,4}|%20)(?P<value>[0-9A-Za-z+/]{6,1024}={0,2})(?![0-9A-Za-z+/=])", re.ASCII)
_READ = 16
_DIGIT = re.compile("[0-9]")
_SHORTEST_BARE = 16
_SHORTEST_BEARER = 12


def _find(text: str, start: int, end: int) -> Span | None:
    word = text[start:end].lower()
    if word == "authorization":
        return _header(text, end)
    if not begins_word(text, start):
        return None
    if word == "bearer":
        match = _BEARER.match(text, end)
        spend((match.end() - end) // _READ if match else 1)
        right = match is not None and len(match["value"]) >= _SHORTEST_BEARER and _has_digit(match["value"])
    else:
        match = _BASIC.match(text, end)
        right = match is not None and _is_basic(match["value"])
    return match.span("value") if match and right and not is_placeholder(match["value"]) else None


def _header(text: str, end: int) -> Span | None:
    digest = _DIGEST.match(text, end)
    if digest is not None:
        return digest.span("value")
    match = _HEADER.match(text, end)
    spend(4 + (match.end() - end) // _READ if match else 4)
    if match is None or is_placeholder(match["value"]):
        return None
    if match["scheme"] is None and (len(match["value"]) < _SHORTEST_BARE or not _has_digit(match["value"])):
        return None
    return match.span("value")


def _has_digit(value: str) -> bool:
    return _DIGIT.search(value) is not None


def _is_basic(value: str) -> bool:
    try:
        decoded = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
    except ValueError:
        return False
    user, colon, password = decoded.partition(":")
    return bool(colon and (user or password)) and decoded.isprintable()


RULE = KeywordRule(
    entity="authorization",
    group="secret",
    keywords=("authorization", "bearer", "basic"),
    find=_find,
    hits=(
        "Authorization: Bearer «mF_9.B5f-4.1JqM»",
        "> Authorization: Basic «YWxhZGRpbjpvcGVuc2VzYW1l»",
        '{"headers":{"authorization":"Bearer «2YotnFZFEjr1zCsicMWpAA»"}}',
        "{'Authorization': 'Token «9944b09199c62bcf9418ad846dd0e4bb»'}",
        r"{\"Authorization\": \"Bearer «2YotnFZFEjr1zCsicMWpAA»\"}",
        "authorization=[Bearer «2YotnFZFEjr1zCsicMWpAA»]",
        'Authorization: Digest «username="bob", realm="x", nonce="8d61", response="6629fae49393a053", qop=auth»',
        "proxy-authorization: «9944b09199c62bcf9418»",
        "sent bearer «2YotnFZFEjr1zCsicMWpAA» to upstream",
        "auth basic «dXNlcjpodW50ZXIy» accepted",
        "curl -H 'Authorization: SSWS «00QCjAl4MlV-WPXM»'",
    ),
    misses=(
        "Authorization: Bearer ****",
        "Authorization: Bearer ${TOKEN}",
        "Authorization: granted",
        "authorization=required for /admin",
        "bearer token is missing",
        "Basic authentication enabled",
        "basic Y2F0cw== is no pair",
        "org.springframework.security.authorization.AuthorizationManager1",
        "WWW-Authenticate: Bearer realm=api1",
        "the standard bearer of 2024-05-18",
    ),
)
