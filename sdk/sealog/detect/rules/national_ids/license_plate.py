"""Number plates of vehicles, right behind a word for one.

States write them in one to five groups of letters and digits, four to ten signs together; the letters may be Cyrillic,
Arabic, Han, kana or Hangul. Source: Convention on Road Traffic 1968, annex 2. The word is required, since codes of all
kinds look so. Misses: plates whose word stands elsewhere, or with digits only; small letters in several groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.data.tables.spellings import PLATES as SPELLINGS
from sealog.detect.lexicon.plates import PLATES
from sealog.detect.lexicon.spelling import is_unspaced, listed, words_of
from sealog.detect.model.rule import KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.rules.support.context import COPULAS, labelled
from sealog.detect.rules.support.numbers import said
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sealog.detect.model.rule import Span

_LETTERS = "A-Z\u00c4\u00d6\u00dc\u0400-\u042f\u0621-\u064a\u0e01-\u0e2e\u3041-\u30fc\u4e00-\u9fff\uac00-\ud7a3"
_GAP = "[- .\u00b7\u2022]"
_GROUP = f"[{_LETTERS}0-9\u0660-\u0669]{{1,8}}"
_SHAPE = rf"{_GROUP}(?:{_GAP}{_GROUP}){{0,6}}|[a-z]{{1,3}}-?[0-9]{{1,4}}-?[a-z]{{0,3}}"
_WORDS = words_of(PLATES)
_SPELLINGS = listed(SPELLINGS)
_LONG_WORD = 8
_SHORT = [word for word in _SPELLINGS if len(word) < _LONG_WORD and word.isalpha() and not is_unspaced(word)]
"""Words that others hold (`template`), and that count where a word begins, or behind `_`."""
_LONG = sorted({*_SPELLINGS}.difference(_SHORT))
_FEWEST, _MOST = 4, 10
_READ = 6
"""Steps of reading what stands behind a word, and of judging its groups."""

_LAST_GROUP = pattern(rf"{_GAP}\w+\Z")
_GOES_ON = pattern(r"[\w@]|[-/+.:]\w")
_DATE = pattern(r"(?:[0-9]{1,4}[-. ]){2}[0-9]{1,4}|[0-9]{4}-[0-9]{2}.*|V[0-9]{1,3}(?:\.[0-9]+)*|ISO.*")
_BEHIND = pattern(rf"[sS]?[\W_]{{1,11}}(?:(?i:{COPULAS})\W{{1,3}}){{0,4}}(?P<plate>{_SHAPE})")
_BEHIND_UNSPACED = pattern(rf"\W{{0,11}}(?:[是為为はが은는이가]\W{{0,3}})?(?P<plate>{_SHAPE})")
_is_labelled = labelled(_WORDS)


def _find(text: str, start: int, end: int) -> Span | None:
    spend(_READ)
    behind = _BEHIND_UNSPACED if is_unspaced(text[start:end]) else _BEHIND
    match = behind.match(text, end)
    if match is None:
        return None
    begin, stop = match.span("plate")
    if not _is_labelled(text, begin, stop):
        return None
    while stop > begin:
        value = text[begin:stop]
        if _GOES_ON.match(text, stop) is None and _is_plate(value):
            return begin, stop
        group = _LAST_GROUP.search(value)
        if group is None:
            return None
        stop = begin + group.start()
    return None


def _is_plate(value: str) -> bool:
    signs = _normalise(value)
    digits = sum(map(str.isdigit, signs))
    return _FEWEST <= len(signs) <= _MOST and 0 < digits < len(signs) and _DATE.fullmatch(value) is None


def _normalise(value: str) -> str:
    """Give letters of any script, as capitals, and digits."""
    return "".join(filter(str.isalnum, value)).upper()


def _examples() -> Iterable[str]:
    yield from said("license plate", "LK49 VXR", "8KLM204")
    yield from said("Kennzeichen", "HH-KM 7325", "B-AB 12E")
    yield from said("immatriculation", "GX-377-QD")
    yield from said("matrícula", "4821 KLM")
    yield from said("kenteken", "K-315-ZB")
    yield from said("госномер", "\u041a123\u041c\u041d77")
    yield from said("车牌号", "京A·K1234")
    yield from said("차량번호", "123가 4567")
    yield from said("ナンバープレート", "品川 300 さ 24-30")
    yield from said("वाहन संख्या", "MH 12 KX 3751")


def _rule(words: Sequence[str], hits: tuple[str, ...], misses: tuple[str, ...], *, begins: bool = False) -> KeywordRule:
    return KeywordRule(
        entity="license_plate",
        group="national_id",
        keywords=tuple(words),
        find=_find,
        begins=begins,
        hits=hits,
        misses=misses,
    )


RULES = (
    _rule(
        _SHORT,
        ("plate=«lk49vxr» lane=3", "targa «GF 428 ZK» was checked"),
        ("plate 12345678", "template HH-KM 7325", "plate ISO9001", "plate A1 of rack 7"),
        begins=True,
    ),
    _rule(
        [*_LONG, *(f"_{word}" for word in _SHORT)],
        (*_examples(), '{"license_plate":"«GX-377-QD»"}', "numberPlate: «LK49 VXR»", "user_plate=«LK49 VXR»"),
        (
            "license plate reader ALPR2 online",
            "LK49 VXR parked",
            "number plate: missing",
            "license plate unknown, lane 3",
            "Kennzeichen: 2024-05-18T10",
            "车牌: 未知",
        ),
    ),
)
