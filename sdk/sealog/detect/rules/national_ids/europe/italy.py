"""Italian fiscal codes (`codice fiscale`) of people.

Small letters, and eleven digits, count only beside a word that names them.
Standard: Decreto Ministeriale 345 of 23 December 1976 (16 characters with birth date, place and check letter).
Misses: provisional codes of eleven digits.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import number_rule, said, shown, unsaid

codicefiscale = standard("it.codicefiscale")

_L = "[A-Z]"
_N = "[0-9LMNP-V]"  # digits, or the letters that stand for them where two people share a code

RULES = (
    number_rule(
        "it_fiscal_code",
        shape="(?i)[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]",
        check=lambda value: codicefiscale.is_valid(value.upper()),
        words=("codice fiscale", "cod fiscale", "cf", "fiscal code"),
        alone=f"{_L * 6}{_N * 2}[A-EHLMPRST]{_N * 2}{_L}{_N * 3}{_L}",
        gate=r"[A-Z][A-Z][0-9LMNP-V][0-9LMNP-V][A-EHLMPRST][0-9LMNP-V][0-9LMNP-V][A-Z][0-9LMNP-V]",
        hits=(*said("codice fiscale", "rssmra85t10a562s", "VRDLCU72D41F205T"), *shown("RSSMRA85T10A562S")),
        misses=(
            *unsaid("CF", "RSSMRA85T10A562S", "RSSMRA85T10A562T", "RSSMRA85T45A562", alone=True),
            "got rssmra85t10a562s without a word",
        ),
    ),
)
