"""The two forms that makers' secrets have: known by how they begin, or by the name beside them.

A shape is read by the standard library's `re`, anchored at a keyword that the gate has
found, so that each keyword costs a bounded time; it is compiled when its keyword is met for the first time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import begins_word
from sealog.detect.secrets.entropy import entropy
from sealog.detect.secrets.published import is_published
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.detect.model.rule import Span

    Check = Callable[[str], bool]

_NAME_REACH = 24
_SECRET_WORD = pattern(
    r"key(?!cloak|board|word)|token|secret|(?<!last)pass(?!port)|pwd|auth(?!0|or)|cred|api|access|pat(?![a-z])"
    r"|signing|signature|webhook|(?<![a-z])(?:sk|tok|dsn)(?![a-z])",
    re.IGNORECASE,
)
_NAME = pattern(r"[\w.-]*\Z", re.ASCII)
# The rest of the name, what closes it, an assignment as programs and serialisers write it, what opens the value.
_ASSIGNED = (
    r"(?P<rest>[\w .\[-]{0,32}?)[\"'`\]\\]{0,3}[ \t]{0,8}"
    r"(?:=>|[:?|.]{0,3}=|:{1,2}|>\s{0,16}|,|\|\||(?:is|to)(?=[ ])|[ ]value="
    # Only a gap, behind a word that announces the value: `using the Acme API key 5f0e…`.
    r"|(?:(?<=key)|(?<=Key)|(?<=KEY)|(?<=oken)|(?<=OKEN)|(?<=ecret)|(?<=ECRET))(?=[ ]))"
    r"[ \t]{0,8}(?:[A-Za-z]{2,16}[(\[]){0,2}[\"'`\\]{0,3}[ \t]?(?:Bearer[ ])?"
)
# What manuals write for "and so on"; a true token has such a run one time in 10^9.
_FILLER = pattern(r"(?=(.)\1)(?:x{9}|([^a#\n])\2{11})")  # of small letters; two equal signs are quickly looked for
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# Names in programs; random values have digits, or change case at every other letter.
_WORDS = pattern(r"(?:[A-Z]?[a-z]{3,24}[-_ ]?){1,12}|[A-Z]{3,24}(?:_[A-Z]{2,24}){1,8}", re.ASCII)
_VALUE_ENDS = r"(?![\w/+=~-]|\.\w)"
_LEAD = 30
_NAMED = 10
_FORM = 2
_MARK_REACH = 192  # longer than all that may stand between a name and its value
_REACH = 400  # longer than any shape that has a lead


def token(
    entity: str,
    keywords: str,
    shape: str,
    *,
    lead: int = 0,
    check: Check | None = None,
    floor: float = 0.0,
) -> KeywordRule:
    """Make the rule of a token that its maker gave a mark of its own.

    Args:
        entity: The maker and the kind, such as `github_token`.
        keywords: The marks in lower case, separated by spaces. A mark stands where the shape says.
        shape: The whole token, or its group `value` if it has one. No letter, digit or underscore stands before or
            behind it; escapes may stand before.
        lead: How many characters of the shape stand before the mark at most.
        check: Tells whether a check sum is right: then the token is true, whatever stands before it. A wrong one
            proves nothing, as tokens are cut and masked.
        floor: Bits of entropy a character that a true token has at least; what is below is an example in a manual.
    """

    def find(text: str, start: int, _end: int) -> Span | None:
        compiled = _compile(shape)
        if lead:
            spend(_LEAD)
            # Another token may stand in the reach before this one.
            near = compiled.finditer(text, max(0, start - lead), start + _REACH)
            match = next((each for each in near if start < each.end()), None)
            if match is None or match.start() > start:
                return None
        else:
            spend(_FORM)
            match = compiled.match(text, start)
        if match is None:
            return None
        value = match[0]
        if check is not None and check(value):
            return match.span()
        if not begins_word(text, match.start()) or _is_example(value) or entropy(value) < floor:
            return None
        return match.span("value") if "value" in compiled.groupindex else match.span()

    return KeywordRule(
        entity,
        "secret",
        tuple(keywords.split()),
        find,
        begins=not lead and check is None,
        form=Form("token", shape, lead=lead),
    )


def named(
    entity: str,
    keywords: str,
    shape: str,
    *,
    floor: float = 0.0,
    any_name: bool = False,
    marks: tuple[str, ...] = (),
) -> KeywordRule:
    """Make the rule of a secret that looks like any other, and is known by its maker's name in the name beside it.

    Args:
        entity: The maker and the kind, such as `datadog_key`.
        keywords: The maker's name as it is written in names, in lower case, separated by spaces.
        shape: The value alone; it ends where a word does.
        floor: Bits of entropy a character that a true value has at least.
        any_name: Whether the maker's name alone says enough; else the name must hold a word such as `key` or `token`.
        marks: Beginnings of values, one of which each value must have: for names that are common words.
    """
    whole = rf"{_ASSIGNED}(?P<value>{shape}){_VALUE_ENDS}"

    def find(text: str, start: int, end: int) -> Span | None:
        if marks and all(text.find(mark, end, end + _MARK_REACH) < 0 for mark in marks):
            return None
        spend(_NAMED)
        match = _compile(whole, ends=False).match(text, end)
        if match is None:
            return None
        if not any_name:
            before = _NAME.search(text, max(0, start - _NAME_REACH), start)
            name = f"{before[0] if before else ''} {text[start:end]} {match['rest']}"
            if not _SECRET_WORD.search(name):
                return None
        if _WORDS.fullmatch(match["value"]):
            return None  # a sentence or a list goes on: `pagerDutyApiKey existingSubscription`
        if is_published(match["value"]) or (floor and entropy(match["value"]) < floor):
            return None
        return match.span("value")

    return KeywordRule(entity, "secret", tuple(keywords.split()), find, form=Form("named", shape, marks))


def _is_example(value: str) -> bool:
    lowered = value.lower()
    return _FILLER.search(lowered) is not None or _ALPHABET in lowered or is_published(value)


@cache
def _compile(shape: str, *, ends: bool = True) -> re.Pattern[str]:
    return re.compile(rf"(?:{shape})(?![0-9A-Za-z_])" if ends else shape, re.ASCII)
