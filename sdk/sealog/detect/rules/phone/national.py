"""Phone numbers as people write them at home, without a country code, where a word says that it is one.

It takes no digits that no word such as `phone`, `mobil` or `appelez` stands next to, and after a weak word (`call`,
`contact`) only digits that are grouped as phone numbers are.
Sources: `phonenumbers` (libphonenumber) for what twelve countries have issued; ITU-T E.123 for grouping. American
numbers (NPA-NXX-XXXX) need no issued area: test data and typing errors are people's data too. Misses: other countries.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from sealog.compiled import compiled
from sealog.detect.data import fictional_phones
from sealog.detect.data.fictional_phones import is_fiction
from sealog.detect.data.phone_ranges import is_issued, is_parsed, issued_in, issued_shape_in
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before, is_word
from sealog.detect.rules.phone.national_words import (
    NAMED,
    STRONG,
    WEAK,
    is_labelled_as_phone,
    is_msisdn,
    is_named,
    is_near_strong,
    is_near_weak,
    sources,
)
from sealog.detect.rules.support.numbers import compact, is_tied, said
from sealog.pattern import pattern, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

REGIONS = ("US", "GB", "FR", "DE", "ES", "IT", "NL", "IN", "BR", "AU", "JP")  # CA: same numbers as US
_SHAPE = r"\(?[0-9][0-9]{0,14}(?:[ \t().\-/]{1,3}[0-9]{1,8}){0,6}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?"
_GROUP = pattern(r"[0-9]+")
_EXTENSION = pattern(r" ?(?:x|ext\.?) ?[0-9]{1,6}\Z")  # RFC 3966 section 3, as people write it
_AMERICAN = pattern(r"(?:1[-. ])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[-. ])[2-9][0-9]{2}[-. ][0-9]{4}")
# What stays of a number within one area (NXX-XXXX), and how closed numbering plans of seven to nine digits group it.
_LOCAL = pattern(
    r"[2-9][0-9]{2}[- ][0-9]{4}|[2-9][0-9]{3}[- ][0-9]{4}|[2-9][0-9] (?:[0-9]{6}|[0-9]{3} [0-9]{3})"
    r"|[2-9][0-9](?:(?:-[0-9]{2}){3}|(?: [0-9]{2}){3})|[2-9][0-9]{2}(?:(?:-[0-9]{3}){2}|(?: [0-9]{3}){2})"
)
_BEHIND = pattern(
    r"(?:[ -]|[ ]\()(?:tele)?(?:office|fax|mobile|cell|desk|phone|landline)\)?(?=[ \t]?(?:\Z|[\r\n,;|\\\x1e]))",
    re.IGNORECASE,
)
_LABEL_REACH = 16
_LINE_BEGINS = pattern(r"(?:\A|[\r\n,;|\x1e]|\\n)[ \t]?\Z")
_FEWEST_DIGITS_OF_LABELLED = 7
_FEWEST_DIGITS_OF_OFFICE = 6
_MOST_DIGITS = 12
_YEAR_FIRST = "|".join(
    rf"(?:19|20)[0-9]{{2}}{sign}(?:0[1-9]|1[0-2]){sign}(?:[0-2][0-9]|3[01])[- ].*" for sign in ("-", "/", r"\.", "")
)
_DATE = pattern(
    rf"{_YEAR_FIRST}|(?:19|20)[0-9]{{2}}[-/. ][01]?[0-9][-/. ][0-3]?[0-9]"
    r"|[0-3]?[0-9][-/.][0-3]?[0-9][-/.](?:19|20)[0-9]{2}"
)
_DOTTED = pattern(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_FEWEST_DIGITS = 8
_MOST_LEFT_OFF = 2  # groups of digits
_BANDS = pattern(r"[89][05]0.1[89]00")  # of GSM, in MHz
_DAY = pattern(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?:[^0-9]|\Z)")
_GAPS = pattern(r"[ \t]+[-/.][ \t]*|[-/.][ \t]+|[ \t]{2,}|\t")
_TIME_BEFORE = pattern(r"[0-9]:\Z")
_FEWEST_BARE_DIGITS = 9
_MOST_GROUPS = 6
_TRUNK_ZERO = ("44", "33", "61")

_WORDS = 6
"""Steps of looking for words beside a candidate (see `scan_budget.py`)."""


@cache
def _twin(compiled: Any) -> Any:
    shapes = [
        source_of(shape)[0] for shape in (_AMERICAN, _LOCAL, _BANDS, fictional_phones.SHAPE, _DATE, _DAY, _DOTTED)
    ]
    return compiled.PhoneGroups(_SHAPE, _FEWEST_DIGITS_OF_OFFICE, sources(), shapes)


@cache
def _teach() -> None:
    """Tell the compiled half which numbers are issued; with the first number, so that no start waits for it."""
    if compiled is not None:
        _twin(compiled).learn(issued_shape_in(REGIONS))


def _validate(text: str, start: int, end: int) -> Span | None:
    if sum(map(str.isdigit, text[start:end])) < _FEWEST_DIGITS_OF_OFFICE:
        return None  # counts and codes beside words that say little, before anything looks for the words
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1  # a remark in brackets, of which the number is the end
    if _is_followed_by_label(text, start, end) or _is_e164(text, start, end):
        return start, end
    left = before(text, start, 2)
    if left[-1:] == "+" or is_word(left[-1:]) or _TIME_BEFORE.search(left):
        return None
    if " " not in text[start:end] and is_tied(text, start, end):
        return None
    spend(_WORDS)
    if not is_near_strong(text, start, end) and not is_near_weak(text, start, end):
        return None
    return next(((start, stop) for stop in _ends(text, start, end) if _is_one(text, start, stop)), None)


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Give where the number may end: a count may follow it behind a space (`phone 415 555 2671 3 times`)."""
    yield end
    for _ in range(_MOST_LEFT_OFF):
        last = text.rfind(" ", start, end)
        if last < 0:
            return
        end = last
        while end > start and not text[end - 1].isdigit():
            end -= 1
        yield end


