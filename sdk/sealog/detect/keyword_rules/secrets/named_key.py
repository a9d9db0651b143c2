"""Random values under any name that ends in `key` (`acme_key=…`), and in the query parameter `key`.

Most keys in logs identify a row, a cache entry or a message, and are not secret. So names of such keys are left, and a
value counts only if it mixes small letters, capitals and digits, as hashes, UUIDs and names never do. Beside a
service's name (`services.py`) hex, UUIDs and other random values count too. Misses: such values elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.secrets.services import names_a_service
from sealog.detect.keyword_rules.text.enclosed import assigned
from sealog.detect.keyword_rules.text.legible import is_hard, is_mixed
from sealog.detect.keyword_rules.text.placeholders import is_masked, is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.surroundings import before
from sealog.detect.secrets.published import is_published
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_WRITTEN = """
public pub primary foreign unique composite natural surrogate candidate index sort hash range partition shard row
column map tag lookup join group order object file blob path bucket s3 image asset content page document doc record
entity item product user account tenant message event queue topic stream job task batch request query trace span
cache restore memo session registry host known fingerprint thumbprint idempotency idempotent dedup deduplication dedupe
routing binding config configuration setting feature flag attribute property field metric label i18n translation
locale resource build artifact commit issue project space lock mutex state storage evaluated start end next prev
last first exclusive inclusive scroll cursor anchor react sticky jwk ssh host wrapped wrapping data kms cmk arrow
hot turn don mon socket websocket workflow node place process step execution run action component widget layout style
theme menu section element form panel icon avatar photo video audio media attachment upload download export import
dashboard cohort experiment variant campaign offer coupon promo cart checkout basket store location region zone
city country address geo tile vertex edge graph tree parent child root leaf local remote container volume mount device
sensor machine instance network route rule policy role scope price payment transaction transfer ledger entry incident
alert notification template thread conversation chat room channel contact deal pipeline stage board card release version
branch change review merge diff archive backup snapshot chunk segment offset sequence batch level channel locale
"""
_LEADS_TO = frozenset(_WRITTEN.split())
_WORD_BEFORE = pattern(r"(?:[A-Z]?[a-z0-9]+|[A-Z0-9]+)[_.-]?\Z", re.ASCII)
_LONGEST_WORD = 24
_VALUE = pattern(r"[0-9A-Za-z][0-9A-Za-z+/_=.~-]{15,255}", re.ASCII)
_UUID = pattern(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SHORTEST_IN_URL = 24


def _find(text: str, start: int, end: int) -> Span | None:
    is_parameter = text[start - 1 : start] in {"?", "&"} and text[end : end + 1] == "="
    if not is_parameter and not _names_a_key(text, start):
        return None
    found = assigned(text, start, end)
    if found is None or found.rest or found.sign in {"", "==", "(", ","}:
        return None
    value = text[found.start : found.end]
    if not _VALUE.fullmatch(value) or is_placeholder(value) or is_masked(value) or is_published(value):
        return None
    if is_mixed(value) or (
        is_parameter and not _UUID.fullmatch(value) and len(value) >= _SHORTEST_IN_URL and is_hard(value)
    ):
        return found.start, found.end
    return (found.start, found.end) if is_hard(value) and names_a_service(found.prefix) else None


def _names_a_key(text: str, start: int) -> bool:
    """Tell whether `key` is the last word of a longer name, and no word before it says what the key identifies."""
    left = before(text, start, _LONGEST_WORD)
    if not left or (left[-1].isalpha() and (left[-1].islower() == text[start].islower())):
        return False
    word = _WORD_BEFORE.search(left)
    return word is not None and word[0].strip("_.-").lower() not in _LEADS_TO


WORDS = {"leads_to": _LEADS_TO}
"""What the compiled half has to know."""

RULE = KeywordRule(
    entity="secret",
    group="secret",
    keywords=("key",),
    find=_find,
    form=Form("named_key"),
    hits=(
        "acme_key=«t7Rk2LwQ9xVb4NcZ8mPj»",
        '{"weatherKey": "«t7Rk2LwQ9xVb4NcZ8mPj»"}',
        "ACME-KEY: «t7Rk2LwQ9xVb4NcZ8mPj» accepted",
        "acmeKEY = '«pL0sX8vB-3nQ7tYc_5kWe1»'",
        "FIXER_KEY=«8c1d5f0e7b2a49d3a6f4e9b80c7d2e15»",
        "tomtom.key: «550e8400-e29b-41d4-a716-446655440000»",
        "GET /v1/forecast?key=«8c1d5f0e7b2a49d3a6f4e9b80c7d2e15»&q=Leeds HTTP/1.1",
        "GET https://api.example.com/v1/users?key=«3kx19qpx748ldb75lsjicbs6ipit6ssm»",
        "GET /maps?zoom=3&key=«t7Rk2LwQ9xVb4NcZ8mPj»",
    ),
    misses=(
        "cache_key=t7Rk2LwQ9xVb4NcZ8mPj",
        "acme_key=8c1d5f0e7b2a49d3a6f4e9b80c7d2e15",
        "objectKey=uploads/2024/05/18/photo.JPG",
        "GET /thumb?key=uploads/2024/05/18/cat-0001.png and /i18n?key=checkout.payment.title.v2024",
        "GET /job?key=550e8400-e29b-41d4-a716-446655440000",
        "key=t7Rk2LwQ9xVb4NcZ8mPj offset=12",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "monkey=t7Rk2LwQ9xVb4NcZ8mPj",
        "acme_key=OrderServiceFactoryBean2Impl theme_key=Grid4x4Responsive2Col12Row",
        "nodeKey=t7Rk2LwQ9xVb4NcZ8mPj",
        "acme_key=${ACME_KEY_FROM_VAULT_2}",
        "idempotency-key: t7Rk2LwQ9xVb4NcZ8mPj",
        "acme_key == t7Rk2LwQ9xVb4NcZ8mPj",
        "acme_key: 550e8400-e29b-41d4-a716-446655440000",
    ),
)
