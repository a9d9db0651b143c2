"""Numbers right behind a word for an identity card, a passport or a register, of every state.

Such a word says enough: the number needs no check digit, and one that was typed wrong is somebody's as well. The shape
is what ICAO Doc 9303 and the registers' own forms have in common: five digits or more, with letters, in groups. Misses:
numbers whose word stands elsewhere; letters of other scripts in the number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.detect.lexicon.identities import IDENTITIES, PASSPORTS
from sealog.detect.lexicon.spelling import words_of
from sealog.detect.model.rule import Rule, Span
from sealog.detect.rules.support.context import labelled, near_source
from sealog.detect.rules.support.numbers import compact, is_tied, said

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENDS = r"(?:[-./ ]?[0-9A-Z]{1,2})?"
_SHAPE = (
    r"[0-9]{2} [0-9]{6} [A-Z] [0-9]{3}"
    rf"|[0-9]{{1,8}}(?:[-./ ][0-9]{{2,8}}){{2,4}}{_ENDS}"  # 12.345.678-K, 112-233-445 95
    rf"|[0-9]{{2,8}}[-./ ][0-9]{{3,8}}{_ENDS}"  # 4509 123456, 20-12345678-6
    r"|(?:[A-Z]{1,4}-?)?[0-9]{5,18}(?:[A-Z]{1,2}[0-9]{0,3})?(?:-[0-9A-Z]{1,2})?"  # XDB123456, 12345678-5
    r"|[A-Z]{1,2}[0-9]{2}[A-Z0-9]{5,8}"  # L01X00T471
)
_OF_OTHER_RULES = (
    *("passport", "passport number", "passport no", "passeport", "reisepass", "reisepassnummer", "pasaporte"),
    *("passaporto", "passaporte", "paspoort", "paspoortnummer", "steuer id", "steueridentifikationsnummer"),
    *("steuernummer", "sozialversicherungsnummer", "personnummer", "fødselsnummer", "pesel", "burgerservicenummer"),
    *("rodné číslo", "codice fiscale", "henkilötunnus", "kennitala", "isikukood", "aadhaar", "curp", "cpf"),
    *("егн", "αμκα", "amka", "tc kimlik", "tc kimlik no", "t.c. kimlik no", "social insurance number", "nhs number"),
    *("身份证", "身份证号", "身份证号码", "マイナンバー", "個人番号", "주민등록번호", "주민번호"),
)
"""Words whose own rule asks for a right check digit or a shape."""
_WORDS = tuple(dict.fromkeys((*words_of(IDENTITIES), *words_of(PASSPORTS), *_OF_OTHER_RULES)))
_is_labelled = labelled(_WORDS)


def _validate(text: str, start: int, end: int) -> Span | None:
    if is_tied(text, start, end) or not _is_labelled(text, start, end):
        return None
    return start, end


def _twin(compiled: Any) -> Any:
    return compiled.Numbers(_SHAPE, None, near_source(_WORDS, is_label=True), "issued")


def _examples() -> Iterable[str]:
    yield from said("Personalausweisnummer", "L01X00T471")
    yield from said("cédula", "1.020.304.050", "1020304050")
    yield from said("RUT", "12.345.678-5", "7654321-K")
    yield from said("CUIT", "20-12345678-6")
    yield from said("СНИЛС", "112-233-445 95")
    yield from said("паспорт", "4509 123456")
    yield from said("αφμ", "090000045")
    yield from said("תעודת זהות", "123456782")
    yield from said("الرقم القومي", "29001011234567")
    yield from said("आधार", "2341 2341 2346")
    yield from said("pasaporte", "XDB123456")
    yield from said("fødselsnummer", "01129955132")


RULE = Rule(
    entity="identity_number",
    group="national_id",
    gate="",
    shape=_SHAPE,
    validate=_validate,
    twin=_twin,
    normalise=compact,
    indexed=False,
    hits=(
        *_examples(),
        "please update the identity card number to «N10648753» before Friday",
        "Ausweisnummer lautet «R20561650», gültig",
        "residence permit number was changed to «N6126123»",
    ),
    misses=(
        "order 29001011234567 shipped",
        "паспорт: не проверен 2024-05-18",
        "cédula: 12.05",
        "passport 1234",
        "RUT 1.250",
        "cédula revisada 29001011 veces",
        "id card reader 12345678 attached",
        "паспорт x4509123456",
        "RUT-955 12345678",
        "identity card number set to be checked 12345678",
    ),
    context=_WORDS,
)
