"""Builds the rules of issued numbers from a shape, a check, and words where the check alone proves little.

A number that stands for itself (`alone`) needs its own punctuation and
a check that few other numbers pass; every other one counts only beside one of the rule's words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before, is_decimal_part, is_glued
from sealog.detect.rules.support.context import AFTER, BEFORE, near, near_source
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.records.finding import Group

_TIED_LEFT = pattern(r"[0-9A-Za-z][-/+]\Z|[#$€£]\Z")
_TIED_RIGHT = pattern(r"[-/+][0-9A-Za-z]")
# Where a shape lets a separator be left out, people also write other ones, two spaces or a tab.
_GAP_IN_SHAPE = pattern(r"(?:\[[- .]{1,3}\]|\\\.|[-/ ])\?")
_ANY_GAP = r"[- .\\t/]{0,3}"
_GAPS = pattern(r"[- .\t/]+")
_ODD_GAP = pattern(r"[- .\t/]{2}|[.\t/ -]")
_CHECK = 6  # steps of a check of digits
SLOW_CHECK = 18  # those of a check that reads tables, or dates
_CHECK_OF_LETTERS = 24  # those of a check in which letters have a weight
_NEAR = 1  # steps of looking for words beside a candidate
_NO_LETTERS = pattern(r"[^0-9A-Za-z]+")


def number_rule(  # noqa: PLR0913 - a rule is that many facts
    entity: str,
    *,
    shape: str,
    check: Callable[[str], bool],
    words: Sequence[str],
    hits: tuple[str, ...],
    misses: tuple[str, ...],
    alone: str = "",
    check_alone: Callable[[str], bool] | None = None,
    gate: str = "",
    group: Group = "national_id",
    reach: int = BEFORE,
    behind: int = AFTER,
    check_steps: int = _CHECK,
    compiled_check: str = "",
) -> Rule:
    """Make the rule of an issued number.

    `check` gets the value as it is spelled. `words` are the context words (see `context.near`), looked for up to
    `reach` code points before a candidate and `behind` after it. `alone` is the shape of the spellings that need no
    words (`check_alone` is for those, where it is stricter), `gate` a short relaxed shape of those (see `Rule.gate`;
    they must be few, each of them makes the gate slower). `check_steps` is what a check of digits takes;
    `compiled_check` is the name of `check` in the compiled half (`numbers/checks.rs`), if that has it.
    """
    is_near = near(words, reach, behind)
    shape = _GAP_IN_SHAPE.sub(_ANY_GAP, shape)
    strict = check_alone or check
    if check is issued:
        compiled_check = "issued"
    stands_alone = pattern(alone, re.ASCII) if alone else None

    def validate(text: str, start: int, end: int) -> Span | None:
        if is_tied(text, start, end):
            return None
        value = text[start:end]
        if stands_alone and stands_alone.fullmatch(value) and _passes(strict, value):
            spend(_steps(value, check_steps))
            return start, end
        spend(_NEAR)
        if not is_near(text, start, end):
            return None
        spend(_steps(value, check_steps))
        return (start, end) if _passes_somehow(check, value) else None

    def twin(compiled: Any) -> Any:
        return compiled.Numbers(shape, alone or None, near_source(words, reach, behind), compiled_check)

    return Rule(
        entity=entity,
        group=group,
        gate=gate,
        shape=shape,
        validate=validate,
        twin=twin,
        normalise=compact,
        indexed=False,
        hits=hits,
        misses=misses,
        context=tuple(words),
    )


def _steps(value: str, check_steps: int) -> int:
    return check_steps if value.upper() == value.lower() else _CHECK_OF_LETTERS


def _passes_somehow(check: Callable[[str], bool], value: str) -> bool:
    """Tell whether a check passes a value with the separators that it has, with hyphens for them, or with none."""
    if _passes(check, value):
        return True
    return any(_passes(check, _GAPS.sub(gap, value)) for gap in ("-", "")) if _ODD_GAP.search(value) else False


def _passes(check: Callable[[str], bool], value: str) -> bool:
    try:
        return check(value)
    except Exception:  # noqa: BLE001 - another library's check that raised (a hole in its tables) has not refused the value
        return True


def is_tied(text: str, start: int, end: int) -> bool:
    """Tell whether `text[start:end]` is a piece of a longer word, number, path or sum."""
    if is_glued(text, start, end) or is_decimal_part(text, start, end):
        return True
    return bool(_TIED_LEFT.search(before(text, start, 2)) or _TIED_RIGHT.match(after(text, end, 2)))


def compact(value: str) -> str:
    """Give letters (as capitals) and digits only."""
    return _NO_LETTERS.sub("", value).upper()


def issued(_: str) -> bool:
    """Accept every value: for numbers without a check digit, which only their words make a finding."""
    return True


def said(word: str, *values: str) -> tuple[str, ...]:
    """Give example sentences in which `word` names each value, marked as hits are."""
    label = word.replace(" ", "_")
    return tuple(
        sentence
        for value in values
        for sentence in (
            f"{word} «{value}» was checked",
            f'{{"{label}": "«{value}»"}}',
            f"user_{label}=«{value}»; retry",
        )
    )


def shown(*values: str) -> tuple[str, ...]:
    """Give example sentences without a word for each value, which is found all the same, marked as hits are."""
    return tuple(sentence for value in values for sentence in (f"got «{value}» today", f'["«{value}»"]', f"«{value}»"))


def unsaid(word: str, value: str, *wrong: str, alone: bool = False) -> tuple[str, ...]:
    """Give example sentences in which `value` is a piece of a longer text or has no word near it, and `wrong` ones.

    `alone` leaves out the sentences for values that need a word.
    """
    glued = (
        f"{word} x{value}",
        f"{word} {value}7",
        f"{word} {value}_3",
        f"{word} a-{value}",
        f"{word} {value}-b",
        f"{word} {value}/4",
        f"{word} 3.{value}" if value[0].isdigit() else f"{word} 0{value}",
    )
    wordless = (
        f"order {value} shipped",
        f"{word}\x1esee\x1e{value}",
        f"{word}\x1eas {value}",
        f"x{word.replace(' ', '')}x {value}",
        f"{word} is the word that stands too far away from {value}",
    )
    return (*glued, *(() if alone else wordless), *(f"{word} {value}" for value in wrong))
