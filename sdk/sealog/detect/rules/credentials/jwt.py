"""JSON Web Tokens: three base64url parts (five if encrypted) whose header is JSON with an algorithm.

It leaves texts whose header doesn't decode. Signatures are not checked.
Standards: RFC 7519, RFC 7515 section 7.1 (JWS compact), RFC 7516 section 7.1 (JWE compact). Misses: tokens that
were cut inside the header, the JSON serialisations, tokens split over lines.
"""

from __future__ import annotations

import base64
import json

from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import is_word
from sealog.detect.secrets.published import is_published

_LONGEST_HEADER = 8192  # characters; headers carry certificates (x5c), yet no log line more than this
_PART = "[0-9A-Za-z_-]"


def _validate(text: str, start: int, end: int) -> Span | None:
    if is_word(text[start - 1 : start]) or text[start - 1 : start] in {"-", "."}:
        return None
    header = text[start : min(text.index(".", start, end), start + _LONGEST_HEADER)]
    return (start, end) if _names_algorithm(header) and not is_published(text[start:end]) else None


def _names_algorithm(header: str) -> bool:
    try:
        decoded = json.loads(base64.b64decode(header + "=" * (-len(header) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        return False
    return isinstance(decoded, dict) and "alg" in decoded


def _normalise(value: str) -> str:
    return value


_HEADER = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
_CLAIMS = "eyJzdWIiOiIxMjM0NTY3ODkwIn0"
_SIGNATURE = "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
_NO_ALG = "eyJ0eXAiOiJKV1QifQ"
_NO_JSON = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpX"

RULE = Rule(
    entity="jwt",
    group="secret",
    gate=rf"(?:ey[AIJ]|ew[0ko]){_PART}+\.{_PART}+\.",
    shape=rf"(?:ey[AIJ]|ew[0ko]){_PART}+\.{_PART}*\.{_PART}*(?:\.{_PART}+\.{_PART}+)?",
    validate=_validate,
    normalise=_normalise,
    indexed=False,
    hits=(
        f"Authorization: Bearer «{_HEADER}.{_CLAIMS}.{_SIGNATURE}»",
        f"token=«{_HEADER}.{_CLAIMS}.{_SIGNATURE}»&x=1",
        f'{{"jwt":"«{_HEADER}.{_CLAIMS}.{_SIGNATURE}»"}}',
        f"unsecured «eyJhbGciOiJub25lIn0.{_CLAIMS}.»",
        f"«ewogICJhbGciOiAiSFMyNTYiCn0.{_CLAIMS}.{_SIGNATURE}» with line breaks in its header",
        "«eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp.48V1_ALb6US04U3b.5eym8TW_c8SuK0l.XFBoMYUZodet»",
    ),
    misses=(
        f"{_NO_ALG}.{_CLAIMS}.{_SIGNATURE} has no algorithm",
        f"{_NO_JSON}.{_CLAIMS}.{_SIGNATURE} is cut JSON",
        f"{_HEADER}.{_CLAIMS} has two parts",
        f"x{_HEADER}.{_CLAIMS}.{_SIGNATURE} is glued",
        "eyJ.a.b and eyelash.of.camel",
        "com.example.eyJwt.parser.Key",
        f"{_HEADER} alone",
        "eyJpdiI6IjEyMyJ9.a.b is encrypted by a framework",
        "eyJbW1tbW1tb.a.b",
        (
            f"{_HEADER}.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
            ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c is jwt.io's own"
        ),
    ),
)
