"""Attributes that hold an authorization header: the last word of the key says so, and the whole value is sealed.

It leaves facts about one (`authorization_url`). Sources: RFC 9110 sections 11.6.2 and 11.7.2;
OpenTelemetry's `http.request.header.<key>`. Misses: other headers with credentials (`cookie`, `x-api-key`).
"""

from __future__ import annotations

from sealog.detect.model.rule import KeyRule
from sealog.pattern import pattern

_WORDS = pattern(r"[^0-9a-z]+")
_NAMES = frozenset(
    {"authorization", "proxyauthorization", "httpauthorization", "xauthorization", "headerauthorization"}
)
_ABOUT = frozenset({"is", "has", "no", "needs", "requires", "require", "pre", "re", "skip"})


def _matches(key: str) -> bool:
    words = [word for word in _WORDS.split(key) if word]
    return bool(words) and words[-1] in _NAMES and not _ABOUT.intersection(words[-2:-1])


RULE = KeyRule(
    entity="authorization",
    group="secret",
    matches=_matches,
    hits=(
        "authorization",
        "Authorization",
        "http.request.header.authorization",
        "http.request.header.proxy-authorization",
        "http.request.header.proxy_authorization",
        "proxyAuthorization",
        "HTTP_AUTHORIZATION",
    ),
    misses=(
        "authorization_url",
        "authorization.mode",
        "authorizationCode",
        "requires_authorization",
        "pre-authorization",
        "reauthorization",
        "authorizer",
        "rbac.authorization.k8s.io/decision",
        "",
    ),
)
