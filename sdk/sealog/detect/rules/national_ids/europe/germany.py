"""German tax identification numbers (Steuer-IdNr., `idnr`).

Eleven digits count only beside a word that names them.
Standard: Abgabenordnung section 139b, check digit ISO/IEC 7064 mod 11,10, digit counts as the BZSt defines them.
Misses: tax numbers of the states (Steuernummer), which differ by office; social insurance numbers.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import number_rule, said, unsaid

idnr = standard("de.idnr")

RULES = (
    number_rule(
        "de_tax_id",
        shape="[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}",
        check=idnr.is_valid,
        compiled_check="de.idnr",
        words=(
            *("idnr", "steuer id", "steuer idnr", "steueridentifikationsnummer", "steuernummer", "tax id", "tin"),
            *("steuerliche identifikationsnummer", "identifikationsnummer"),
        ),
        hits=said("Steuer-ID", "86095742719", "36 574 261 069"),
        misses=unsaid("Steuer ID", "86095742719", "86095742718", "06095742719"),
    ),
)