def _is_one(text: str, start: int, end: int) -> bool:
    if is_tied(text, start, end) or _is_clock(text, end):
        return False
    spend(_WORDS)
    value = _GAPS.sub(_gap, _EXTENSION.sub("", text[start:end]))
    if _AMERICAN.fullmatch(value):
        return True
    is_local = _LOCAL.fullmatch(value) is not None
    is_labelled = (is_local or len(_GROUP.findall(value)) == 1) and is_labelled_as_phone(text, start, end)
    if _BANDS.fullmatch(value):
        return False
    if (is_labelled and is_local) or (_has_size(value) and is_named(text, start, end)):
        return True
    return _may_be_one(value, is_labelled=is_labelled) and _is_issued(value)


def _gap(gap: re.Match[str]) -> str:
    return gap[0].strip() or " "


def _has_size(value: str) -> bool:
    """Tell whether a number may be one in some country, whose word for a telephone stands right before it."""
    digits = len(compact(value))
    fewest = _FEWEST_BARE_DIGITS if "." in value else _FEWEST_DIGITS_OF_LABELLED
    is_one = fewest <= digits <= _MOST_DIGITS and len(_GROUP.findall(value)) <= _MOST_GROUPS
    return is_one and not any(other.match(value) for other in (_DATE, _DAY, _DOTTED))


def _is_e164(text: str, start: int, end: int) -> bool:
    """Tell whether `msisdn` is the label: those have a country code, and no plus before it (3GPP TS 23.003)."""
    value = text[start:end]
    if not value.isdigit() or is_tied(text, start, end) or not is_msisdn(text, start, end):
        return False
    return is_issued(value) or is_parsed(f"+{value}", None)


def _is_followed_by_label(text: str, start: int, end: int) -> bool:
    """Tell whether the kind of a telephone stands right behind grouped digits and ends a line: `781 1704 fax`."""
    label = _BEHIND.match(after(text, end, _LABEL_REACH))
    if label is None or not (_LINE_BEGINS.search(before(text, start, 2)) or label[0].endswith(")")):
        return False
    groups = _GROUP.findall(text[start:end])
    digits = sum(map(len, groups))
    few = _FEWEST_DIGITS_OF_OFFICE if label[0].lower().endswith(("office", "fax")) else _FEWEST_DIGITS_OF_LABELLED
    if not few <= digits <= _MOST_DIGITS or _DATE.fullmatch(text[start:end]):
        return False
    if len(groups) == 1:
        return (
            digits >= _FEWEST_BARE_DIGITS
            and text[start:end].isdigit()
            and "fax" in after(text, end, _LABEL_REACH).lower()
        )
    return min(map(len, groups)) > 1


def _may_be_one(value: str, *, is_labelled: bool) -> bool:
    groups = _GROUP.findall(value)
    digits = sum(map(len, groups))
    if digits < _FEWEST_DIGITS or len(groups) > _MOST_GROUPS or _DATE.fullmatch(value) or _DOTTED.fullmatch(value):
        return False
    return len(groups) > 1 or (is_labelled and digits >= _FEWEST_BARE_DIGITS)


def _is_clock(text: str, end: int) -> bool:
    right = after(text, end, 2)
    return right[:1] == ":" and right[1:].isdigit()


