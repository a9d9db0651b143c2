"""The tables of languages hold for texts and attributes alike, in every spelling, and sentences are left alone."""

from __future__ import annotations

import unicodedata

import pytest

from detect.engines import ENGINES
from sealog.detect.engine.scanner import Scanner
from sealog.detect.keyword_rules.passwords import password, password_words
from sealog.detect.lexicon.addresses import ADDRESSES
from sealog.detect.lexicon.births import BIRTHS
from sealog.detect.lexicon.passwords import PASSWORDS
from sealog.detect.lexicon.people import NAMES, PEOPLE
from sealog.detect.lexicon.phones import PHONES
from sealog.detect.lexicon.spelling import key_words, text_spellings, words_of

_SCANNERS = [Scanner(engine=engine) for engine in ENGINES]
_VALUES = {
    "password": "Gr8n-baum7",
    "person": "Øya Lindqvist",
    "location": "Testgata 15, 0001 Oslo",
    "date_of_birth": "1987-04-23",
    "phone_number": "0612 345 678",
}
_TABLES = {
    "password": [PASSWORDS],
    "person": [PEOPLE, NAMES],
    "location": [ADDRESSES],
    "date_of_birth": [BIRTHS],
    "phone_number": [PHONES],
}
_WORDS = [
    (entity, word) for entity, tables in _TABLES.items() for table in tables for word in sorted(set(words_of(table)))
]


def _keys(word: str) -> set[str]:
    """Give the ways in which a program may write a word as a key."""
    joined = {joint.join(word.split()) for joint in ("_", "-", "", " ")}
    return joined | {key.upper() for key in joined} | {unicodedata.normalize("NFD", key) for key in joined}


def _found(scanner: Scanner, text: str) -> list[tuple[str, str]]:
    return [(finding.entity, text[finding.start : finding.end]) for finding in scanner.scan(text)]


def test_people_log_in_many_languages() -> None:
    assert all(len(table) >= 35 for tables in _TABLES.values() for table in tables)


@pytest.mark.parametrize(("entity", "word"), _WORDS)
def test_a_word_is_known_as_the_key_of_an_attribute(entity: str, word: str) -> None:
    for key in _keys(word):
        rule = _SCANNERS[0].entity_of_key(key)
        assert rule is not None, key
        assert rule.entity == entity, key


@pytest.mark.parametrize(("entity", "word"), _WORDS)
def test_a_word_is_known_as_the_key_of_a_json_text(entity: str, word: str) -> None:
    value = _VALUES[entity]
    for key in _keys(word):
        assert _found(_SCANNERS[0], f'{{"id":7,"{key}":"{value}"}}') == [(entity, value)], key


@pytest.mark.thorough
@pytest.mark.parametrize("entity", _TABLES)
def test_all_engines_agree(entity: str) -> None:
    value = _VALUES[entity]
    for word in (word for table in _TABLES[entity] for word in words_of(table)):
        for text in (f"{word}: {value}", f"é {word.upper()}={value} x=1", f'"{word}" => "{value}"'):
            assert len({tuple(_found(scanner, text)) for scanner in _SCANNERS}) == 1


@pytest.mark.parametrize("scanner", _SCANNERS, ids=ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        "contraseña=«Gr8n-baum7» intento 2",
        "CONTRASEÑA: «Gr8n-baum7»",
        "contrasen\u0303a=«Gr8n-baum7»",
        "nuevaContraseña: '«Gr8n-baum7»'",
        "вход: логин=dk пароль=«Gr8n-baum7» ip=x",
        "用户密码:«Gr8n-baum7»",
        "パスワード = «Gr8n-baum7»",
        "비밀번호: «Gr8n-baum7»",
        "GET /login?benutzer=dk&passwort=«Gr8n-baum7»&x=1",
        "GET /login?mot_de_passe=«Gr8n-baum7»&x=1",
        "Formular(benutzerpasswort='«Gr8n-baum7»')",
        "Mot de passe : «Gr8n-baum7»",
        "ŞİFRE=«Gr8n-baum7»",
        "<สิทธิ์><รหัสผ่าน>«Gr8n-baum7»</รหัสผ่าน>",
        "mật khẩu: «Gr8n-baum7»",
        "कृपया पासवर्ड=«Gr8n-baum7»",
        "كلمة المرور: «Gr8n-baum7»",
        "clave=«Gr8n-baum7» usuario=ana",
        "вошёл с паролем «Gr8n-baum7»",
        "заданный пароль - «Gr8n-baum7»",
    ],
)
def test_a_password_is_found_beside_its_name(scanner: Scanner, text: str) -> None:
    start, end = text.index("«"), text.index("»") - 1
    plain = text.replace("«", "").replace("»", "")
    assert [(f.entity, f.start, f.end) for f in scanner.scan(plain)] == [("password", start, end)]


