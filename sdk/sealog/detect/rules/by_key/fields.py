"""Values in fields with a name of the lexicon: `фамилия: …`, `"адрес":"…"`, `nom=…`, `手机号: …`.

A field means what an attribute of its name means (`names.py`); the value must look like its kind. It leaves
fields that only name a file or a host, and words in sentences. Misses: names and addresses without a field.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sealog.compiled import compiled
from sealog.detect.data.tables import spellings
from sealog.detect.keyword_rules.people import location, person
from sealog.detect.keyword_rules.text.enclosed import assigned
from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.lexicon.messages import begins_message
from sealog.detect.lexicon.owners import THINGS
from sealog.detect.lexicon.spelling import begins_name, listed
from sealog.detect.lexicon.statuses import is_status
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.detect.rules.by_key.last_words import entity_named
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sealog.detect.keyword_rules.text.assignment import Assignment
    from sealog.detect.model.rule import Span
    from sealog.records.finding import Group

    Judge = Callable[[str, Assignment], Span | None]

_REACH = 48
_SHORT = 7  # letters of ASCII: a shorter word is a part of too many others, and counts only with a sign behind it
_SIGNS = ("=", ":", '"', "'", " =", " :", ">", "\\")
_LONGEST = 160  # characters of a value
_OF_NAME = rf"\w{person.MARKS}.$-"
_NAME_GOES_ON = pattern(rf"[{_OF_NAME}]{{1,48}}")
_UP_TO_NAME = pattern(rf"[\s\S]*[^{_OF_NAME}]")  # all before the name: the begin is greedy


def _keywords(spelled: str) -> tuple[str, ...]:
    words = listed(spelled)
    short = dict.fromkeys(word for word in words if len(word) < _SHORT and word.isascii())
    return (*(word for word in words if word not in short), *(word + sign for word in short for sign in _SIGNS))


_FIELD = 4  # steps of reading a name and what stands around it
_VALUE = 6  # steps of what all judgements of a value share
_NAME = 16  # steps of saying what a name means


def _find_in_field(entity: str, judge: Judge) -> Callable[[str, int, int], Span | None]:
    def find(text: str, start: int, end: int) -> Span | None:
        spend(_FIELD)
        if text[start].isascii():
            end = start + len(text[start:end].rstrip("=:\"'>\\ "))
        further = _NAME_GOES_ON.match(text, end)
        stop = further.end() if further else end
        found = assigned(text, start, stop)
        if found is None or found.rest or found.sign in {"", "==", "(", ","} or not begins_name(text, start):
            return None
        spend(_VALUE)
        span = judge(text, found) if found.end - found.start <= _LONGEST else None
        if span is None:
            return None
        begin = _begin_of_name(text, start)
        # A whole word of the lexicon needs no further look; most are whole.
        if (begin, stop) != (start, end) and _entity_of(text[begin:stop].lower()) != entity:
            return None
        value = text[found.start : found.end]
        is_message = is_status(value) or (not found.is_quoted and begins_message(text, found.start))
        return None if is_message or is_placeholder(value) else span

    return find


@lru_cache(maxsize=512)
def _entity_of(name: str) -> str | None:
    """Give the entity that a name says, and tell the compiled half."""
    entity = entity_named(name)
    if compiled is not None:
        compiled.learn_field(name, entity)
    return entity


def teach(names: Iterable[str]) -> None:
    """Tell the compiled half what names of fields say, in small letters."""
    for name in names:
        spend(_NAME)
        compiled.learn_field(name, _entity_of(name))


def _begin_of_name(text: str, start: int) -> int:
    left = before(text, start, _REACH)
    other = _UP_TO_NAME.match(left)
    return start - len(left) + (other.end() if other else 0)


_FILE = pattern(r"[^\s]{1,80}\.[a-z][a-z0-9]{1,3}")
_MONTH = r"[^\W\d_]{2,12}\.?[ ]\d{4}"
_DATE = pattern(
    rf"\d[\d./\u5e74\u6708\u65e5\ub144\uc6d4\uc77c-]{{3,12}}(?:(?<=[\d.])[ ]{_MONTH})?|\d{{1,2}}\.?[ ]{_MONTH}"
)
_LONGEST_DATE = 40
_PHONE = pattern(r"\(?\+?\d(?:[ ().\-/\u00a0\u2010-\u2015]{0,3}\d){5,14}")
_CALENDAR = pattern(r"(?:19|20)\d\d[-./]?[01]\d[-./]?[0-3]\d(?:\D|\Z)|\d{1,3}(?:\.\d{1,3}){3}")


def _name_of_person(text: str, found: Assignment) -> Span | None:
    if _FILE.fullmatch(text[found.start : found.end]):
        return None
    span = person.name_in(text, found)
    return None if span is None or text[slice(*span)].lower().endswith(THINGS) else span


def _birth(text: str, found: Assignment) -> Span | None:
    value = text[found.start : found.end]
    if found.is_quoted:
        return (found.start, found.end) if len(value) <= _LONGEST_DATE and re.search(r"\d", value) else None
    match = _DATE.match(text, found.start)
    return None if match is None else match.span()


def _phone(text: str, found: Assignment) -> Span | None:
    match = _PHONE.match(text, found.start)
    if match is None or _CALENDAR.match(text, found.start) or (found.is_quoted and match.end() > found.end):
        return None
    following = text[match.end() : match.end() + 1]
    return None if following.isalnum() or following == "_" else match.span()


def _rule(
    entity: str,
    group: Group,
    keywords: Iterable[str],
    judge: Judge,
    hits: tuple[str, ...],
    misses: tuple[str, ...],
) -> KeywordRule:
    find = _find_in_field(entity, judge)
    return KeywordRule(
        entity, group, tuple(dict.fromkeys(keywords)), find, hits, misses, form=Form("field", marks=(entity,))
    )


SHAPES = {"calendar": _CALENDAR}
WORDS = {"things": THINGS}
"""What the compiled half has to know."""

RULES = (
    _rule(
        "person",
        "person",
        _keywords(spellings.PEOPLE),
        _name_of_person,
        hits=(
            '{"nom":"«Lefèvre»","prénom":"«Chloé»"}',
            "nombre=«Lucía» apellido=«Ibáñez» edad=31",
            "Фамилия: «Ковалёва», Имя: «Дарья»",
            "氏名: «渡辺結衣»",
            '{"姓名": "«李婷婷»", "age": 3}',
            "이름=«박서연» 부서=12",
            "नाम: «अनीता शर्मा»",
            "الاسم: «ليلى حداد»",
            "NAZWISKO=«Wójcik»",
            "client.nom='«Lefèvre»' nomClient=«Lefèvre»",
            "<nom>«Lefèvre»</nom><förnamn>«Åsa»</förnamn>",
            "ονοματεπώνυμο: «Ελένη Παππά»",
        ),
        misses=(
            "nom_fichier=rapport nom: 12",
            "fichier.nom=rapport service.nombre=caja",
            "파일이름: 보고서 パス名前=x",
            "le nom du fichier est rapport",
            "имя файла: отчёт",
            "nom: obligatoire",
            "имя: обязательно",
            "время: утро genome=human",
            "economía: buena runtime: java",
            "nombre de registros: 12",
            "SELECT nom, prénom FROM clients",
            "нет поля фамилия в запросе",
            "nombre: servicio de pagos",
            "имя: сервис платежей, 名前: 決済サービス",
            "nome: campo richiesto, apellido: demasiado corto",
            "nazwisko: pole wymagane, prénom: trop long",
        ),
    ),
    _rule(
        "location",
        "contact",
        _keywords(spellings.ADDRESSES),
        location.address_in,
        hits=(
            '{"adresse":"«12 rue des Lilas, Lyon»"}',
            "dirección: «Calle Mayor 5, Sevilla»",
            '{"адрес":"«ул. Садовая, 15, кв. 4»"}',
            "住所:«東京都港区芝9-9-9»",
            "收货地址: «杭州市西湖区文一路9号»",
            "address_kr 주소='«서울시 마포구 월드컵로 9»'",
            "Lieferadresse: «Lindenweg 7, 50667 Köln»; bezahlt",
            "plz=«50667» ort=x",
            "адрес: «301 Fletcher Garden»",
            "endereço=«93 Rua Augusta» n=1",
            "indirizzo=«Via dei Fiori 8» città=Pisa",
            "الرمز البريدي: «11564»",
        ),
        misses=(
            "adresse: 10.0.0.1:8080",
            "адрес: http://api.example.com/v1",
            "ip_адрес=10.0.0.1",
            "адрес сервера не найден",
            "dirección: localhost",
            "adresse=0x7ffee4c0a8",
            "地址: 0x7ffee4c0a8",
            "adresse=web-1.example.com",
            "adresse: obligatoire",
            "die Adresse wurde geändert",
            "주소: 필수",
            "rue: vide",
        ),
    ),
    _rule(
        "date_of_birth",
        "person",
        _keywords(spellings.BIRTHS),
        _birth,
        hits=(
            '{"fecha_de_nacimiento":"«1987-04-23»"}',
            "Geburtsdatum: «23.04.1987», Kunde",
            "дата рождения=«23.04.1987»",
            "生年月日:«1987年4月23日»",
            "생년월일: «1987-04-23»",
            "date de naissance : «23 avril 1987»",
            "DOĞUM TARİHİ: «23.04.1987»",
        ),
        misses=(
            "geburtsdatum: fehlt",
            "geburtsdatum=null",
            "дата рождения обязательна",
            "生日快乐",
            "date de naissance: obligatoire",
            "geburtstag_erinnerung=1",
            "생일: 없음",
            "fecha de nacimiento 1987",
        ),
    ),
    _rule(
        "phone_number",
        "contact",
        _keywords(spellings.PHONES),
        _phone,
        hits=(
            "手机号:«13812345678»",
            "телефон: «8 912 345-67-89»",
            "휴대폰=«010-1234-5678»",
            '{"جوال":"«0501234567»"}',
            "gsm=«0532 123 45 67»",
            "τηλέφωνο: «210 123 4567»",
            "telefon: «040 / 123 45 67»",
            "โทรศัพท์: «081-234-5678»",
            "komórka: «601-234-567»",
        ),
        misses=(
            "телефон: нет",
            "gsm=900 gsm=1800",
            "手机号: 必填",
            "telefon: 2024-05-18",
            "telefon: 10.0.0.1",
            "telefon_id=1234567890",
            "телефон 5 этаж",
            "telefon=1234567a",
        ),
    ),
)
