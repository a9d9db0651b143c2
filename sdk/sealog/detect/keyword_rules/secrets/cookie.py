"""Cookies: the pairs of a `Cookie` header, the value that `Set-Cookie` sets, session ids of well-known frameworks.

It leaves the attributes behind `Set-Cookie`. Standard: RFC 6265 section 4. Misses: cookies of a framework's own name
outside these headers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.legible import is_hard, is_jumbled, is_mixed
from sealog.detect.keyword_rules.text.placeholders import is_masked, is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import begins_word
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.detect.model.rule import Span

_SIGN = r"(?:\\{0,3}[\"'`]|\]){0,2}[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}\[?(?:[uUbB]?\\{0,3}[\"'`])?"
_NAME = r"[\w!#$%&*^.|~+-]{1,64}"
_QUOTED = r"\\{0,3}\"[\w!#$%&'()*+./:<=>?@\[\]^{|}~ -]{0,1024}\\{0,3}\""
_VALUE = r"[\w!#$%&()*+./:<=>?@\[\]^{|}~-]{0,4096}"
_SENT = pattern(
    rf"{_SIGN}(?P<value>{_NAME}=(?:{_QUOTED}|{_VALUE})(?:;[ ]?{_NAME}=(?:{_QUOTED}|{_VALUE})){{0,64}})", re.ASCII
)
_SET = pattern(rf"{_SIGN}{_NAME}=(?P<value>{_QUOTED}|{_VALUE})", re.ASCII)
# One header's further cookies, as clients join them: attributes, a comma (not that of a date), the next name.
_FURTHER = pattern(
    rf"(?:;(?=(?P<part>[ ]?Expires=[A-Za-z]{{3}},[^;,\n\x1e\"']{{0,40}}|[^;,\n\x1e\"']{{0,128}}))(?P=part)){{0,8}}"
    rf",[ ]?{_NAME}=(?P<value>{_VALUE})",
    re.ASCII | re.IGNORECASE,
)
_MOST_COOKIES = 64
_SESSION = pattern(rf"{_SIGN}(?P<value>[\w%.!:~+/-]{{12,512}})", re.ASCII)
# A session's id, or a token against forged requests, under names that programs also use for counters and flags.
_NAMED = pattern(rf"(?=(?P<name>[\w-]{{0,24}}))(?P=name){_SIGN}(?P<value>[\w%.!:~+/|-]{{8,256}}={{0,2}})", re.ASCII)
_WEAK = frozenset({"csrf", "xsrf", "sessionid", "session_id", "session-id", "sid"})
_NO_ID = pattern(
    r"0x[0-9a-f]*|S-1-[0-9-]+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9.:-]+", re.IGNORECASE
)
_SHORT_ID = pattern("(?=(?:[a-z]*[0-9]){3})(?=(?:[0-9]*[a-z]){3})[0-9a-z]{12,15}", re.ASCII | re.IGNORECASE)
_HEX_ID = pattern("(?=[0-9]*[a-f])(?=[a-f]*[0-9][0-9a-f]*[0-9])[0-9a-f]{8,15}", re.ASCII | re.IGNORECASE)
_RUNS = pattern("[a-z]+|[0-9]+", re.IGNORECASE)
_FEWEST_RUNS = 4  # of letters or digits; a word with its number, or a time, has fewer
_REST = pattern(r"[_-]?(?:middleware)?[_-]?(?:token|cookie|value|key|header|state)?", re.IGNORECASE)
_READ = 4  # steps of reading what stands behind a name
_TRAILING = pattern(r"[])}>]*\Z")


def _find(text: str, start: int, end: int) -> Span | None:
    spend(_READ)
    word = text[start:end].lower()
    if word == "cookie":
        is_set = text[max(0, start - 4) : start].lower() in {"set-", "set_"}
        match = (_SET if is_set else _SENT).match(text, end) if is_set or begins_word(text, start) else None
    elif word in _WEAK:
        return _weak(text, start, end, word)
    else:
        match = _SESSION.match(text, end)
    if match is None:
        return None
    begin, stop = match.span("value")
    closing = _TRAILING.search(text, begin, stop)
    stop = closing.start() if closing else stop
    return None if begin == stop or is_placeholder(text[begin:stop]) else (begin, stop)


def _others(text: str, start: int, end: int) -> Iterator[Span]:
    first = _find(text, start, end)
    if first is None or text[max(0, start - 4) : start].lower() not in {"set-", "set_"}:
        return
    at = first[1]
    for _ in range(_MOST_COOKIES):
        match = _FURTHER.match(text, at)
        if match is None:
            return
        at = match.end()
        if match["value"] and not is_placeholder(match["value"]):
            yield match.span("value")


def _weak(text: str, start: int, end: int, word: str) -> Span | None:
    if word == "sid" and not begins_word(text, start) and text[start - 1 : start] not in {"_", "."}:
        return None
    match = _NAMED.match(text, end)
    if match is None or _NO_ID.fullmatch(value := match["value"]) or is_placeholder(value) or is_masked(value):
        return None
    rest = match["name"]
    if "srf" in word:
        right = _REST.fullmatch(rest) is not None and any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    else:
        right = not rest and (is_hard(value) or is_mixed(value) or (word != "sid" and _is_short_id(value)))
    return match.span("value") if right else None


def _is_short_id(value: str) -> bool:
    """Tell whether a value is a session id that only its name reveals: `7DxtpYlSXpfK`, `abc123def456`, `bcc2a07011`."""
    if _HEX_ID.fullmatch(value):
        return True
    return is_jumbled(value) or (_SHORT_ID.fullmatch(value) is not None and len(_RUNS.findall(value)) >= _FEWEST_RUNS)


SHAPES = {"no_id": _NO_ID, "rest_of_token": _REST}
"""What the compiled half has to know."""

RULE = KeywordRule(
    entity="cookie",
    group="secret",
    keywords=(
        *("cookie", "jsessionid", "phpsessid", "aspsessionid", "asp.net_sessionid", "connect.sid", "laravel_session"),
        *("_rails_session", "sessionid_ss", "csrftoken", "csrf", "xsrf", "sessionid"),
        *("session_id", "session-id", "sid"),
    ),
    find=_find,
    form=Form("cookie"),
    others=_others,
    hits=(
        "Cookie: «sid=31d4d96e407aad42; lang=en-US»",
        "< Set-Cookie: sid=«31d4d96e407aad42»; Path=/; HttpOnly",
        '{"cookie":"«theme=dark; sid=31d4d96e407aad42»","host":"x"}',
        "{'Cookie': '«sid=31d4d96e407aad42»'}",
        "GET /cart;jsessionid=«6A3B1C9D8E7F60512A3B4C5D6E7F8091»?x=1",
        "PHPSESSID=«298zf09hf012fh2kjh2»; path=/",
        "csrf=«a8f5f167f44f4964e6c998dee827110c» XSRF-TOKEN: «eyJpdiI6IkZ4c0»",
        "Set-Cookie: sid=«31d4d96e»; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Path=/, b=«2x3y4z»; HttpOnly",
        'Cookie: «sid="31d4d96e407aad42"; theme=x»',
        "csrf=«b8f5f167f44f4964e6c998dee827110c»",
        "X-CSRF-Token: «Qm27xKl4»",
        "GET /?sid=«6A3B1C9D8E7F60512A3B4C5D6E7F8091»&x=1",
        '{"sessionId":"«6A3B1C9D8E7F60512A3B4C5D6E7F8091»"}',
        "headers=[cookie: «a=b; c=d31d4d96»]",
        "sessionId=«J0RlgLKOmxgJTeKdNnFRIBXuDL» session_id: «7DxtpYlSXpfK»",
        '{"sessionId":"«abc123def456»"} session-id=«k3m9qw2x7tz4»',
        "sessionId=«bcc2a07011» session_id: «9f81c0de»",
    ),
    misses=(
        "cookie expired",
        "Cookie: ****",
        "set-cookie header is missing",
        "cookies=12 accepted",
        "cookie_domain=example.com",
        "Cookie: [redacted]",
        "jsessionid=none",
        "csrf_enabled=true csrf: token_missing xsrf_cookie_age=86400000000",
        "sessionid=0x14f05578bd80006 sid=S-1-5-21-3623811015-3361044348-30300820-1013 sid=orcl",
        "session_id: f47ac10b-58cc-4372-a567-0e02b2c3d479 session_id=17145",
        "inside: 6A3B1C9D8E7F60512A3B4C5D6E7F8091",
        "CookieTheft: no=1",
        "session_id=20240518T1230 sessionId=user20240518 session_id=checkout1234 sid=abc123def456",
        "sessionId=171717171717 session_id=OrderService2Impl sessionid=a1b2c3",
    ),
)
