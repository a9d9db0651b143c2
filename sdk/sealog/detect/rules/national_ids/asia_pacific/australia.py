"""Australian numbers: ABN, Medicare card, tax file number (TFN).

Digits count only beside a word that names them.
Standards: Australian Business Register (modulo 89), Medicare card check digit (weights 1, 3, 7, 9), ATO (modulo 11).
Misses: eight-digit TFNs, driver licences of the states.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import compact, number_rule, said, unsaid

abn = standard("au.abn")
tfn = standard("au.tfn")

_MEDICARE_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9)


def _is_medicare(value: str) -> bool:
    digits = [int(char) for char in compact(value)]
    return sum(weight * digit for weight, digit in zip(_MEDICARE_WEIGHTS, digits, strict=False)) % 10 == digits[8]


RULES = (
    number_rule(
        "au_abn",
        shape="[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}",
        check=abn.is_valid,
        compiled_check="au.abn",
        words=("abn", "australian business number"),
        hits=said("ABN", "43 999 991 740", "25477917649"),
        misses=unsaid("ABN", "43 999 991 740", "43 999 991 741", "4399999174"),
    ),
    number_rule(
        "au_medicare",
        shape="[2-6][0-9]{3} ?[0-9]{5} ?[0-9](?:[ -][1-9])?",
        check=_is_medicare,
        words=("medicare", "medicare number", "medicare card"),
        hits=said("Medicare", "2123 45670 1", "2123456701"),
        misses=unsaid("Medicare", "2123 45670 1", "2123 45671 1", "7123 45670 1"),
    ),
    number_rule(
        "au_tfn",
        shape="[0-9]{3} ?[0-9]{3} ?[0-9]{3}",
        check=tfn.is_valid,
        compiled_check="au.tfn",
        words=("tfn", "tax file", "tax file number"),
        hits=said("TFN", "830 097 366", "813129804"),
        misses=unsaid("TFN", "830 097 366", "830 097 367", "83009736"),
    ),
)
