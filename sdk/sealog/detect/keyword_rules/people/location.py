"""Postal addresses, known by the name of their field: `"street": "1 High Street"`, `postal_code=…`.

It leaves country, region and city, which alone identify no person. Misses: addresses without a field,
or in several lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.enclosed import assigned
from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.keyword_rules.text.assignment import Assignment
    from sealog.detect.model.rule import Span

_REST = pattern(r"[_-]?(?:line)?[_-]?[1-3]?|[_-]?name", re.IGNORECASE)
_ADDRESS = pattern(r"[^\W_][^\n\x1e={}<>|]{2,159}")
_LETTER = pattern(r"[^\W\d_]")
# A street has a number and a word for a way, unlike a host, an e-mail address or a memory address.
_STREET = pattern(
    r"(?=[^\x1e ]{1,40} )(?=[^\x1e]{0,80}[0-9])[^\x1e]{0,80}?"
    r"(?:\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|square|highway|hwy|terrace|place|rue"
    r"|via|viale|calle|avenida|plaza|rua|chemin|allee|platz|weg)|stra(?:ß|ss)e|straat|weg|platz|gatan|vej)\b(?![-.]\w)",
    re.IGNORECASE,
)
_CODE_WORDS = frozenset({"zip", "postal_code", "postalcode", "postal-code", "zip_code", "zipcode", "postcode"})
_CODE = pattern(r"[0-9A-Za-z](?:[0-9A-Za-z]|[ -](?=[0-9A-Za-z])){2,9}", re.ASCII)
_US_CODE = pattern(r"[0-9]{5}(?:-[0-9]{4})?", re.ASCII)
_FURTHER_CODE = pattern(r"(?:[ ][0-9][A-Za-z]{2}(?![\w=:]))?", re.ASCII)


def _find(text: str, start: int, end: int) -> Span | None:
    found = assigned(text, start, end)
    if found is None or found.sign in {"", "==", "(", ","} or not _REST.fullmatch(found.rest):
        return None
    stop = found.end
    value = text[found.start : stop]
    word = text[start:end].lower()
    if not _is_meant(word, found.prefix, value) or is_placeholder(value):
        return None
    spend(_CHECK)
    if word in _CODE_WORDS:
        if not found.is_quoted:
            further = _FURTHER_CODE.match(text, stop)  # `postcode: SW1A 1AA`
            stop = further.end() if further else stop
        value = text[found.start : stop]
        return (found.start, stop) if _CODE.fullmatch(value) and any(map(str.isdigit, value)) else None
    if found.is_quoted:
        return (found.start, stop) if _ADDRESS.fullmatch(value) and _LETTER.search(value) else None
    # Behind a colon a sentence may go on: `Wall Street: 3 shops`.
    return address_in(text, found) if found.sign == "=" and word != "address" else None


_MACHINE = pattern(
    r"[A-Za-z][\w+.-]{0,15}://|[^\s@]{1,64}@|[0-9.]{3,15}(?:[:/][0-9]{1,5})?\Z|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\Z|0[xX][0-9A-Fa-f]"
    r"|[\w.-]{1,253}:[0-9]{1,5}\Z|(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\Z|[/\\]|localhost",
    re.ASCII,
)
_JUDGE = 4  # steps of judging a value
_CHECK = 8  # those of one under a name that means nothing else
_POSTCODE = pattern(r"[0-9A-Z][0-9A-Z -]{2,9}")
_TO_THE_END = pattern(r"[^\n\r\x1e={}<>|;\"'`]{2,120}")
_NEXT_NAME = pattern(r"[ ,&][^\s,=:&]{1,40}[ ]?\Z")


def address_in(text: str, found: Assignment) -> Span | None:
    """Give the span of an address under a name that may also mean a machine's address, which is left.

    Without quotes an address goes on to the end of the line, or to the next name that has a value. There it must hold a
    digit, or be in a script without spaces: otherwise it may be a sentence.
    """
    spend(_JUDGE)
    start, stop = found.start, found.end
    value = text[start:stop]
    if _MACHINE.match(value) and not _POSTCODE.fullmatch(value):
        return None
    if not found.is_quoted:
        line = _TO_THE_END.match(text, start)
        value = line[0] if line else value
        if line and text[line.end() : line.end() + 1] == "=":
            value = _NEXT_NAME.sub("", value)
        value = value.rstrip(" \t,.")
        stop = start + len(value)
        if not any(char.isdigit() for char in value) and value.isascii():
            return None
    if _POSTCODE.fullmatch(value) and any(map(str.isdigit, value)):
        return start, stop
    return (start, stop) if _ADDRESS.fullmatch(value) and _LETTER.search(value) else None


def _is_meant(word: str, prefix: str, value: str) -> bool:
    """Tell whether a word with several meanings means an address here."""
    if word == "zip":
        return not prefix[-1:].isalpha() and _US_CODE.fullmatch(value) is not None
    return word != "address" or _STREET.match(value) is not None


SHAPES = {"rest_of_address": _REST, "machine": _MACHINE}
"""What the compiled half has to know."""

RULE = KeywordRule(
    entity="location",
    group="contact",
    keywords=(
        *("street_address", "streetaddress", "street-address", "street", "home_address", "homeaddress"),
        *("postal_address", "postaladdress", "mailing_address", "shipping_address", "shippingaddress"),
        *("billing_address", "billingaddress", "address_line", "addressline", "address1", "address2", "address"),
        *_CODE_WORDS,
    ),
    find=_find,
    form=Form("location"),
    hits=(
        '{"street":"«1 High Street»","city":"Leeds"}',
        "Address(street_address='«12 Rue de l\u2019Église, Apt 4»', country='FR')",
        r"{\"addressLine1\":\"«Hauptstraße 5»\"}",
        '"shippingAddress": "«1600 Example Ave, Springfield»"',
        "postcode: «SW1A 1AA», country GB",
        "zip_code=«90210»&x=1",
        '"address":"«12 High Street, Leeds»"',
        "Customer(address='«Hauptstraße 5, 10115 Berlin»')",
        '"state":"CA","zip":"«90210-1234»"',
        '{"postalCode":"«10115»"}',
        "<street>«221b Baker Street»</street>",
        "POST street=«25+Larkspur+Close»&city=Leeds address_line1=«25 Larkspur Close» city=Leeds",
    ),
    misses=(
        "street=null postcode=",
        '{"street":"****"}',
        "streetlights on",
        '"address":"10.0.0.1:8080","bind_address":"tcp://0.0.0.0:80","remote address":"st-17.example.com"',
        '"address":"0x7ffee4c0a8","mac_address":"00:1b:44:11:3a:b7"',
        "gzip=90210 zip=archive_2024 unzip: 12345",
        "zip_code_valid=true",
        "Wall Street: markets up",
        "postcode invalid: retry",
        "shipping_address_id=4711",
        "street = Main",
        "Wall Street: 3 shops closed",
        "address1=10.0.0.1:8080",
    ),
)
