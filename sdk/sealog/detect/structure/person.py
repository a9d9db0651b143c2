"""Names of people, known by the name of their field: `"firstName": "…"`, `user.full_name=…`.

It leaves names without a field, and fields that name a file, a host or a program. Values hold letters only, as people's
names do. Misses: names in sentences, fields in other languages than English, German, French, Spanish and Italian.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.interface import KeywordRule
from sealog.detect.structure.enclosed import assigned
from sealog.detect.structure.placeholders import is_placeholder

if TYPE_CHECKING:
    from sealog.detect.interface import Span

_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,'\u2019-]){0,79}")
_FURTHER = re.compile(r"(?:[ ][A-ZÀ-ÖØ-Þ][^\W\d_'\u2019-]*[\w'\u2019.-]*(?![=:\w]))*")
_CLASS = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+")


def _find(text: str, start: int, end: int) -> Span | None:
    found = assigned(text, start, end)
    if found is None or found.rest or found.sign in {"", "==", "(", ","}:
        return None
    stop = found.end
    if not found.is_quoted:
        further = _FURTHER.match(text, stop)
        stop = further.end() if further else stop
        while stop > found.start and text[stop - 1] in ".,:":
            stop -= 1
    value = text[found.start : stop]
    if not _NAME.fullmatch(value) or _CLASS.fullmatch(value) or is_placeholder(value):
        return None
    return found.start, stop


RULE = KeywordRule(
    entity="person",
    group="person",
    keywords=(
        *("first_name", "firstname", "first-name", "last_name", "lastname", "last-name", "surname", "full_name"),
        *("fullname", "full-name", "given_name", "givenname", "family_name", "familyname", "middle_name", "middlename"),
        *(
            "maiden_name",
            "customer_name",
            "customername",
            "patient_name",
            "patientname",
            "cardholder",
            "cardholdername",
        ),
        *("cardholder_name", "card_holder", "account_holder", "accountholder", "holder_name", "recipient_name"),
        *("contact_name", "contactname", "employee_name", "billing_name", "shipping_name", "vorname", "nachname"),
        *("prenom", "nom_de_famille", "apellido", "apellidos", "cognome"),
    ),
    find=_find,
    hits=(
        '{"firstName":"«Alice»","lastName":"«O\'Hara-Smith»"}',
        "user.full_name=«Alice» order=4711",
        "full_name: «Alice Example», city",
        "Customer(first_name='«José»', age=31)",
        r"{\"surname\": \"«Müller»\"}",
        "GET /find?last_name=«Smith»&first_name=«Bob»",
        "<familyName>«García»</familyName>",
        "cardholder = '«ALICE EXAMPLE»'",
    ),
    misses=(
        "first_name=null last_name= full_name=****",
        "firstName: required",
        "SELECT first_name, last_name FROM users",
        "lastname_index created",
        "full_name=com.example.Handler1",
        '{"first_name": 12}',
        "hostname=web01 filename=Alice.txt classname=Foo",
        "surname == expected",
        "full_name=acme/shop-api",
    ),
)
