"""Polish PESEL numbers.

Eleven digits count only beside a word that names them.
Standard: Polish act of 24 September 2010 on population registration (birth date and weighted check digit).
Misses: NIP and REGON of businesses.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import number_rule, said, unsaid

pesel = standard("pl.pesel")

RULES = (
    number_rule(
        "pl_pesel",
        shape="[0-9]{11}",
        check=pesel.is_valid,
        compiled_check="pl.pesel",
        words=("pesel", "nr pesel", "numer pesel", "powszechny elektroniczny"),
        hits=said("PESEL", "85071777581", "85071205378"),
        misses=unsaid("PESEL", "85071777581", "85071777582", "85131777581"),
    ),
)
