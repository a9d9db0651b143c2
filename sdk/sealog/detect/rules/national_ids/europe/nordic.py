"""Nordic identity numbers: Swedish personnummer, Norwegian fødselsnummer, Icelandic kennitala, Finnish, Danish codes.

They count only beside a word that names them, except the Finnish code, whose letter and date no other text has.
Standards: Swedish SKV 704 (Luhn), Norwegian FOR-2017-07-14-1201 (two check digits), Finnish 2010/128 (letter modulo
31, signs of the reform of 2023), Danish CPR (dates only: its check digit ended in 2007), Icelandic Act 140/2019
(modulo 11).
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import SLOW_CHECK, number_rule, said, shown, unsaid

cpr = standard("dk.cpr")
hetu = standard("fi.hetu")
kennitala = standard("is_.kennitala")
fodselsnummer = standard("no.fodselsnummer")
personnummer = standard("se.personnummer")

_FINNISH_LETTER = "[0-9A-FHJ-NPR-Y]"

RULES = (
    number_rule(
        "dk_cpr",
        shape="[0-3][0-9][01][0-9]{3}-?[0-9]{4}",
        check=cpr.is_valid,
        compiled_check="dk.cpr",
        words=("cpr", "cpr nummer", "cpr nr", "personnummer"),
        hits=said("CPR", "300785-9788", "3007852471"),
        misses=unsaid("CPR", "300785-9788", "320785-9788", "301385-9788"),
    ),
    number_rule(
        "fi_personal_identity_code",
        shape="[0-3][0-9][01][0-9]{3}[-+A-FU-Ya-fu-y][0-9]{3}[0-9A-FHJ-NPR-Ya-fhj-npr-y]",
        check=hetu.is_valid,
        compiled_check="fi.hetu",
        words=("hetu", "henkilötunnus", "personbeteckning", "sotu"),
        alone=f"[0-3][0-9][01][0-9][0-9][0-9][-+A][0-9][0-9][0-9]{_FINNISH_LETTER}",
        gate=r"[0-9][0-9][-+A][0-9][0-9][0-9][0-9A-FHJ-NPR-Y]",
        hits=(*said("HETU", "300785-587v", "120472-334A"), *shown("300785-587V")),
        misses=(
            *unsaid("HETU", "300785-587V", "300785-587W", "320785-587V", alone=True),
            "got 300785-587v without a word",
        ),
    ),
    number_rule(
        "is_kennitala",
        shape="[0-7][0-9][01][0-9]{3}-?[0-9]{3}[089]",
        check=kennitala.is_valid,
        compiled_check="is_.kennitala",
        words=("kennitala", "kennitölu", "kennitolu", "kt"),
        hits=said("kennitala", "160258-5279", "0312815559"),
        misses=unsaid("kennitala", "160258-5279", "160258-5379", "161358-5279"),
    ),
    number_rule(
        "no_fodselsnummer",
        shape="[0-9]{6} ?[0-9]{5}",
        check=fodselsnummer.is_valid,
        compiled_check="no.fodselsnummer",
        words=("fødselsnummer", "fodselsnummer", "fnr", "personnummer", "d nummer", "birth number"),
        hits=said("fødselsnummer", "30078526455", "300785 46723"),
        misses=unsaid("fnr", "30078526455", "30078526456", "99078526455"),
    ),
    number_rule(
        "se_personnummer",
        check_steps=SLOW_CHECK,
        shape="(19|20)?[0-9]{2}[01][0-9][0-9]{2}[-+]?[0-9]{4}",
        check=personnummer.is_valid,
        words=("personnummer", "person nr", "pnr", "personal identity number", "samordningsnummer"),
        hits=said("personnummer", "850730-3884", "197204129378"),
        misses=unsaid("personnummer", "850730-3884", "850730-3885", "851330-3884"),
    ),
)
