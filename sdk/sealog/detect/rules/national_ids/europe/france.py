"""French numbers of the social security register (NIR, `numéro de sécurité sociale`).

Fifteen digits in one piece count only beside a word; in the groups of the card the key of two digits is proof enough.
Standard: INSEE, decree 82-103, key modulo 97, Corsican departments 2A and 2B. Misses: numbers without their key.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import number_rule, said, shown, unsaid

nir = standard("fr.nir")

RULES = (
    number_rule(
        "fr_nir",
        shape="[1-478] ?[0-9]{2} ?[0-9]{2} ?[0-9][0-9AB] ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}",
        check=nir.is_valid,
        compiled_check="fr.nir",
        words=(
            *("nir", "insee", "sécurité sociale", "securite sociale", "numéro de sécu", "n° ss", "assuré", "vitale"),
            "social security",
        ),
        alone="[12] [0-9][0-9] [0-9][0-9] [0-9][0-9AB] [0-9][0-9][0-9] [0-9][0-9][0-9] [0-9][0-9]",
        gate=r"[0-9] [0-9][0-9][0-9] [0-9][0-9][0-9] [0-9][0-9]",
        hits=(*said("NIR", "185057800640363", "2 84 12 76 451 089 93"), *shown("2 84 12 76 451 089 93")),
        misses=(
            *unsaid("NIR", "185057800640363", "185057800640364", "18505780064036"),
            "2 84 12 76 451 089 94",
        ),
    ),
)
