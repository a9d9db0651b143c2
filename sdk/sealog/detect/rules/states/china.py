"""Chinese resident identity numbers.

It takes no eighteen digits whose region, birth date or check character is wrong.
Standard: GB 11643-1999 (check character ISO/IEC 7064 mod 11-2). Misses: the old fifteen digits, numbers of Hong Kong,
Macao and Taiwan.
"""

from __future__ import annotations

from stdnum.cn import ric

from sealog.detect.numbers import number_rule, said, shown, unsaid

RULES = (
    number_rule(
        "cn_resident_id",
        shape="[1-8][0-9]{5}(19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]",
        check=ric.is_valid,
        words=("身份证", "居民身份证", "resident id", "id card", "shenfenzheng"),
        alone="[1-8][0-9][0-9][0-9][0-9][0-9](?:19|20)[0-9][0-9][01][0-9][0-3][0-9][0-9][0-9][0-9][0-9Xx]",
        gate=r"(?:19|20)[0-9][0-9][01][0-9][0-3][0-9][0-9][0-9][0-9][0-9Xx]",
        hits=(
            *said("resident id", "11010519850730189X"),
            *shown("11010519850730859X"),
            "身份证号«11010519850730189X»已验证",
        ),
        misses=(
            *unsaid("resident id", "11010519850730189X", "110105198507301890", "11010519851330189X", alone=True),
            "at 1700000000000000000 ns",
        ),
    ),
)
