"""Words that begin what a form says about a value, language by language: `Пароль: должен содержать не менее …`.

Behind a name and a colon stands a value, or such a message. `statuses.py` has words that are the whole message.
It judges values without quotes only, as a name in quotes is whole (`"nome": "Campo"`).
"""

from __future__ import annotations

from functools import cache

from sealog.detect.lexicon.statuses import statuses_as_written
from sealog.pattern import pattern

# By language: must, not, too (long), must be. A word in small letters follows.
_MUST = {
    "ar": "يجب, لا, لم, غير, على",
    "cs": "musí, příliš, není, nebylo, nesmí",
    "da": "skal, ikke, må",
    "de": "muss, müssen, nicht, darf, bitte, stimmt",
    "el": "πρέπει, πολύ, δεν, μη",
    "es": "debe, demasiado, demasiada, no",
    "fi": "liian, ei",
    "fr": "doit, trop, ne, n'est, non, veuillez",
    "he": "חייב, חייבת, ארוך, לא, אינו, אינה",
    "hi": "बहुत, नहीं, होना",
    "hu": "túl, nem, legyen, kell",
    "id": "harus, terlalu, tidak",
    "it": "deve, troppo, troppa, non",
    "ko": "너무, 찾을, 형식이, 올바르지, 반드시",
    "nl": "moet, niet, mag",
    "pl": "musi, zbyt, nie, proszę",
    "pt": "deve, muito, não",
    "ro": "trebuie, prea, nu",
    "ru": "должен, должна, должно, не, слишком",
    "sv": "måste, inte, får, ej",
    "tr": "çok, olmalı, lütfen",
    "uk": "повинен, повинна, не, занадто",
    "vi": "phải, quá, không, chưa",
}
# At least. A number may follow.
_LEAST = (
    *("alespoň", "minimálně", "mindst", "mindestens", "τουλάχιστον", "mínimo", "vähintään", "minimum", "minimal"),
    *("לפחות", "कम", "legalább", "almeno", "minimo", "최소", "minstens", "minimaal", "minim", "минимум", "minst"),
    *("мінімум", "ελάχιστο"),
)
# Field, format, is. A status follows.
_FIELD = (
    *(
        "حقل",
        "pole",
        "formát",
        "feltet",
        "feld",
        "format",
        "πεδίο",
        "μορφή",
        "υποχρεωτικό",
        "campo",
        "formato",
        "kenttä",
    ),
    *("muoto", "on", "champ", "שדה", "פורמט", "फ़ील्ड", "प्रारूप", "mező", "formátum", "kolom", "veld", "formaat", "câmp"),
    *("câmpul", "поле", "формат", "fältet", "formatet", "alanı", "biçimi", "trường"),
)
_PHRASES = (
    *("al menos", "por favor", "au moins", "au minimum", "à renseigner", "à remplir", "zu kurz", "zu lang", "te kort"),
    *("te lang", "för kort", "för lång", "co najmniej", "no mínimo", "en az", "en fazla", "cel puțin", "tối thiểu"),
    *("ít nhất", "wajib diisi", "má být", "має містити", "має бути"),
)
# Scripts without spaces: what such a message begins with. No name, address or password does.
_UNSPACED = (
    *(
        "不能",
        "不得",
        "不可",
        "不符合",
        "不正确",
        "不正確",
        "不完整",
        "必须",
        "必須",
        "必填",
        "未找到",
        "找不到",
        "未填",
    ),
    *(
        "未输入",
        "未輸入",
        "请输入",
        "請輸入",
        "格式",
        "至少",
        "太长",
        "太短",
        "太長",
        "无效",
        "無效",
        "已过期",
        "已過期",
    ),
    *("見つかり", "形式が", "正しく", "期限切れ", "入力して", "短すぎ", "長すぎ"),
    *("ต้อง", "ไม่", "จำเป็น", "กรุณา", "อย่างน้อย"),
)
_FIRST = pattern(r"[^\s.,;:!?()\[\]{}\"\u3001\u3002\uff0c\uff1b\uff1a]{1,32}")
_ENDS = pattern(r"\s*(?:[.,;!?)]|\Z|[\u3001\u3002\uff0c\uff1b])|[ ]?\(")
_NUMBER = pattern(r"[ ][0-9]{1,3}[ ]")
_LONGEST_PHRASE = 16


@cache
def _must() -> frozenset[str]:
    return frozenset(word for row in _MUST.values() for word in row.split(", "))


@cache
def _statuses() -> frozenset[str]:
    return frozenset(statuses_as_written())


def begins_message(text: str, start: int) -> bool:
    """Tell whether the value without quotes that begins at `start` is a form's message about a value."""
    match = _FIRST.match(text, start)
    if match is None:
        return False
    word, end = match[0].lower(), match.end()
    is_alone = not text[start].isupper() and _ENDS.match(text, end) is not None
    if word in _statuses() and (is_alone or _goes_on(text, end)):
        return True
    if word in _must():
        return _goes_on(text, end)
    if word in _LEAST:
        number = _NUMBER.match(text, end)
        return _goes_on(text, number.end() - 1 if number else end)
    following = _FIRST.match(text, end + 1) if word in _FIELD else None
    if following is not None and following[0].lower() in _statuses():
        return True
    return text.startswith(_UNSPACED, start) or text[start : start + _LONGEST_PHRASE].lower().startswith(_PHRASES)


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a further word follows, which has no capital as a name's would have."""
    following = text[end + 1 : end + 2]
    return text[end : end + 1] == " " and following.isalpha() and not following.isupper()


def openings() -> list[str]:
    """Give all first words of messages, in small letters; the compiled half leaves such texts to Python."""
    phrases = (phrase.partition(" ")[0] for phrase in _PHRASES)
    return sorted({*_must(), *_LEAST, *_FIELD, *_statuses(), *phrases})


def unspaced_openings() -> list[str]:
    """Give what a message begins with in scripts without spaces."""
    return list(_UNSPACED)
