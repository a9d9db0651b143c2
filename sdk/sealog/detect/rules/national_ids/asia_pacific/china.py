"""Chinese resident identity numbers.

Province, birth date and check character must be right. The county is not looked up: a card
keeps the code of a county that was merged or renamed since.
Standard: GB 11643-1999 (check character ISO/IEC 7064 mod 11-2), GB/T 2260 (provinces). Misses: the old fifteen digits,
numbers of Hong Kong, Macao and Taiwan.
"""

from __future__ import annotations

from datetime import date

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import number_rule, said, shown, unsaid

mod_11_2 = standard("iso7064.mod_11_2")

_PROVINCES = frozenset(
    f"{first}{second}"
    for first, seconds in {
        1: "12345",
        2: "123",
        3: "1234567",
        4: "123456",
        5: "01234",
        6: "12345",
        7: "1",
        8: "123",
    }.items()
    for second in seconds
)


def _is_resident_id(value: str) -> bool:
    try:
        date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    return value[:2] in _PROVINCES and mod_11_2.is_valid(value.upper())


RULES = (
    number_rule(
        "cn_resident_id",
        shape="[1-8][0-9]{5}(19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]",
        check=_is_resident_id,
        words=(
            "身份证",
            "身份证号",
            "身份证号码",
            "居民身份证",
            "公民身份号码",
            "resident id",
            "id card",
            "shenfenzheng",
        ),
        alone="[1-8][0-9][0-9][0-9][0-9][0-9](?:19|20)[0-9][0-9][01][0-9][0-3][0-9][0-9][0-9][0-9][0-9Xx]",
        gate=r"(?:19|20)[0-9][0-9][01][0-9][0-3][0-9][0-9][0-9][0-9][0-9Xx]",
        hits=(
            *said("resident id", "11010519850730189X"),
            *shown("11010519850730859X"),
            "身份证号«11010519850730189X»已验证",
            "公民身份号码: «450500197907132064» has the code of a county that no longer is one",
        ),
        misses=(
            *unsaid("resident id", "11010519850730189X", "110105198507301890", "11010519851330189X", alone=True),
            "at 1700000000000000000 ns",
        ),
    ),
)
