"""What stands where a secret would, and is none: masks, variables, words. It judges no name.

`changeme`, `admin` and the like are found: where they stand in a log, they are what opened the door.
"""

from __future__ import annotations

import re

from sealog.detect.effort import spend

_WORDS = """
null none nil nan undefined true false yes no on off empty blank unset set not n/a na redacted masked hidden
filtered removed omitted scrubbed sanitized elided censored protected sensitive encrypted obfuscated secret password
passwd token string str text value required optional missing invalid incorrect wrong expired failed failure error ok
success valid correct changed updated reset unknown default disabled enabled is was for the must should cannot and or
to does has will in of at by from with prompt stdin env file keyring vault
object function bytes bytearray int bool float list dict array char varchar
"""

_READ = 12
_NOTHING = frozenset(_WORDS.split())
_SHAPES = re.compile(
    r"[*•●xX.#?_-]+"  # masks
    r"|.*\*{3}.*|.*\.{3}|.*x{6}.*"  # half masked, or cut
    r"|([a-z])\1+"  # `yyy`
    r"|.*(?:^|[_ -])(?:your|put|insert|replace|enter)[_ -](?:\w{1,16}[_ -])?"
    r"(?:your|my|this|me|api|access|auth|client|secret|token|key|password|pass|user|value|here)(?![a-z0-9]).*"
    r"|\$.*|%[({\w].*|#?\{.*|@\{?\w+\}?|!\w+:?.*"  # variables of shells and templates
    r"|[<\[(].*"  # <password>, [redacted], (none)
    r"|(?:(?:your|my|the|some|insert|replace|enter|put|dummy|sample|example)[_ -]).*"
    r"|.*(?:redacted|placeholder|[_ -]here)"
    r"|(?:os\.|process\.env|env[.:(]|getenv|system\.getenv|config[.\[]|settings\.|var\.|local\.|data\.|module\.|self\.|this\.|args\.|secrets\.).*"
    r"|ref\+.*|vault:.*|enc[\[(].*",  # kept elsewhere; the last of SOPS and Jasypt
    re.IGNORECASE | re.ASCII,
)

_COVERED = re.compile(r"\*{90,}")
"""A sealed value, as `sealed_spans` covers it."""


def is_placeholder(value: str) -> bool:
    """Tell whether `value` only says that something else stood or will stand here."""
    spend(len(value) // _READ)
    if value.startswith("****"):
        value = _COVERED.sub("", value)
    return not value or value.lower() in _NOTHING or _SHAPES.fullmatch(value) is not None
