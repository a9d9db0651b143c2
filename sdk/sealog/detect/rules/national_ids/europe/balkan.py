"""Identity numbers of Bulgaria, Croatia, Greece, Romania and Slovenia.

Digits count only beside a word that names them. Standards: Bulgarian EGN (Ordinance RD-02-20-9 of 2012, modulo 11),
Croatian OIB (Act 60/2008, ISO/IEC 7064 mod 11,10), Greek AMKA (Law 3655/2008, Luhn), Romanian CNP (Law 105/1996, modulo
11), Slovene EMŠO (Official Gazette 1/1999, modulo 11). Misses: other states of the former Yugoslavia that use the same
form.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import SLOW_CHECK, number_rule, said, unsaid

egn = standard("bg.egn")
amka = standard("gr.amka")
oib = standard("hr.oib")
cnp = standard("ro.cnp")
emso = standard("si.emso")

RULES = (
    number_rule(
        "bg_egn",
        shape="[0-9]{2}[0-5][0-9][0-3][0-9]{5}",
        check=egn.is_valid,
        compiled_check="bg.egn",
        words=("егн", "egn", "единен граждански номер"),
        hits=(*said("EGN", "7412011668"), *said("ЕГН", "5304149271"), *said("Егн", "5304149271")),
        misses=unsaid("EGN", "7412011668", "7412011669", "7413011668"),
    ),
    number_rule(
        "gr_amka",
        check_steps=SLOW_CHECK,
        shape="[0-3][0-9][01][0-9]{8}",
        check=amka.is_valid,
        words=("αμκα", "amka"),
        hits=said("AMKA", "08118659427", "07099247855"),
        misses=unsaid("AMKA", "08118659427", "08118659428", "08138659427"),
    ),
    number_rule(
        "hr_oib",
        shape="[0-9]{11}",
        check=oib.is_valid,
        compiled_check="hr.oib",
        words=("oib", "osobni identifikacijski broj"),
        hits=said("OIB", "16748615797", "74887843973"),
        misses=unsaid("OIB", "16748615797", "16748615798", "1674861579"),
    ),
    number_rule(
        "ro_cnp",
        check_steps=SLOW_CHECK,
        shape="[1-9][0-9]{2}[01][0-9][0-3][0-9]{7}",
        check=cnp.is_valid,
        words=("cnp", "cod numeric personal"),
        hits=said("CNP", "1621201372049", "1601003146434"),
        misses=unsaid("CNP", "1621201372049", "1621201372040", "1621301372049"),
    ),
    number_rule(
        "si_emso",
        shape="[0-3][0-9][01][0-9]{10}",
        check=emso.is_valid,
        words=("emšo", "emso", "jmbg"),
        hits=said("EMŠO", "2708970500979", "2207970502646"),
        misses=unsaid("EMŠO", "2708970500979", "2708970500970", "2713970500979"),
    ),
)
