"""Identity numbers of Japan, Korea, Singapore, South Africa and Turkey.

Digits count only beside a word that names them, except Korean numbers with hyphen and check digit and Singapore's with
their letters.
Standards: Japanese Ordinance 85 of 2014 (My Number), Korean RRN (weights; the check ended for births after October
2020), Singapore ICA (letter modulo 11), South African Act 68 of 1997 (Luhn), Turkish Law 5490. Misses: Korean numbers
without a check digit that no word names.
"""

from __future__ import annotations

from datetime import date

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import SLOW_CHECK, compact, number_rule, said, shown, unsaid

my_number = standard("jp.in_")
rrn = standard("kr.rrn")
tckimlik = standard("tr.tckimlik")
idnr = standard("za.idnr")

_NRIC_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_NRIC_OFFSET = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}
_NRIC_LETTERS = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}


def _is_nric(value: str) -> bool:
    kind = value[0].upper()
    total = sum(weight * int(digit) for weight, digit in zip(_NRIC_WEIGHTS, value[1:8], strict=True))
    return _NRIC_LETTERS[kind][(total + _NRIC_OFFSET[kind]) % 11] == value[8].upper()


_KOREAN_CENTURIES = (18, 19, 19, 20, 20, 19, 19, 20, 20, 18)


def _is_rrn(value: str) -> bool:
    """Tell whether date and century fit; the last six digits of births since October 2020 are random."""
    digits = compact(value)
    try:
        date(100 * _KOREAN_CENTURIES[int(digits[6])] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _is_checked_rrn(value: str) -> bool:
    return bool(rrn.is_valid(value))


RULES = (
    number_rule(
        "jp_my_number",
        shape="[0-9]{4}([ -]?[0-9]{4}){2}",
        check=my_number.is_valid,
        compiled_check="jp.in_",
        words=("my number", "マイナンバー", "個人番号", "individual number"),
        hits=(*said("my number", "7732 4893 9647", "752862908106"), "個人番号 «773248939647»です"),
        misses=unsaid("my number", "7732 4893 9647", "7732 4893 9648", "7732 4893 964"),
    ),
    number_rule(
        "kr_rrn",
        check_steps=SLOW_CHECK,
        shape="[0-9]{2}[01][0-9][0-3][0-9]-?[0-9]{7}",
        check=_is_rrn,
        check_alone=_is_checked_rrn,
        words=("rrn", "resident registration", "주민등록번호", "주민번호"),
        alone="[0-9][0-9][01][0-9][0-3][0-9]-[1-8][0-9][0-9][0-9][0-9][0-9][0-9]",
        gate=r"[0-9]-[1-8][0-9][0-9][0-9][0-9][0-9][0-9]",
        hits=(*said("RRN", "8507301081613", "850730-1081614"), *shown("720412-2623058")),
        misses=(
            *unsaid("RRN", "850730-1081613", "851330-1081613", "850732-1081613", alone=True),
            "got 850730-1081614 without a word",
            "order 8507301081613 shipped",
        ),
    ),
    number_rule(
        "sg_nric_fin",
        shape="[STFGMstfgm][0-9]{7}[A-Za-z]",
        check=_is_nric,
        words=("nric", "fin", "identity card", "singpass"),
        alone="[STFGM][0-9][0-9][0-9][0-9][0-9][0-9][0-9][A-Z]",
        gate=r"[STFGM][0-9][0-9][0-9][0-9][0-9][0-9][0-9][A-Z]",
        hits=(*said("NRIC", "s1234567d"), *shown("S1234567D")),
        misses=(
            *unsaid("NRIC", "S1234567D", "S1234567E", "A1234567D", alone=True),
            "got s1234567d without a word",
        ),
    ),
    number_rule(
        "tr_identity_number",
        shape="[1-9][0-9]{10}",
        check=tckimlik.is_valid,
        compiled_check="tr.tckimlik",
        words=("tc kimlik", "t.c. kimlik", "tckn", "kimlik no", "kimlik numarasi", "tc no"),
        hits=said("TCKN", "13824154682", "12931775544"),
        misses=unsaid("TCKN", "13824154682", "13824154683", "03824154682"),
    ),
    number_rule(
        "za_id_number",
        check_steps=SLOW_CHECK,
        shape="[0-9]{6} ?[0-9]{4} ?[0-9]{3}",
        check=lambda value: idnr.is_valid(compact(value)),
        words=("id number", "identity number", "rsa id", "south african id", "sa id", "said number"),
        hits=said("identity number", "8507305477081", "850730 5025 088"),
        misses=unsaid("ID number", "8507305477081", "8507305477082", "8513305477081"),
    ),
)
