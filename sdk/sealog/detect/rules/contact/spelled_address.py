r"""E-mail addresses whose signs are written otherwise: `mira (at) host [dot] example`, `mira@host[.]example`.

People write them so that robots don't collect them, and analysts so that nobody follows them. It also finds what
RFC 5322 allows around the sign: quoted local parts, comments and blanks; and the address literals of RFC 5321 section
4.1.3. With its signs put in, the text must be an address of a person (`email_address.py`). `at` without brackets needs
`dot` in the domain, and like blanks around `@` a word for mail before it, a local part that no word is, or capitals.
Misses: other words for the signs, and literals before a colon, which are hosts of SSH.
"""

from __future__ import annotations

import re
import string
from itertools import product
from typing import TYPE_CHECKING

from sealog.detect.data.tlds import is_tld
from sealog.detect.model.rule import KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before
from sealog.detect.rules.contact import email_address
from sealog.detect.rules.contact.spelled import ANY_AT, ANY_DOT, AT_WORDS, BRACKETS, unspelled
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_READ = 8
"""Steps of reading what stands on both sides of a sign."""

_REACH = 96
_REACH_OF_DOMAIN = 160
_REACH_OF_HINT = 24

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_NAME = rf"[^\W_][\w+'-]{{0,63}}(?:{ANY_DOT}[^\W_][\w+'-]{{0,63}}){{0,4}}"

_LOCAL = pattern(rf"(?:\A|[^\w.+@-])(?P<local>{_NAME})\Z", re.IGNORECASE)
_UP_TO_DOT = pattern(
    rf"(?:\A|[^\w.+@-])(?P<local>{_NAME})(?P<at>{ANY_AT})(?P<domain>{_LABEL}(?:{ANY_DOT}{_LABEL}){{0,4}})\Z",
    re.IGNORECASE,
)
_PLAIN_LOCAL = pattern(r"(?:\A|[^\w.+@-])(?P<local>[^\W_](?:[\w.+'-]{0,62}[\w+-])?)\Z")
_QUOTED = pattern(r"(?:\A|[^\w\"\\])(?P<local>\\{0,3}\"[^\W_][^\"\\\n\x1e]{0,62}[^\W_]\\{0,3})\Z")
_COMMENTED = pattern(r"(?:\A|[^\w.+@-])(?P<local>[^\W_][\w.+'-]{0,63}\([^()\n\x1e]{0,40})\Z")
_GAP = pattern(r"[ ]{0,2}")
_FIRST_LABEL = pattern(_LABEL)
_LABELS = pattern(rf"{ANY_DOT}({_LABEL})", re.IGNORECASE)
_LITERAL = pattern(r"(?:(?:[0-9]{1,3}\.){3}[0-9]{1,3}|IPv6:[0-9A-Fa-f:.]{2,45})\](?!:)", re.ASCII | re.IGNORECASE)
_HINT = pattern(
    r"(?:e-?mail|\bmail|\bto|\bfrom|\bcc|\bbcc|contact|sender|recipient|rcpt|reach|write)\W{1,4}(?:\w{1,4}\W{1,2}){0,2}\Z",
    re.IGNORECASE,
)
_NO_WORD = pattern(r"[^\W\d_]{2,}[.][^\W\d_]{2,}|[\w.+'-]*[\d_+-][\w.+'-]*")
_MOST_LABELS = 8


