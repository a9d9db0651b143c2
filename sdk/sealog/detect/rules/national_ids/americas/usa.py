"""US taxpayer numbers beside the social security number: ITIN, ATIN and EIN.

Nine digits in one piece count only beside a word that names them.
Standards: IRS, Internal Revenue Manual 3.21.263 (ITIN ranges) and EIN prefixes by campus (both in `python-stdnum`).
None has a check digit. Misses: PTIN.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import SLOW_CHECK, compact, number_rule, said, shown, unsaid

atin = standard("us.atin")
ein = standard("us.ein")
itin = standard("us.itin")

_ITIN = ("itin", "tax id", "taxpayer", "taxpayer id", "individual taxpayer", "tin")
_EIN = ("ein", "fein", "employer id", "employer identification", "federal tax id", "tax id", "irs number")

RULES = (
    number_rule(
        "us_atin",
        shape="9[0-9]{2}-?93-?[0-9]{4}",
        check=lambda value: atin.is_valid(compact(value)),
        compiled_check="issued",  # its shape is proof enough
        words=("atin", "adoption taxpayer", "adoption taxpayer id"),
        hits=said("ATIN", "960-93-3544", "930936313"),
        misses=unsaid("ATIN", "960-93-3544", "960-92-3544", "860-93-3544"),
    ),
    number_rule(
        "us_ein",
        check_steps=SLOW_CHECK,
        shape="[0-9]{2}-?[0-9]{7}",
        check=ein.is_valid,
        words=_EIN,
        hits=said("EIN", "12-8193036", "124262129"),
        misses=unsaid("EIN", "12-8193036", "07-8193036", "12-819303"),
    ),
    number_rule(
        "us_itin",
        shape="9[0-9]{2}([- ]?)[0-9]{2}[- ]?[0-9]{4}",
        check=lambda value: itin.is_valid(compact(value)),
        compiled_check="us.itin",
        words=_ITIN,
        alone="9[0-9][0-9]-[5-9][0-9]-[0-9][0-9][0-9][0-9]",
        gate=r"[0-9]-[5-9][0-9]-[0-9][0-9][0-9][0-9]",
        hits=(*said("ITIN", "994758073", "902 71 5736"), *shown("994-75-8073")),
        misses=(
            *unsaid("ITIN", "994-75-8073", "994-40-8073", "994-49-8073", alone=True),
            "order 994758073 shipped",
        ),
    ),
)