def _is_issued(value: str) -> bool:
    # Without a trunk zero and without groups, only ten digits are told from other numbers.
    if value.isdigit() and value[0] != "0" and len(value) not in {9, 10, 11}:
        return False
    digits = compact(value)
    if digits[:1] == "0" and any(is_fiction(f"{code}{digits[1:]}") for code in _TRUNK_ZERO):
        return True
    _teach()
    return issued_in(REGIONS)(digits) is not None


RULE = Rule(
    entity="phone_number",
    group="contact",
    gate="",
    shape=_SHAPE,
    validate=_validate,
    twin=_twin,
    normalise=compact,
    indexed=False,
    cost=2,
    hits=(
        "tel:«040 / 123 45 67» und tel: «040 / 123 45 67»",
        "手机号«13812345678»,手机号是 «138 1234 5678»",
        "휴대폰 «010-1234-5678» 저장",
        "رقم الجوال «0501234567» محفوظ",
        "मोबाइल «98765 43210» पर",
        "телефон «8 912 345-67-89» подтверждён",
        "โทรศัพท์ «081-234-5678»",
        "電話番号«090-1234-5678»に",
        "κινητό «694 123 4567»",
        "komórka «601 234 567»",
        "gsm=«0532 123 45 67» gsm «05321234567»",
        "phone «415  555  2671», phone:\t«415\t555\t2671»",
        *said("phone", "(415) 555-2671", "415-555-2671", "020 7946 0958", "01 42 68 53 00", "030 901820"),
        *said("tel", "06 12345678", "915 123 456", "098765 43210", "(11) 91234-5678", "0412 345 678", "03-1234-5678"),
        "phone (office «0151 12345678»), tel (« 0151 12345678»)".replace("« ", "«"),
        "please call «555-123-4567» before noon",
        "contact us at «(555) 123-4567»",
        "mobile=«4155552671» verified",
        '{"phoneNumber":"«06 12 34 56 78»"}',
        "Rufnummer «089 123456» gesperrt",
        "Tél : «01 42 68 53 00»",
        "her phone number is «4155552671», she said",
        "appelez le «06.12.34.56.78» demain",
        "電話 «03-1234-5678»",
        "cell: «312 456 789»",
        "mob: «07700 900123», Mob. «07712 345678»",
        "12 High Street\n«455 6186» office\n«61 51 81» fax",
        "«50-98-28-96»-Office, «9885 1152»-Fax",
        "met at noon, at «415 26 711» (mobile)",
        "«3660170548»-Fax",
        "msisdn=«447911123456» cause=16",
        "mobile: «07700 900123», phone «01632 960983», fax «0491 570 156»",
        "nobody is answering at «78 651 450»",
        "Phone:\n«781 1704»\n",
        "tel=«28-81-33-70» tel=«723 813 266»",
        "fax: «345-899-3560x4587» or phone «(415) 555-2671 ext. 12»",
    ),
    misses=(
        "order 415 555 2671 shipped",
        "телефон 5 этаж 12",
        "手机 20240518 更新",
        "gsm 900/1800 MHz and gsm 850 1900",
        "telefon 2024-05-18 12:30:45",
        "电话会议 12345678",
        "телефонизация 8912345678",
        "sold 455 6186 office chairs",
        "version 2024-05-18 mobile",
        "mobile build 2024.05.18-1234, fax job 20240518-0001",
        "build 10.12.345 desktop, 12 3 cell",
        "sent 3660170548 office",
        "lines 100-200 cell; range 1000-2000 mobile",
        "10-20-30 desk",
        "msisdn=447911123456789 subscriber 447911123456",
        "node is not answering at 10.0.0.1",
        "not answering on port 8080 since 12:30:45",
        "phone\x1eat 415 555 2671",
        "xphonex 415 555 2671",
        "phone is the word that stands too far away from 415 555 2671",
        "phone x415-555-2671",
        "phone 415-555-2671_3",
        "phone a-415-555-2671",
        "call 4155552671 times",
        "SMS gateway returned 200 in 1234567890 ns",
        "caller=billing id=4155552671",
        "phone order 2024-05-01 12:34:56",
        "contact 10.0.0.1 failed",
        "call stack 0x41555526",
        "text 12 34 5",
        "telemetry 4155552671 sent",
        "mobile app version 10.12.345.678",
        "mob 17 spawned at 1234, flash mob 20240518 at noon",
        "call to 192.168.100.200:8080",
        "sms 1717243200123 queued",
        "number 20240501 123456 of a batch",
        "phone 123",
        "phone 12 34 56 78",
        "call 781 1704 times",
    ),
    context=(*STRONG, *NAMED, *WEAK, "office", "desk"),
)