@pytest.mark.parametrize("scanner", _SCANNERS, ids=ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        "La contraseña es incorrecta para el usuario 12",
        "contraseña: obligatoria",
        "Le mot de passe a été modifié hier, 3 tentatives",
        "mot de passe : incorrect",
        "Das Passwort ist abgelaufen; Anmeldung verweigert",
        "Passwort: falsch",
        "неверный пароль для пользователя 12",
        "пароль: неверный",
        "пароль слишком короткий",
        "密码错误,请重试",
        "密码: 错误",
        "パスワードが間違っています",
        "パスワード: 未設定",
        "비밀번호가 일치하지 않습니다",
        "비밀번호: 오류",
        "hasło nieprawidłowe, próba 3",
        "heslo bylo změněno",
        "Senha alterada com sucesso",
        "şifre yanlış",
        "รหัสผ่านไม่ถูกต้อง",
        "mật khẩu không đúng",
        "clave: producto",
        "la clave primaria=id",
        "le nom du fichier est rapport.txt",
        "nom_fichier=rapport.txt",
        "nombre de archivo: datos.csv",
        "имя файла: отчёт.txt",
        "파일 이름: 보고서.txt",
        "文件名: 报告.txt",
        "Adresse der Firma wurde geändert",
        "adresse ip: web-1",
        "адрес сервера: web-1",
        "dirección: http://api.example.com/",
        "地址: http://api.example.com/",
        "телефон не указан, 5 попыток",
        "mobil: true",
        "gsm=900",
        "电话会议开始",
        "phone app genome=12 economía=3 runtime: java ime=12",
        "datum: 2024-05-18 data=12",
    ],
)
def test_a_sentence_that_mentions_a_word_is_clean(scanner: Scanner, text: str) -> None:
    assert _found(scanner, text) == []


@pytest.mark.parametrize(
    "key",
    [
        *("nom_fichier", "fichier.nom", "service.nombre", "genome", "gnome", "hostname", "filename", "file.name"),
        *("email_client", "mobile_client", "ip_adresse", "IP-Adresse", "adresse_ip", "mac_adresse", "ip_адрес"),
        *("파일이름", "имя_файла", "clave_primaria", "clave_producto", "contraseña_longitud", "has_contraseña"),
        *("cim", "nev", "adi", "heslo_delka", "парольный", "пароль_изменён", "economía", "время"),
    ],
)
def test_a_key_that_names_something_else_is_left(key: str) -> None:
    rule = _SCANNERS[0].entity_of_key(key)
    assert rule is None or rule.action == "keep"


def test_a_key_is_folded() -> None:
    assert key_words("Mot-de_Passe") == ("mot", "de", "passe")
    assert key_words("STRAẞE") == key_words("straße") == ("strasse",)
    assert key_words("ПАРОЛЬ") == ("пароль",)
    assert key_words("e\u0301l\u0327") == ("el",)


def test_a_spelling_has_no_capital_of_ascii() -> None:
    for entity, word in _WORDS:
        for spelled in text_spellings([word]):
            assert spelled.encode() == spelled.encode().lower(), (entity, word)


def test_what_names_a_password_in_texts_is_a_key_too() -> None:
    for rule in (password.RULE, password_words.RULE):
        for word in set(rule.keywords) - {"pass", "identified by"}:
            known = _SCANNERS[0].entity_of_key(word)
            assert known is not None, word
            assert known.entity == "password", word
