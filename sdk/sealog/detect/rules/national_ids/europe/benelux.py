"""Dutch and Belgian numbers: BSN and the national register number.

Digits count only beside a word that names them, except a Belgian number as it is printed on the card.
Standards: Wet algemene bepalingen burgerservicenummer (eleven test); Belgian Royal Decree of 3 April 1984 (key modulo
97, births from 2000 with a 2 before). Misses: Luxembourg's matricule.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import SLOW_CHECK, number_rule, said, shown, unsaid

nn = standard("be.nn")
bsn = standard("nl.bsn")

RULES = (
    number_rule(
        "be_nrn",
        shape=r"[0-9]{2}\.?[0-9]{2}\.?[0-9]{2}[- ]?[0-9]{3}[. ]?[0-9]{2}",
        check=nn.is_valid,
        compiled_check="be.nn",
        words=(
            *("rijksregister", "rijksregisternummer", "registre national", "numéro national", "nrn", "niss", "insz"),
            *("insz nummer", "national number", "national register"),
        ),
        alone=r"[0-9][0-9]\.[0-9][0-9]\.[0-9][0-9]-[0-9][0-9][0-9]\.[0-9][0-9]",
        gate=r"[0-9]\.[0-9][0-9]-[0-9][0-9][0-9]\.",
        hits=(*said("rijksregisternummer", "72041214565", "720412-145.65"), *shown("85.07.30-033.28")),
        misses=(
            *unsaid("NISS", "72041214565", "72041214566", "7204121456"),
            "85.07.30-033.29",
        ),
    ),
    number_rule(
        "nl_bsn",
        check_steps=SLOW_CHECK,
        shape=r"[0-9]{4}[. ]?[0-9]{2}[. ]?[0-9]{3}|[0-9]{3}[. ]?[0-9]{3}[. ]?[0-9]{3}",
        check=bsn.is_valid,
        compiled_check="nl.bsn",
        words=("bsn", "burgerservicenummer", "burger service nummer", "sofinummer", "sofi nummer", "citizen service"),
        hits=said("BSN", "926419092", "0854.29.028"),
        misses=unsaid("BSN", "926419092", "926419093", "92641909"),
    ),
)
