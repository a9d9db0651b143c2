"""Passwords beside what they are called in other languages than English: `contraseña=…`, `пароль: …`, `密码=…`.

`password.py` judges the value. It leaves answers of forms (`пароль: неверный`), and short words inside longer ones.
Misses: languages that `lexicon/passwords.py` doesn't have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.data.tables.spellings import PASSWORDS
from sealog.detect.keyword_rules.passwords import password
from sealog.detect.lexicon.messages import begins_message
from sealog.detect.lexicon.spelling import begins_name, listed
from sealog.detect.lexicon.statuses import is_status
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.surroundings import before

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_LONG_WORD = 7  # letters; a shorter one may be the end of another word (`nsifre`)
_SHORTEST_NUMBER = 4  # digits; a shorter one is a code of another kind (`κωδικός: 404`)
_JOINTS = frozenset("_.-$")
_QUOTES = frozenset("\"'`")


def _find(text: str, start: int, end: int) -> Span | None:
    if end - start < _LONG_WORD and not begins_name(text, start):
        return None
    span = password.RULE.find(text, start, end)
    if span is None:
        return None
    value = text[span[0] : span[1]]
    is_in_quotes = text[span[0] - 1] in _QUOTES
    if is_status(value) or (not is_in_quotes and begins_message(text, span[0])):
        return None
    if len(value) < _SHORTEST_NUMBER and value.isdecimal():
        return None
    return span if text[start:end].lower() != "clave" or _is_whole_name(text, start, span) else None


def _is_whole_name(text: str, start: int, span: Span) -> bool:
    """Tell whether `clave`, which is Spanish for any key, stands alone before a value with a digit."""
    return before(text, start, 1) not in _JOINTS and any(map(str.isdigit, text[span[0] : span[1]]))


RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=("clave", *listed(PASSWORDS)),
    find=_find,
    form=Form("password_word"),
    hits=(
        "login con contraseña=«Gr8n-baum7» fallido",
        '{"usuario":"ana","CONTRASEÑA":"«Gr8n-baum7»"}',
        "mot_de_passe=«Gr8n-baum7» senha: «Gr8n-baum8»",
        "benutzerpasswort='«Gr8n-baum7»'",
        "GET /login?hasło=«Gr8n-baum7»&x=1",
        "パスワード: «Gr8n-baum7» 密码=«Gr8n-baum8»",
        "usuario=ana clave=«Gr8n-baum7»",
    ),
    misses=(
        "Passwort: falsch",
        "κωδικός: 404, код пароля: 12",
        "la contraseña es incorrecta",
        "contraseña: obligatoria",
        "mot de passe : incorrect",
        "clave: producto clave_producto=x1 la clave primaria=id1",
        "nsifre=abc1",
        "密码: 错误",
        "パスワードが間違っています",
        "hasło=${HASLO}",
        "пароль: обов'язковий; 密码:不能少于8位",
        "kata sandi: minimal 8 karakter, κωδικός πρόσβασης: τουλάχιστον 8 χαρακτήρες",
    ),
)
