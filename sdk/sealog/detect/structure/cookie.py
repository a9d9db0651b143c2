"""Cookies: the pairs of a `Cookie` header, the value that `Set-Cookie` sets, session ids of well-known frameworks.

It leaves the attributes behind `Set-Cookie`. Standard: RFC 6265 section 4. Misses: cookies of a framework's own name
outside these headers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.interface import KeywordRule
from sealog.detect.structure.placeholders import is_placeholder
from sealog.detect.surroundings import begins_word

if TYPE_CHECKING:
    from sealog.detect.interface import Span

_SIGN = r"(?:\\{0,3}[\"'`]|\]){0,2}[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}\[?[uUbB]?(?:\\{0,3}[\"'`])?"
_NAME = r"[\w!#$%&*^.|~+-]{1,64}"
_VALUE = r"[\w!#$%&()*+./:<=>?@\[\]^{|}~-]{0,4096}"
_SENT = re.compile(rf"{_SIGN}(?P<value>{_NAME}={_VALUE}(?:;[ ]?{_NAME}={_VALUE}){{0,64}})", re.ASCII)
_SET = re.compile(rf"{_SIGN}{_NAME}=(?P<value>{_VALUE})", re.ASCII)
_SESSION = re.compile(rf"{_SIGN}(?P<value>[\w%.!:~+/-]{{12,512}})", re.ASCII)
_TRAILING = re.compile(r"[])}>]*\Z")
_COOKIES = frozenset({"cookie", "set-cookie"})


def _find(text: str, start: int, end: int) -> Span | None:
    word = text[start:end].lower()
    if word == "cookie":
        is_set = text[max(0, start - 4) : start].lower() in {"set-", "set_"}
        match = (_SET if is_set else _SENT).match(text, end) if is_set or begins_word(text, start) else None
    else:
        match = _SESSION.match(text, end)
    if match is None:
        return None
    begin, stop = match.span("value")
    closing = _TRAILING.search(text, begin, stop)
    stop = closing.start() if closing else stop
    return None if begin == stop or is_placeholder(text[begin:stop]) else (begin, stop)


RULE = KeywordRule(
    entity="cookie",
    group="secret",
    keywords=(
        *("cookie", "jsessionid", "phpsessid", "aspsessionid", "asp.net_sessionid", "connect.sid", "laravel_session"),
        *("_rails_session", "sessionid_ss", "csrftoken"),
    ),
    find=_find,
    hits=(
        "Cookie: «sid=31d4d96e407aad42; lang=en-US»",
        "< Set-Cookie: sid=«31d4d96e407aad42»; Path=/; HttpOnly",
        '{"cookie":"«theme=dark; sid=31d4d96e407aad42»","host":"x"}',
        "{'Cookie': '«sid=31d4d96e407aad42»'}",
        "GET /cart;jsessionid=«6A3B1C9D8E7F60512A3B4C5D6E7F8091»?x=1",
        "PHPSESSID=«298zf09hf012fh2kjh2»; path=/",
        "headers=[cookie: «a=b; c=d31d4d96»]",
    ),
    misses=(
        "cookie expired",
        "Cookie: ****",
        "set-cookie header is missing",
        "cookies=12 accepted",
        "cookie_domain=example.com",
        "Cookie: [redacted]",
        "jsessionid=none",
        "CookieTheft: no=1",
    ),
)
