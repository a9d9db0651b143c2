"""Telephone numbers that regulators reserve for films, books and tests. No country issues them.

Logs are full of them. They are found like issued numbers, because their writer meant a telephone.
Sources: Ofcom, "Telephone numbers for use in TV and radio drama programmes"; ARCEP, decision 2018-0881 (numbers for
audiovisual works); ACMA, "Phone numbers for use in creative works". North America's 555-01XX needs no mention, as its
area codes are issued.
"""

from __future__ import annotations

import re

from sealog.pattern import pattern

SHAPE = pattern(
    r"44(?:7700900|1632960|2079460|1(?:1[3-8]|21|31|41|51|61)4960|2896496|2920180|8081570|3069990)[0-9]{3}"
    r"|33(?:19900|26191|35301|46571|53649|63998)[0-9]{4}"
    r"|61(?:[2378](?:5550|7010)[0-9]{4}|491570(?:006|15[6-9]|110))",
    re.ASCII,
)
"""Country code and digits of such numbers."""


def is_fiction(digits: str) -> bool:
    """Tell whether a number, given as country code and digits, is reserved for fiction."""
    return SHAPE.fullmatch(digits) is not None
