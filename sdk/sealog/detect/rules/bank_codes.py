"""Codes that belong to an account or a payer: ABA routing numbers, BIC (`swift_code`), EU VAT numbers.

They take nothing that no word names: a BIC is eight capital letters like any other, an ABA number one in ten.
Standards: ABA routing number policy (weights 3, 7, 1), ISO 9362 (country in the middle), EU Directive 2006/112 article
215 with the member states' check digits. Misses: sort codes, account numbers without IBAN, numbers in small letters.
"""

from __future__ import annotations

from stdnum import bic
from stdnum.eu import vat
from stdnum.us import rtn

from sealog.detect.numbers import number_rule, said, unsaid

_VAT_COUNTRIES = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|EU|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI"
_NEXT_TO = 20  # a BIC stands right behind its label; other words in capitals may follow later


RULES = (
    number_rule(
        "aba_routing_number",
        group="payment",
        shape="[0-36-8][0-9]{8}|[0-36-8][0-9]{3}-[0-9]{4}-[0-9]",
        check=rtn.is_valid,
        words=("aba", "routing", "routing number", "rtn", "routing no", "routing transit"),
        hits=said("routing number", "111003954", "021024722"),
        misses=unsaid("ABA", "111003954", "111003955", "911003954"),
    ),
    number_rule(
        "eu_vat",
        group="payment",
        shape=rf"(?:{_VAT_COUNTRIES}) ?[0-9A-Z][0-9]{{6,10}}(?:[0-9A-Z]{{1,3}})?",
        check=vat.is_valid,
        words=(
            *(
                "vat",
                "vat id",
                "vat number",
                "vat no",
                "ust id",
                "ust idnr",
                "ust-idnr",
                "ustid",
                "umsatzsteuer",
            ),
            *("tva", "iva", "btw", "moms", "alv", "partita iva", "mwst", "nip ue", "tax id", "tax number"),
        ),
        hits=said("VAT", "DE541123074", "IT01636520189", "NL853111728B01", "ATU56182561"),
        misses=unsaid("VAT", "DE541123074", "DE541123075", "XX541123074"),
    ),
    number_rule(
        "swift_code",
        group="payment",
        shape="[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?",
        check=bic.is_valid,
        words=("bic", "swift", "swift code", "bic code", "bic swift", "swift bic"),
        reach=_NEXT_TO,
        hits=said("BIC", "DEUTDEFF", "COBADEFFXXX", "NEDSZAJJ"),
        misses=(*unsaid("SWIFT", "DEUTDEFF", "DEUTXXFF", "DEUTDEF"), "swift CONTAINER created"),
    ),
)
