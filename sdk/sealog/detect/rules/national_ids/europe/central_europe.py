"""Austrian, Swiss, Czech and Slovak numbers: insurance (SVNR, AHV) and birth numbers.

They count only beside a word that names them, except the Swiss one with its points, which begins with its country's
756. Standards: Austrian ASVG section 31 (SVNR, modulo 11 before the birth date), Swiss AHVG article 50c (EAN-13), Czech
Act 133/2000 and Slovak Act 301/1995 (modulo 11, women's months plus 50). Numbers before 1954 have nine digits and no
check.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import number_rule, said, shown, unsaid

vnr = standard("at.vnr")
ssn = standard("ch.ssn")
rc = standard("cz.rc")

RULES = (
    number_rule(
        "at_svnr",
        shape="[1-9][0-9]{3} ?[0-3][0-9][01][0-9]{3}",
        check=vnr.is_valid,
        compiled_check="at.vnr",
        words=("svnr", "sozialversicherungsnummer", "versicherungsnummer", "sv nr", "sv nummer", "sv-nummer"),
        hits=said("SVNR", "3470200975", "9814 170982"),
        misses=unsaid("SVNR", "3470200975", "3471200975", "9518321260"),
    ),
    number_rule(
        "ch_ahv",
        shape=r"756\.?[0-9]{4}\.?[0-9]{4}\.?[0-9]{2}",
        check=ssn.is_valid,
        compiled_check="ch.ssn",
        words=("ahv", "ahv nummer", "ahv nr", "avs", "numéro avs", "numero avs", "ahvn13", "navs13"),
        alone=r"756\.[0-9][0-9][0-9][0-9]\.[0-9][0-9][0-9][0-9]\.[0-9][0-9]",
        gate=r"756\.[0-9][0-9][0-9][0-9]\.",
        hits=(*said("AHV", "7567629650526"), *shown("756.2293.9952.94")),
        misses=(
            *unsaid("AHV", "756.7629.6505.26", "756.7629.6505.27", "757.7629.6505.26", alone=True),
            "id 7567629650526",
        ),
    ),
    number_rule(
        "cz_birth_number",
        shape="[0-9]{2}[0-8][0-9][0-3][0-9]/?[0-9]{3,4}",
        check=rc.is_valid,
        words=("rodné číslo", "rodne cislo", "rodného čísla", "rodné č", "birth number", "rč"),
        hits=said("rodné číslo", "680918/6252", "5711112671", "450126/381"),
        misses=unsaid("rodné číslo", "680918/6252", "680918/6253", "681318/6252"),
    ),
)