def _find(text: str, start: int, end: int) -> Span | None:
    spend(_READ)
    word = text[start:end]
    left = before(text, start, _REACH)
    if word[:2] in {"@[", '"@', ")@"}:
        word, end = word[:2], start + 2
    if word == "@[":
        return _literal(text, start, end, left)
    domain = end + len(_GAP.match(text, end)[0])  # type: ignore[index]  # it may be empty
    if word.lower() in _DOTS:
        match = _UP_TO_DOT.search(left)
        domain = 0 if match is None else start - len(left) + match.start("domain")
    elif word == '"@':
        match = _QUOTED.search(left)
    elif word == ")@":
        match = _COMMENTED.search(left)
    else:
        match = (_PLAIN_LOCAL if word == " @ " else _LOCAL).search(left.rstrip(" ") if left.endswith(" ") else left)
    if match is None:
        return None
    begin = start - len(left) + match.start("local")
    is_loose = word == " @ " or (word.lower() in _DOTS and match["at"].strip(" ").lower() == "at")
    if is_loose and not _is_meant(text, begin, match["local"], match.groupdict().get("at", "")):
        return None
    stop = _domain_end(text, domain)
    if stop is None:
        return None
    plain = unspelled(text[begin:stop])
    if plain.partition("@")[0].find(" ") >= 0:  # in quotes: no other rule knows such a local part
        plain = plain.replace(" ", "_")
    return (begin, stop) if email_address.RULE.validate(plain, 0, len(plain)) == (0, len(plain)) else None


def _literal(text: str, start: int, end: int, left: str) -> Span | None:
    match, literal = _PLAIN_LOCAL.search(left), _LITERAL.match(after(text, end, _REACH))
    if match is None or literal is None or "ssh" in left or "scp" in left:
        return None
    return start - len(match["local"]), end + literal.end()


def _is_meant(text: str, begin: int, local: str, sign: str) -> bool:
    """Tell whether words beside `at`, or blanks beside the sign, are an address and no sentence."""
    return (
        sign.strip(" ") == "AT"
        or " " in local  # a spelled dot
        or _NO_WORD.fullmatch(local) is not None
        or _HINT.search(before(text, begin, _REACH_OF_HINT)) is not None
    )


def _domain_end(text: str, begin: int) -> int | None:
    """Give where a domain ends: behind its last label that is a top-level domain."""
    right = after(text, begin, _REACH_OF_DOMAIN)
    label = _FIRST_LABEL.match(right)
    at, stop = 0 if label is None else label.end(), None
    for _ in range(_MOST_LABELS if label is not None else 0):
        label = _LABELS.match(right, at)
        if label is None:
            break
        at = label.end()
        if is_tld(label[1]):
            stop = begin + at
    return stop


_DOTS = (" dot ", *(f"{left}{word}{right}" for (left, right) in BRACKETS[:3] for word in ("dot", ".", " dot ")))

RULE = KeywordRule(
    entity="email_address",
    group="contact",
    keywords=(
        *(f"{left}{gap}{word}{gap}{right}" for (left, right), word, gap in product(BRACKETS, AT_WORDS, ("", " "))),
        *_DOTS,
        " @ ",
        *(f"{sign}{first}" for sign in ('"@', ")@") for first in string.ascii_lowercase + string.digits),
        *(f"@[{first}" for first in f"{string.digits[1:]}i"),
    ),
    find=_find,
    hits=(
        "write to «mira(at)quellwerk.example» please",
        "«mira.osei [at] quellwerk [dot] example», thanks",
        "contact «mira AT quellwerk DOT example».",
        "«mira dot osei at quellwerk dot co dot uk» said",
        "user=«mira{at}quellwerk.example» ok=1",
        "escribe a «mira (arroba) quellwerk (punto) example»",
        "ioc: «mira@quellwerk[.]example» seen",
        "«mira[@]quellwerk[.]example»",
        'from «"mira osei"@quellwerk.example» accepted',
        "to «mira(work)@quellwerk.example» ok",
        "rcpt «mira@[192.0.2.17]» refused",
        "rcpt «mira@[IPv6:2001:db8::17]» refused",
        "email: «mira @ quellwerk.example»",
        "«mira.osei @ quellwerk.example» wrote",
    ),
    misses=(
        "meet me at the dot on the map",
        "look at amazon dot com for more",
        "error (at) line 12 [at] 0x7ffe",
        "at com.example.Main (at) run",
        'GRANT ALL TO "app"@"db.example.com"',
        '{"@type":"Person","a":"b","@id":"x.example"}',
        "listening @ web1.example.com",
        "git clone git@[192.0.2.17]:shop.git",
        "ssh root@[192.0.2.17]",
        "f(x)@g and a @ b . com",
        "image[.]name (.) host[.]example",
        "v1.2 [at] main.zip",
    ),
)
