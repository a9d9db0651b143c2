"""Makes the template of a log line, such as `order <num> for <email_address> failed`, and its id.

It uses one line alone. Lines that differ only in numbers, ids, quoted texts and sealed values have one template; any
other word that varies makes another.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Final

MAX_CHARS: Final = 2_048
"""Later characters are ignored: the wording of a line is at its beginning."""

_KNOWN: Final = 1_024  # lines whose template is at hand, since several rules ask for the same record's

# One alternation, so that what is inside of a sealed value or of quotes is not looked at again; the first that fits.
# The bounds keep a line of quotes and backslashes from costing the square of its length.
_VALUES: Final = (
    r"seal1k?~(?P<sealed>[a-z0-9_]+)~[a-z0-9]+~[A-Za-z0-9_-]*",
    r'(?P<key>"[^"\\]{0,256}":)',  # a structured body's keys are its wording
    r'(?P<text>"(?:[^"\\]|\\.){0,256}"|`[^`]{0,256}`)',
    r"(?P<before>^|[\s(=:,\[{])'(?:[^'\\]|\\.){0,256}'",
    r"\b(?P<uuid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\b",
    r"\b(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9:.,]+(?:Z|[+-][0-9:]{4,6})?)?)",
    r"\b(?P<hex>0[xX][0-9a-fA-F]+|(?:[0-9]+[a-fA-F]|[a-fA-F]+[0-9])[0-9a-fA-F]{6,})\b",
    r"(?P<num>[0-9]+(?:[.,:][0-9]+)*)",
)
_VALUE: Final = re.compile("|".join(_VALUES), re.ASCII)


@lru_cache(_KNOWN)
def template_of(line: str) -> str:
    """Replace every value of a line by a placeholder: `<num>`, `<hex>`, `<uuid>`, `<time>`, `<text>`, `<entity>`."""
    return _VALUE.sub(_placeholder, line[:MAX_CHARS])


def template_id(line: str) -> str:
    """Return 16 hex digits that lines of one template share, in every process; empty for an empty line."""
    return hashlib.blake2b(template_of(line).encode("utf-8", "replace"), digest_size=8).hexdigest() if line else ""


def _placeholder(found: re.Match[str]) -> str:
    """Name what was found; of a sealed value the entity."""
    if found["sealed"] is not None:
        return f"<{found['sealed']}>"
    if found["key"] is not None:
        return found["key"]
    if found["before"] is not None:
        return f"{found['before']}<text>"
    return f"<{found.lastgroup}>"
