"""British and Irish numbers: national insurance (NINO), NHS, Scottish CHI, Irish PPS.

They count only beside a word that names them: a NINO has no check digit, and one number in eleven passes that of NHS.
Standards: HMRC NIM39110 (NINO prefixes), NHS data dictionary (modulus 11), Irish Welfare Consolidation Act (PPSN),
NHS Scotland (CHI: birth date, then modulus 11 as for NHS). Misses: temporary reference numbers.
"""

from __future__ import annotations

from datetime import date

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import compact, number_rule, said, unsaid

nhs = standard("gb.nhs")
pps = standard("ie.pps")

_NEVER_ISSUED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})


def _is_nino(value: str) -> bool:
    return compact(value)[:2] not in _NEVER_ISSUED


def _is_chi(value: str) -> bool:
    digits = compact(value)
    try:
        date(2000, int(digits[2:4]), int(digits[:2]))  # a leap year: the century is not in the number
    except ValueError:
        return False
    return bool(nhs.is_valid(digits))


RULES = (
    number_rule(
        "ie_pps",
        shape="[0-9]{7}[A-Wa-w][ABWTXZabwtxz]?",
        check=pps.is_valid,
        words=("pps", "ppsn", "pps number", "personal public service"),
        hits=said("PPS", "6287408P", "5870068TA"),
        misses=unsaid("PPS", "6287408P", "6287408Q", "628740P"),
    ),
    number_rule(
        "uk_chi",
        shape="[0-3][0-9][01][0-9]{3} ?[0-9]{4}",
        check=_is_chi,
        compiled_check="gb.chi",
        words=("chi", "chi number", "chi no", "community health index"),
        hits=said("CHI number", "0205616046", "250157 4273"),
        misses=unsaid("CHI number", "0205616046", "0205616047", "3113616046"),
    ),
    number_rule(
        "uk_nhs",
        shape="[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}",
        check=nhs.is_valid,
        compiled_check="gb.nhs",
        words=("nhs", "nhs number", "nhs no", "national health service"),
        hits=said("NHS number", "943 476 0860", "943-476-2154", "9434760860"),
        misses=unsaid("NHS number", "943 476 0860", "943 476 0861", "943 476 08"),
    ),
    number_rule(
        "uk_nino",
        shape="[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z]( ?[0-9]{2}){3} ?[A-Da-d]",
        check=_is_nino,
        words=("nino", "ni number", "ni no", "national insurance", "insurance number", "hmrc"),
        hits=said("national insurance", "AB123456C", "JG 10 37 59 A", "jg103759a"),
        misses=unsaid("NINO", "AB 12 34 56 C", "GB 12 34 56 C", "DB123456C", "AB123456E"),
    ),
)
