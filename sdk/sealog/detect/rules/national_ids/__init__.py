"""Numbers that states and their registers give to people and businesses: one file a country or a group of them.

`python-stdnum` computes the check digits. One number in eleven passes such a check by chance, so most of these numbers
count only beside a word that names them.
"""

from __future__ import annotations

from sealog.detect.rules.national_ids import licences, papers
from sealog.detect.rules.national_ids.americas import canada, usa, usa_health
from sealog.detect.rules.national_ids.americas import latin_america as america
from sealog.detect.rules.national_ids.asia_pacific import asia, australia, china, india
from sealog.detect.rules.national_ids.europe import (
    balkan,
    baltic,
    benelux,
    britain,
    central_europe,
    france,
    germany,
    iberia,
    italy,
    nordic,
    poland,
)

RULES = (
    *america.RULES,
    *asia.RULES,
    *australia.RULES,
    *balkan.RULES,
    *baltic.RULES,
    *benelux.RULES,
    *britain.RULES,
    *canada.RULES,
    *central_europe.RULES,
    *china.RULES,
    *france.RULES,
    *germany.RULES,
    *iberia.RULES,
    *india.RULES,
    *italy.RULES,
    *licences.RULES,
    *nordic.RULES,
    *papers.RULES,
    *poland.RULES,
    *usa.RULES,
    *usa_health.RULES,
)
