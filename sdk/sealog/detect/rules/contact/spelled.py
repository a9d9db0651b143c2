"""How people spell the signs of an e-mail address: `mira (at) host [dot] example`, `mira AT host DOT example`.

It decides nothing: `spelled_address.py` finds such addresses, and `email_address.py` normalises them.
"""

from __future__ import annotations

import re

from sealog.pattern import pattern

AT_WORDS = ("at", "@", "ät", "aet", "arroba", "arobase", "chiocciola", "apenstaartje", "собака")
DOT_WORDS = ("dot", ".", "punkt", "punto", "ponto", "point", "punt", "kropka", "точка")
BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"))

_OPENS, _CLOSES = (re.escape("".join(sides)) for sides in zip(*BRACKETS, strict=True))
_AT = "|".join(map(re.escape, AT_WORDS))
_DOT = "|".join(map(re.escape, DOT_WORDS))
_BRACKETED_AT = rf"[ ]{{0,2}}[{_OPENS}][ ]?(?:{_AT})[ ]?[{_CLOSES}][ ]{{0,2}}"
_BRACKETED_DOT = rf"[ ]{{0,2}}[{_OPENS}][ ]?(?:{_DOT})[ ]?[{_CLOSES}][ ]{{0,2}}"

SPACED_AT = r"[ ]{1,2}at[ ]{1,2}"
SPELLED_DOT = rf"(?:{_BRACKETED_DOT}|[ ]{{1,2}}dot[ ]{{1,2}})"
ANY_AT = rf"(?:@|{_BRACKETED_AT}|{SPACED_AT})"
ANY_DOT = rf"(?:\.|{SPELLED_DOT})"

SPELLED = pattern(rf"{_BRACKETED_AT}|{SPELLED_DOT}|[\")]@|[ ]@|@[ ]", re.IGNORECASE)
"""What an address holds whose signs are spelled."""
_SPELLED_AT = pattern(rf"{_BRACKETED_AT}|{SPACED_AT}|[ ]{{0,2}}@[ ]{{0,2}}", re.IGNORECASE)
_SPELLED_DOT = pattern(SPELLED_DOT, re.IGNORECASE)
_COMMENT = pattern(r"\([^()]{0,64}\)\Z")


def unspelled(value: str) -> str:
    """Give an address with its signs as signs, without quotes and comments around its local part.

    A value without a spelled sign is given as it is. The time grows with the value's length.
    """
    if SPELLED.search(value) is None:
        return value
    signs = list(_SPELLED_AT.finditer(value))
    if not signs:
        return value
    sign = signs[-1]
    local = _COMMENT.sub("", _SPELLED_DOT.sub(".", value[: sign.start()]).strip(" ")).strip('"\\')
    domain = _SPELLED_DOT.sub(".", value[sign.end() :])
    return f"{local}@{domain}"
