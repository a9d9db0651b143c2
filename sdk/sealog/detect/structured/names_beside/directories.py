"""People in names of X.500, as certificates and directories write them: `CN=Mira Osei,OU=Staff`, `/C=DE/CN=Mira Osei`.

A common name may also be a host, a group or an authority: it is a person's where it has two words or more that begin
with capitals, or are in a script without case, and none of them names a thing. Sources: RFC 4514 (signs between the
parts), RFC 4519 (`cn`, `sn`, `givenName`), OpenSSL's one-line form, RFC 2849 (LDIF). Misses: common names of one word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.people.person import MARKS
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.detect.structured.names_beside.beside import Beside, NameRule
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ = 4
"""Steps of reading a part of a name."""

_SIGNS = ("=", " = ")
_REACH = 16
_LETTER = rf"(?:[^\W\d_]|[{MARKS}])"
_NAME = rf"{_LETTER}(?:{_LETTER}|['\u2019.-]){{0,39}}"
_VALUE = pattern(
    rf"[\"']?(?P<value>{_NAME}(?:(?:\\{{1,2}},)?[ ]{_NAME}){{0,5}})"
    r"(?=[ ]?(?:[,/+;|<>()\[\]{}\"'\n\r\x1e\\]|\Z))"
)
_NEXT = pattern(r"[\"']?[ ]?(?:[,/+;][ ]{0,2}|\\?,[ ]?)[A-Za-z][A-Za-z.0-9]{0,31}[ ]?=")
_BEFORE = pattern(r"[,/+;][ ]{0,2}\Z")
_WORD = pattern(rf"{_LETTER}+")
_WRITTEN_PARTICLES = "van von de der den del della di da do dos du la le ten ter zu zum zur bin ibn al el y i e"
_PARTICLES = frozenset(_WRITTEN_PARTICLES.split())
_WRITTEN_THINGS = """
account accounts admin administrator administrators admins agent api app application applications authority backup bot
builtin ca cert certificate certificates class client clients cloud cluster code company computer computers
configuration controller controllers corp corporation data database default department desktop device devices dev
directory domain ec ecc ecdsa encrypt encryption enterprise everyone exchange external fake gateway global gmbh group
groups guest guests host inc ingress intermediate internal issuing llc local ltd mail management manager master members
network networks node nodes operator operators organization organizational owners partners policy prod primary private
program proxy public publishers readers remote role roles root router rsa schema secondary secure security self server
servers service services sha signed signing ssh ssl staging sub switch system systems team teams test tls trust trusted
unit user users validated validation vpn web wifi worker writers
"""
_THINGS = frozenset(_WRITTEN_THINGS.split())
_FEWEST_WORDS = 2
_SHORTEST = 2
_FIELDS = {"cn": "full_name", "sn": "surname", "gn": "given_name"}


def _part(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read a part of a name: `CN=Mira Osei`; `SN=` and `GN=` beside another part only, as `SN` also counts devices."""
    spend(_READ)
    kind = text[start : start + 2].lower()
    match = _VALUE.match(text, end)
    if match is None:
        return
    begin, stop = match.span("value")
    if kind == "cn":
        is_person = _is_person(match["value"])
    else:
        is_among_others = _NEXT.match(text, stop) or _BEFORE.search(before(text, start, _REACH))
        is_person = is_among_others is not None and _is_one_name(match["value"])
    if is_person:
        yield Beside(_FIELDS[kind], begin, stop)


def _line(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read a line of LDIF: `cn: Mira Osei`."""
    spend(_READ)
    kind = text[start + 1 : start + 3].lower()
    match = _VALUE.match(text, end)
    if match is not None and (_is_person(match["value"]) if kind == "cn" else _is_one_name(match["value"])):
        yield Beside(_FIELDS[kind], *match.span("value"))


def _is_person(value: str) -> bool:
    words = _WORD.findall(value)
    if not _THINGS.isdisjoint(word.lower() for word in words):
        return False
    if not value.isascii() and not any(word[0].isupper() or word[0].islower() for word in words):
        return len(value) >= _SHORTEST
    names = [word for word in words if word.lower() not in _PARTICLES]
    return len(words) >= _FEWEST_WORDS and bool(names) and all(not word[0].islower() for word in names)


def _is_one_name(value: str) -> bool:
    """Tell whether a value is a family's or given name: capitals alone may be the number of a device."""
    return not value[0].islower() and not (value.isascii() and value.isupper()) and len(value) >= _SHORTEST


RULES = (
    NameRule(tuple(f"{kind}{sign}" for kind in _FIELDS for sign in _SIGNS), _part, begins=True),
    NameRule(tuple(f"\n{kind}: " for kind in _FIELDS), _line),
)
