"""Names of people, known by the name of their field: `"firstName": "…"`, `user.full_name=…`.

It leaves names without a field, and fields that name a file, a host or a program. Values hold letters only, as people's
names do. Misses: names in sentences. Fields in other languages: `rules/by_key/fields.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.enclosed import assigned
from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.lexicon.messages import begins_message
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.keyword_rules.text.assignment import Assignment
    from sealog.detect.model.rule import Span

# The marks that belong to letters in scripts that write vowels as such (Arabic, Hebrew, Indic, Thai to Khmer).
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0981-\u09e3\u0a01-\u0a51\u0a81-\u0ae3"
    "\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0ce3\u0d00-\u0d63\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
)
_NAME = pattern(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}]|[ .,'\u2019\u30fb\u00b7-]){{0,79}}")
_WORD = pattern(rf"[ ]((?:[^\W\d_]|[{MARKS}])(?:[\w{MARKS}'\u2019.-]{{0,39}}))(?![=:\w])")
_MOST_WORDS = 6
_JUDGE = 4  # steps of judging a value
_CLASS = pattern(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+")


def name_in(text: str, found: Assignment) -> Span | None:
    """Give the span of a person's name that is assigned, if that is what the value looks like."""
    spend(_JUDGE)
    stop = found.end
    if not found.is_quoted:
        stop = _further(text, stop)
        while stop > found.start and text[stop - 1] in ".,:":
            stop -= 1
    value = text[found.start : stop]
    if not _NAME.fullmatch(value) or _CLASS.fullmatch(value) or is_placeholder(value):
        return None
    return found.start, stop


def _further(text: str, stop: int) -> int:
    """Give where a name without quotes ends: behind the words that begin with a capital, or have no case."""
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, stop)
        if word is None or word[1][0].islower() or any(char.isdigit() for char in word[1]):
            break
        stop = word.end()
    return stop


def _find(text: str, start: int, end: int) -> Span | None:
    found = assigned(text, start, end)
    if found is None or found.rest or found.sign in {"", "==", "(", ","}:
        return None
    is_message = not found.is_quoted and begins_message(text, found.start)
    return None if is_message else name_in(text, found)


SHAPES = {"name_of_class": _CLASS}
"""What the compiled half has to know."""

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
        *("first name", "last name", "full name", "given name", "family name", "middle name", "customer name"),
        *("first+name", "last+name", "full+name", "given+name", "family+name"),
        *("patient name", "employee name", "cardholder name", "contact name"),
        *("prenom", "nom_de_famille", "apellido", "apellidos", "cognome"),
    ),
    find=_find,
    form=Form("person"),
    hits=(
        '{"firstName":"«Alice»","lastName":"«O\'Hara-Smith»"}',
        "user.full_name=«Alice» order=4711",
        "full_name: «Alice Example», city",
        "Customer(first_name='«José»', age=31)",
        r"{\"surname\": \"«Müller»\"}",
        "GET /find?last_name=«Smith»&first_name=«Bob»",
        "<familyName>«García»</familyName>",
        "last+name=«Smith»&first+name=«Bob»",
        "cardholder = '«ALICE EXAMPLE»'",
        "Full name: «Alice Example», first name = «Alice»",
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
        "last name: required, first name is missing",
        "full_name=acme/shop-api",
        "apellido: vacío; nachname: nicht angegeben",
    ),
)
