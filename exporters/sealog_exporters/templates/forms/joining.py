"""Joins the tokens of one message to its form: what belongs to one value becomes one `<*>`."""

from __future__ import annotations

import re
from itertools import islice
from operator import eq
from typing import TYPE_CHECKING, Final

from sealog_exporters.templates.forms.tokens import ANY, COLON, COMMA, OPEN_VALUE, is_variable
from sealog_exporters.templates.forms.vocabulary import DATES, UNITS, error_length

if TYPE_CHECKING:
    from sealog_exporters.templates.forms.tokens import Form

__all__ = ["joined"]

_ERROR_NAME: Final = re.compile(
    r"(?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*(?:Exception|Error|Fault|Errno|Timeout)", re.ASCII
)
_LONGEST_PERIOD: Final = 8
_EQUAL: Final = bytes([True] * _LONGEST_PERIOD)
_BESIDE: Final = UNITS | DATES


def joined(tokens: list[str]) -> Form:  # noqa: C901, PLR0912 - one branch a kind of token
    """Join what belongs to one value: neighbours, units, dates, error texts, repetitions. The form is never empty."""
    out: list[str] = []
    worded = False
    for i, token in enumerate(tokens):
        if token == COMMA:
            continue
        if token in {"=", OPEN_VALUE}:
            if i + 1 == len(tokens) or tokens[i + 1] in (",", COLON):
                out.append(ANY)
        elif token == COLON:
            if worded and out[-1] != COLON:
                out.append(COLON)
        elif is_variable(token):
            if token == ANY and len(out) > 1 and out[-1] == COLON and is_variable(out[-2]):
                out.pop()
            elif out and is_variable(out[-1]):
                if token != ANY:
                    out[-1] = token
            elif out and out[-1].lower() in DATES:
                out[-1] = token
            else:
                out.append(token)
        elif not (out and is_variable(out[-1]) and token.lower() in _BESIDE):
            worded = True
            out.append(token)
    out = _without_repeats(_without_errors(out))
    if out and out[-1] == COLON:  # nothing is behind it: an empty value
        if is_variable(out[-2]):
            out.pop()
        else:
            out.append(ANY)
    return tuple(out) or (ANY,)


def _without_errors(tokens: list[str]) -> list[str]:
    """Make one value of an exception with all that follows, and of a well-known error text behind a colon or value."""
    out: list[str] = []
    i = 0
    worded = False
    while i < len(tokens):
        token = tokens[i]
        if token == COLON:
            if worded and i + 1 < len(tokens) and _ERROR_NAME.fullmatch(tokens[i + 1]):
                return [*out, COLON, ANY]
        elif not is_variable(token):
            if out and (out[-1] == COLON or is_variable(out[-1])):
                length = error_length(tokens, i)
                if length:
                    if out[-1] == COLON:
                        out.append(ANY)
                    i += length
                    continue
            worded = True
        if not (token == ANY and out and is_variable(out[-1])):
            out.append(token)
        i += 1
    return out


def _without_repeats(tokens: list[str]) -> list[str]:
    """Keep one of groups with a value that are repeated right behind themselves, such as the items of a list."""
    if not any(map(is_variable, tokens)):
        return tokens
    for period in range(1, _LONGEST_PERIOD + 1):
        if _EQUAL[:period] not in bytes(map(eq, tokens, islice(tokens, period, None))):
            continue  # it costs little to see that no group of this length is repeated
        out: list[str] = []
        i = 0
        while i < len(tokens):
            out.append(tokens[i])
            i += 1
            group = out[-period:]
            if len(group) == period and tokens[i : i + period] == group and any(map(is_variable, group)):
                while tokens[i : i + period] == group:
                    i += period
        tokens = out
    return tokens
