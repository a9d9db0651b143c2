"""A form's message about a value is no value; names, addresses and passwords that begin like one are found."""

from __future__ import annotations

import pytest

from sealog.detect.engine.scanner import default_scanner

MESSAGES = (
    "Adresse: unvollständig (Fehler 17); Nachname: nicht angegeben",
    "adresse : introuvable (code 4313); nom : champ requis",
    "dirección: no encontrada (error 12); apellido: demasiado corto",
    "endereço: não encontrado (erro 12); nome: campo obrigatório",
    "adres: niepełny (błąd 12); nazwisko: pole wymagane",
    "адреса: не вказана (помилка 12); пароль: обов'язковий",
    "住所: 見つかりません（エラー 12）",
    "密码：不能少于8位；地址：未找到（错误 12）",
    "주소: 찾을 수 없음 (오류 12)",
    "kata sandi: minimal 8 karakter",
    "κωδικός πρόσβασης: τουλάχιστον 8 χαρακτήρες",
)
VALUES = (
    ('{"nome": "Campo"}', "Campo"),
    ("nome: Campo Bianchi", "Campo Bianchi"),
    ("nachname=Zu", "Zu"),
    ("endereço: campo grande 5", "campo grande 5"),
    ("adresse: au 12 rue des Lilas", "au 12 rue des Lilas"),
    ("contraseña: debe8mas", "debe8mas"),
    ("mot_de_passe='trop bien'", "trop bien"),
    ("пароль: не7скажу", "не7скажу"),
    ("住所: 見附市本町1-2-3", "見附市本町1-2-3"),
    ("地址：太平路5号", "太平路5号"),
)


@pytest.mark.parametrize("text", MESSAGES)
def test_a_message_of_a_form_is_no_value(text: str) -> None:
    assert [text[found.start : found.end] for found in default_scanner().scan(text)] == []


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_value_that_begins_like_a_message_is_found(text: str, value: str) -> None:
    assert [text[found.start : found.end] for found in default_scanner().scan(text)] == [value]
