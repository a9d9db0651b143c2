"""Driving licences of Germany, France, Italy, the Netherlands, Poland and India.

They count only beside a word that names them: most have no published check. Sources: German FeV annex 8 (eleven
characters: authority, running number, check, copy), French NEPH (twelve digits) and the card's number, Italian D.Lgs.
285/1992, Dutch RDW (ten digits), Polish regulation of 2019 (number/year/authority), Indian MoRTH Sarathi (state,
authority, year, seven digits). Misses: licences of further countries.
"""

from __future__ import annotations

from sealog.detect.rules.support.numbers import issued, number_rule, said, unsaid

_GERMAN = ("führerschein", "führerscheinnummer", "fuehrerschein", "fuehrerscheinnummer", "fahrerlaubnis")
_INDIAN = ("dl no", "dl number", "driving licence", "driving licence number", "driving license", "licence number")

RULES = (
    number_rule(
        "de_driver_license",
        shape="[A-Z][0-9A-Z]{2}[0-9A-Z]{6}[0-9][0-9A-Z]",
        check=lambda value: sum(map(str.isdigit, value)) >= 3,  # noqa: PLR2004 - a word in capitals has none
        words=_GERMAN,
        behind=0,
        hits=said("Führerschein", "B072RRE2I55", "N0704578035"),
        misses=unsaid("Führerschein", "B072RRE2I55", "ABGELAUFENE", "B072RRE2I5"),
    ),
    number_rule(
        "fr_driver_license",
        shape="[0-9]{12}|[0-9]{2}[A-Z]{2}[0-9]{5}",
        check=issued,
        words=("numéro de permis", "numero de permis", "neph", "n° de permis", "permis n°"),
        behind=0,
        hits=said("NEPH", "911091204017", "13AA00002"),
        misses=unsaid("NEPH", "911091204017", "91109120401", "13A000002"),
    ),
    number_rule(
        "in_driver_license",
        shape="[A-Z]{2}[- ]?[0-9]{2}[- ]?(?:19|20)[0-9]{2}[- ]?[0-9]{7}",
        check=issued,
        words=_INDIAN,
        behind=0,
        hits=said("DL number", "MH12 20110062821", "KA0120190001234", "DL-0420110149646"),
        misses=unsaid("DL number", "MH12 20110062821", "MH1218110062821", "MH122011006282"),
    ),
    number_rule(
        "it_driver_license",
        shape="[A-Z]{2}[0-9]{7}[A-Z]|U1[0-9A-Z]{7}[A-Z]",
        check=issued,
        words=("patente", "patente di guida", "numero patente", "patente n"),
        behind=0,
        hits=said("patente", "RM1234567X", "U1H59E341K"),
        misses=unsaid("patente", "RM1234567X", "RM123456X", "R11234567X"),
    ),
    number_rule(
        "nl_driver_license",
        shape="[0-9]{10}",
        check=issued,
        words=("rijbewijs", "rijbewijsnummer"),
        behind=0,
        hits=said("rijbewijs", "5123456789", "4123987650"),
        misses=unsaid("rijbewijs", "5123456789", "512345678", "RIJBEWIJS1"),
    ),
    number_rule(
        "pl_driver_license",
        shape="[0-9]{5}/[0-9]{2}/[0-9]{4}",
        check=issued,
        words=("prawo jazdy", "prawa jazdy", "numer prawa jazdy"),
        behind=0,
        hits=said("prawo jazdy", "12345/06/0912", "00321/19/1465"),
        misses=unsaid("prawo jazdy", "12345/06/0912", "1234/06/0912", "12345/6/0912"),
    ),
)
