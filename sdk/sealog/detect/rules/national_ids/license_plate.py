"""Number plates of vehicles, right behind a word for one.

States write them in one to five groups of letters and digits, four to ten signs together; the letters may be Cyrillic,
Arabic, Han, kana or Hangul. Source: Convention on Road Traffic 1968, annex 2. The word is required, since codes of all
kinds look so. Misses: plates whose word stands elsewhere, or with digits only; small letters in several groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.lexicon.plates import PLATES
from sealog.detect.lexicon.spelling import words_of
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.scan_budget import spend
from sealog.detect.rules.support.context import labelled
from sealog.detect.rules.support.numbers import said
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTERS = "A-Z\u00c4\u00d6\u00dc\u0400-\u042f\u0621-\u064a\u0e01-\u0e2e\u3041-\u30fc\u4e00-\u9fff\uac00-\ud7a3"
_GAP = "[- .\u00b7\u2022]"
_GROUP = f"[{_LETTERS}0-9\u0660-\u0669]{{1,8}}"
_SHAPE = rf"{_GROUP}(?:{_GAP}{_GROUP}){{0,6}}|[a-z]{{1,3}}-?[0-9]{{1,4}}-?[a-z]{{0,3}}"
_WORDS = words_of(PLATES)
_FEWEST, _MOST = 4, 10
_JUDGE = 4
"""Steps of judging the groups."""

_FIRST_GROUP = pattern(rf"[^\x00-\x7f]+{_GAP}")
_LAST_GROUP = pattern(rf"{_GAP}\w+\Z")
_GOES_ON = pattern(r"[\w@]|[-/+.:]\w")
_DATE = pattern(r"(?:[0-9]{1,4}[-. ]){2}[0-9]{1,4}|[0-9]{4}-[0-9]{2}.*|V[0-9]{1,3}(?:\.[0-9]+)*|ISO.*")
_is_labelled = labelled(_WORDS)


def _validate(text: str, start: int, end: int) -> Span | None:
    # In scripts without case the label may look like the first group.
    while not _is_labelled(text, start, end):
        group = _FIRST_GROUP.match(text, start, end)
        if group is None:
            return None
        start = group.end()
    spend(_JUDGE)
    stop = end
    while stop > start:
        value = text[start:stop]
        if _GOES_ON.match(text, stop) is None and _is_plate(value):
            return start, stop
        group = _LAST_GROUP.search(value)
        if group is None:
            return None
        stop = start + group.start()
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
    yield from said("targa", "GF 428 ZK")
    yield from said("kenteken", "K-315-ZB")
    yield from said("plaka", "34 KZB 217")
    yield from said("госномер", "\u041a123\u041c\u041d77")
    yield from said("车牌号", "京A·K1234")
    yield from said("차량번호", "123가 4567")
    yield from said("ナンバープレート", "品川 300 さ 24-30")
    yield from said("वाहन संख्या", "MH 12 KX 3751")


RULE = Rule(
    entity="license_plate",
    group="national_id",
    gate="",
    shape=_SHAPE,
    validate=_validate,
    normalise=_normalise,
    indexed=False,
    hits=(*_examples(), "plate=«lk49vxr» lane=3", '{"license_plate":"«GX-377-QD»"}'),
    misses=(
        "license plate reader ALPR2 online",
        "LK49 VXR parked",
        "number plate: missing",
        "plate 12345678",
        "template HH-KM 7325",
        "plate ISO9001",
        "plate A1 of rack 7",
        "license plate unknown, lane 3",
        "Kennzeichen: 2024-05-18T10",
    ),
    context=_WORDS,
)
