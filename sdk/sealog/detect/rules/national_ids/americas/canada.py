"""Canadian social insurance numbers.

Nine digits count only beside a word that names them: one number in ten passes the Luhn check.
Standard: ESDC, Social Insurance Number code of practice (no first digit 8, Luhn; those with a 0 are for fiction).
Misses: health cards of the provinces.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import number_rule, said, unsaid

luhn = standard("luhn")

RULES = (
    number_rule(
        "ca_sin",
        shape="[0-79][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}",
        check=lambda value: luhn.is_valid("".join(filter(str.isdigit, value))),
        compiled_check="luhn",
        words=("sin", "sin number", "social insurance", "assurance sociale", "nas"),
        hits=said("SIN", "605 777 978", "312-663-222", "562026757"),
        misses=unsaid("SIN", "605 777 978", "605 777 979", "805 777 978"),
    ),
)
