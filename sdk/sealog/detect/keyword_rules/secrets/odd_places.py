"""Random tokens where no other rule reads them: glued to a mask, or beside a `name` that is just `token`.

A mask says that something was taken out, and what follows it without a gap is a rest of it. A `token` is a word in the
reports of parsers, so that its value must look generated. Misses: values that look like names.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.legible import is_hard, is_mixed
from sealog.detect.keyword_rules.text.placeholders import is_masked, is_placeholder
from sealog.detect.model.rule import KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.detect.secrets.published import is_published
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_READ = 6
"""Steps of reading what stands around a mask or a name."""

_REACH = 48
_GENERATED = r"(?P<value>[\w+/=.~-]{16,512})"
_NAMED = pattern(
    r"(?:token|secret|key|credentials?|auth|bearer|signature|sig)\\{0,3}[\"']?[ ]?(?:[:=]|=>|%3D)[ ]?"
    r"\\{0,3}[\"']?(?:Bearer[ ])?\[?\Z",
    re.IGNORECASE,
)
_GLUED = pattern(_GENERATED, re.ASCII)
_MASKS = (
    *(f"masked:{entity}]" for entity in ("secret", "api_key", "authorization", "password")),
    *(f"{left}{word}{right}" for left, right in ("[]", "<>", "()") for word in ("redacted", "masked")),
)
_FIRST = string.ascii_lowercase + string.digits
"""A mask that nothing is glued to is no keyword, so that the compiled half settles what sealog has masked."""

_NAME_OF = pattern(r"[\"'](?:name|key|field|header)\\{0,3}[\"']\s{0,4}:\s{0,4}\Z", re.IGNORECASE)
_NAMES = tuple(f"{q}token{q},{gap}{q}value{q}:{gap}{q}" for q in "\"'" for gap in ("", " "))
_VALUE_OF = pattern(rf"{_GENERATED}[\"']", re.ASCII)


def _is_generated(value: str) -> bool:
    return (is_hard(value) or is_mixed(value)) and not (
        is_placeholder(value) or is_masked(value) or is_published(value)
    )


def _find(text: str, start: int, end: int) -> Span | None:
    spend(_READ)
    is_name = text[start] in "\"'"
    name, value = (_NAME_OF, _VALUE_OF) if is_name else (_NAMED, _GLUED)
    at = end if is_name else end - 1  # the first character of what is glued belongs to the keyword
    match = value.match(text, at) if name.search(before(text, start, _REACH)) else None
    return match.span("value") if match is not None and _is_generated(match["value"]) else None


RULE = KeywordRule(
    entity="secret",
    group="secret",
    keywords=(*(f"{mask}{first}" for mask in _MASKS for first in _FIRST), *_NAMES),
    find=_find,
    hits=(
        "token=[masked:secret]«Zt7Qm2Lx9Kc4Vb8N1r5W»",
        "access_token: [REDACTED]«Zt7Qm2Lx9Kc4Vb8N1r5W» ok",
        "x-api-key = <masked>«8c1d5f0e7b2a49d3a6f4e9b80c7d2e15»",
        '[{"name":"token","value":"«JiDGIH3kXkQ9RjsonxW3xlMS8BZ395EM»"}]',
        "{'name': 'token', 'value': '«JiDGIH3kXkQ9RjsonxW3xlMS8BZ395EM»'}",
        '{"key": "token", "value": "«8c1d5f0e7b2a49d3a6f4e9b80c7d2e15»"}',
    ),
    misses=(
        "token=[masked:secret] trace=8c1d5f0e7b2a49d3a6f4e9b80c7d2e15",
        "id=[masked:email_address]8c1d5f0e7b2a49d3a6f4e9b80c7d2e15",
        "token=[masked:secret]/orders/2024/items-of-the-day",
        "token=[redacted]",
        '{"name":"token","value":"identifier"}',
        '{"type":"token","value":"JiDGIH3kXkQ9RjsonxW3xlMS8BZ395EM"}',
        '{"name":"token","value":"order-service-2024-05-18"}',
        '{"name":"token","value":"<your-token-goes-here-2024>"}',
    ),
)
