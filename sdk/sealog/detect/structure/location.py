"""Postal addresses, known by the name of their field: `"street": "1 High Street"`, `postal_code=…`.

It leaves country, region and city, which alone point at nobody. Misses: addresses without a field, or in several lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.interface import KeywordRule
from sealog.detect.structure.assignment import assignment
from sealog.detect.structure.placeholders import is_placeholder

if TYPE_CHECKING:
    from sealog.detect.interface import Span

_REST = re.compile(r"[_-]?(?:line)?[_-]?[1-3]?|[_-]?name", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\W_][^\n\x1e={}<>|]{2,159}")
_LETTER = re.compile(r"[^\W\d_]")
_CODE_WORDS = frozenset({"postal_code", "postalcode", "postal-code", "zip_code", "zipcode", "postcode"})
_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z]|[ -](?=[0-9A-Za-z])){2,9}", re.ASCII)
_FURTHER_CODE = re.compile(r"(?:[ ][0-9][A-Za-z]{2}(?![\w=:]))?", re.ASCII)


def _find(text: str, start: int, end: int) -> Span | None:
    found = assignment(text, start, end)
    if found is None or found.sign in {"", "==", "(", ","} or not _REST.fullmatch(found.rest):
        return None
    stop = found.end
    value = text[found.start : stop]
    if is_placeholder(value):
        return None
    if text[start:end].lower() in _CODE_WORDS:
        if not found.is_quoted:
            further = _FURTHER_CODE.match(text, stop)  # `postcode: SW1A 1AA`
            stop = further.end() if further else stop
        value = text[found.start : stop]
        return (found.start, stop) if _CODE.fullmatch(value) and any(map(str.isdigit, value)) else None
    # Without quotes nobody can tell where an address ends.
    return (found.start, stop) if found.is_quoted and _ADDRESS.fullmatch(value) and _LETTER.search(value) else None


RULE = KeywordRule(
    entity="location",
    group="contact",
    keywords=(
        *("street_address", "streetaddress", "street-address", "street", "home_address", "homeaddress"),
        *("postal_address", "postaladdress", "mailing_address", "shipping_address", "shippingaddress"),
        *("billing_address", "billingaddress", "address_line", "addressline", "address1", "address2"),
        *_CODE_WORDS,
    ),
    find=_find,
    hits=(
        '{"street":"«1 High Street»","city":"Leeds"}',
        "Address(street_address='«12 Rue de l\u2019Église, Apt 4»', country='FR')",
        r"{\"addressLine1\":\"«Hauptstraße 5»\"}",
        '"shippingAddress": "«1600 Example Ave, Springfield»"',
        "postcode: «SW1A 1AA», country GB",
        "zip_code=«90210»&x=1",
        '{"postalCode":"«10115»"}',
        "<street>«221b Baker Street»</street>",
    ),
    misses=(
        "street=null postcode=",
        '{"street":"****"}',
        "streetlights on",
        "zip_code_valid=true",
        "Wall Street: markets up",
        "postcode invalid: retry",
        "shipping_address_id=4711",
        "street = Main",
    ),
)
