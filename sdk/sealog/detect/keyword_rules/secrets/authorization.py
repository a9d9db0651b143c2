"""Credentials of HTTP's authorization header, and bearer and basic credentials wherever their scheme is named.

The scheme stays readable. Standards: RFC 9110 section 11.6.2, RFC 6750 section 2.1 (bearer), RFC 7617 (basic: the
base64 of `user:password`). Of a scheme with parameters all of them are sealed: RFC 7616 (digest), RFC 5849 (OAuth),
RFC 7804 (SCRAM), RFC 8292 (Web Push), AWS Signature 4, Hawk, HTTP signatures. Misses: schemes
without the header's name.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.placeholders import is_masked, is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import begins_word
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_CREDENTIAL = r"(?P<value>[0-9A-Za-z._~+/:|!-]{6,4096}={0,2})"
_SIGN = r"(?:\\{0,3}[\"'`]|\]){0,2}[ \t]{0,4}(?:=>|[:=,]|%3[DdAa])[ \t]{0,4}[\[(]?(?:[uUbB]?\\{0,3}[\"'`])?"
_SCHEMES = (
    r"Bearer|Basic|(?:Api[ -]?)?Token|Api-?Key|Digest|Negotiate|NTLM|SSWS|GenieKey|Key|JWT|Splunk|Bot|GoogleLogin"
    r"|Kerberos"
    r"|SharedKey(?:Lite)?|SharedAccessSignature|HMAC(?:-?SHA-?(?:1|256|384|512))?|AWS|AWS4-HMAC-SHA256|DPoP|GNAP|HOBA|Mutual"
    r"|PrivateToken|Private-Token|Client-ID|OAuth2?|Hawk|MAC|Signature|SCRAM-SHA-(?:1|256|512)(?:-PLUS)?|vapid|TwoFactor|Session"
    r"|ApiToken|Access-?Token|Secret|Credential|Passport|Zoho-oauthtoken|EG1|Apikey|acs|OSS|COS|QBox|Qiniu|UCloud|TC3-HMAC-SHA256"
)
_HEADER = pattern(
    rf"{_SIGN}(?:(?P<scheme>{_SCHEMES})(?:[ ]+|%20|\+))?(?:token=|auth=|username=|key=)?[\"']?{_CREDENTIAL}",
    re.IGNORECASE | re.ASCII,
)
_OTHER_SCHEME = pattern(rf"{_SIGN}[A-Za-z][\w-]{{1,31}}[ ]{{1,4}}{_CREDENTIAL}", re.ASCII)
# RFC 9110 section 11.2: `name=token` or `name="quoted"`, with commas between; AWS and Web Push write no quotes.
_PARAMETER = r"[A-Za-z][\w-]{0,31}[ ]?=[ ]?(?:\\{0,3}\"[^\"\n\x1e]{0,1024}\"|[^\s,\"'`\x1e\\]{1,2048})"
_PARAMETERS = pattern(
    rf"{_SIGN}(?P<scheme>[A-Za-z][\w!#$%&*+.^|~-]{{1,31}})[ ]{{1,4}}"
    rf"(?P<value>{_PARAMETER}(?:[,;][ ]{{0,4}}{_PARAMETER}){{0,31}})",
    re.ASCII,
)
_MASKED = pattern(r"[ ]{1,4}[*<\[]")
_WITH_PARAMETERS = pattern(_SCHEMES, re.IGNORECASE | re.ASCII)
_OF_CREDENTIALS = pattern(
    r"(?:credential|\w{0,16}signature|oauth_\w{1,16}|mac|nonce|response|key_?id|token|data|sig|secret|password|hmac"
    r"|digest)[ ]?=",
    re.IGNORECASE | re.ASCII,
)
_BEARER = pattern(rf"(?:[ ]{{1,4}}|%20|:[ ]?)[\"']?{_CREDENTIAL}", re.ASCII)
_BASIC = pattern(r"(?:[ ]{1,4}|%20)(?P<value>[0-9A-Za-z+/]{6,1024}={0,2})(?![0-9A-Za-z+/=])", re.ASCII)
_READ = 16
_DIGIT = pattern("[0-9]")
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
    if match is None or not right or is_placeholder(match["value"]) or is_masked(match["value"]):
        return None
    return match.span("value")


def _header(text: str, end: int) -> Span | None:
    match = _PARAMETERS.match(text, end)
    if match is not None and (_WITH_PARAMETERS.fullmatch(match["scheme"]) or _OF_CREDENTIALS.search(match["value"])):
        return match.span("value")
    match = _HEADER.match(text, end)
    spend(4 + (match.end() - end) // _READ if match else 4)
    if match is None or is_placeholder(match["value"]) or is_masked(match["value"]):
        return None
    if match["scheme"] is None and (other := _OTHER_SCHEME.match(text, end)) is not None:
        return other.span("value") if _is_long(other["value"]) else None
    is_alone = match["scheme"] is None and (not _is_long(match["value"]) or _is_scheme(text, *match.span("value")))
    return None if is_alone else match.span("value")


def _is_scheme(text: str, start: int, end: int) -> bool:
    """Tell whether `text[start:end]` is a scheme whose credentials are masked or sealed."""
    return _WITH_PARAMETERS.fullmatch(text, start, end) is not None or _MASKED.match(text, end) is not None


def _is_long(value: str) -> bool:
    return len(value) >= _SHORTEST_BARE and _has_digit(value)


def _has_digit(value: str) -> bool:
    return _DIGIT.search(value) is not None


def _is_basic(value: str) -> bool:
    try:
        decoded = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
    except ValueError:
        return False
    user, colon, password = decoded.partition(":")
    return bool(colon and (user or password)) and decoded.isprintable()


SHAPES = {"schemes": _WITH_PARAMETERS}
"""What the compiled half has to know."""

RULE = KeywordRule(
    entity="authorization",
    group="secret",
    keywords=("authorization", "bearer", "basic"),
    find=_find,
    form=Form("authorization"),
    hits=(
        "Authorization: Bearer «mF_9.B5f-4.1JqM»",
        "> Authorization: Basic «YWxhZGRpbjpvcGVuc2VzYW1l»",
        '{"headers":{"authorization":"Bearer «2YotnFZFEjr1zCsicMWpAA»"}}',
        "{'Authorization': 'Token «9944b09199c62bcf9418ad846dd0e4bb»'}",
        r"{\"Authorization\": \"Bearer «2YotnFZFEjr1zCsicMWpAA»\"}",
        "authorization=[Bearer «2YotnFZFEjr1zCsicMWpAA»]",
        'Authorization: Digest «username="bob", realm="x", nonce="8d61", response="6629fae49393a053", qop=auth»',
        "proxy-authorization: «9944b09199c62bcf9418»",
        "authorization: «b944b09199c62bcf9418»",
        "sent bearer «2YotnFZFEjr1zCsicMWpAA» to upstream",
        "auth basic «dXNlcjpodW50ZXIy» accepted",
        'authorization: Hawk «id="dh37fgj492je", ts="1353832234", nonce="j4h3g2", mac="6R4rV5iE+NPoym+WwjeHzjAGXUtL="»',
        (
            "Authorization: AWS4-HMAC-SHA256 «Credential=AKIA5OSFODNN7QWERTYU/20240501/s3/aws4_request, "
            "SignedHeaders=host;x-amz-date, Signature=fe5f80f77d5fa3beca038a248ff027d0»"
        ),
        "Authorization: SharedKey «myaccount1:ctzMq410TV3wS7upTBcunJTDLEJwMAZuFPfr0mrrA08=»",
        "curl -H 'Authorization: SSWS «00QCjAl4MlV-WPXM»'",
    ),
    misses=(
        "Authorization: Bearer ****",
        "Authorization: Bearer ${TOKEN}",
        "Authorization: granted",
        "authorization=granted user=bob role=admin2 took=12ms",
        "Authorization: checked for user4711 in 12 ms",
        "authorization=required for /admin",
        "bearer token is missing",
        "Basic authentication enabled",
        "basic Y2F0cw== is no pair",
        "org.springframework.security.authorization.AuthorizationManager1",
        "WWW-Authenticate: Bearer realm=api1",
        "the standard bearer of 2024-05-18",
    ),
)
