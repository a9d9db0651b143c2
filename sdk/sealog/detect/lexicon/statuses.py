"""Words that forms print in place of a value (wrong, required, changed), language by language.

Such a word behind `пароль:` is the rest of a message. `placeholders.py` has those of English. Source: messages of
sign-in forms in each language.
"""

from __future__ import annotations

from functools import cache

from sealog.detect.lexicon.spelling import fold

_WRITTEN = {
    "ar": "خاطئ, خاطئة, غير صحيحة, مطلوب, مطلوبة, فارغ",
    "cs": "neplatné, špatné, chybné, povinné, změněno, prázdné",
    "da": "forkert, ugyldig, påkrævet, ændret",
    "de": "falsch, ungültig, erforderlich, fehlt, geändert, abgelaufen, leer, unbekannt, ja, nein, notwendig, "
    "pflichtfeld, keine, keins, zurückgesetzt, gesetzt, korrekt, richtig",
    "el": "λάθος, απαιτείται, άκυρος, κενό",
    "es": "incorrecta, incorrecto, inválida, inválido, obligatorio, obligatoria, requerido, requerida, vacía, "
    "vacío, caducada, cambiada, ninguno, ninguna, errónea, erróneo, desconocido, sí",
    "fi": "väärä, virheellinen, pakollinen, puuttuu, vaihdettu, tyhjä",
    "fr": "incorrect, incorrecte, invalide, obligatoire, requis, requise, vide, expiré, modifié, manquant, "
    "erroné, inconnu, oui, non, aucun, aucune, absent",
    "he": "שגוי, שגויה, חסר, נדרש, נדרשת",
    "hi": "गलत, अमान्य, आवश्यक, खाली",
    "hu": "hibás, érvénytelen, kötelező, üres, megváltozott",
    "id": "salah, wajib, kosong, diubah",
    "it": "errata, errato, non valida, non valido, obbligatorio, obbligatoria, scaduta, vuota, vuoto, "
    "mancante, cambiata, sbagliata, assente",
    "ja": "必須, 無効, 不正, 未設定, 空, なし, 変更, 変更済み, 不一致, エラー, 未入力",
    "ko": "필수, 오류, 없음, 틀림, 변경됨, 불일치, 미입력, 잘못됨",
    "nl": "onjuist, ongeldig, verplicht, vereist, leeg, verlopen, gewijzigd, ontbreekt, fout, onbekend",
    "pl": "nieprawidłowe, błędne, wymagane, puste, zmienione, brak, niepoprawne, wygasło",
    "pt": "incorreta, incorreto, inválida, inválido, obrigatório, obrigatória, vazia, vazio, expirada, "
    "alterada, errada, ausente",
    "ro": "greșită, incorectă, obligatoriu, obligatorie, invalidă, goală",
    "ru": "неверный, неправильный, неверно, обязателен, обязательно, обязательное, пустой, пусто, изменён, "
    "изменен, истёк, истек, отсутствует, не указан, не задан, нет, да, неизвестен, неизвестно, "
    "просрочен, сброшен, ошибка",
    "sv": "fel, felaktigt, ogiltigt, krävs, saknas, ändrat, tomt, okänt",
    "th": "ไม่ถูกต้อง, จำเป็น, ว่าง, ผิด",
    "tr": "yanlış, hatalı, geçersiz, zorunlu, gerekli, boş, değiştirildi, eksik, yok",
    "uk": "невірний, неправильний, обов'язково, порожній, змінено, немає, відсутній",
    "vi": "sai, không đúng, bắt buộc, trống",
    "zh": "错误, 不正确, 无效, 必填, 为空, 不能为空, 已过期, 已修改, 空, 无, 不匹配, 错误的, 有误, 錯誤, 無效, "
    "請輸入, 请输入, 未设置, 未填写",
}

# Incomplete, not found, missing, expired, too short; and the other genders of the words above.
_FURTHER = {
    "ar": "غير صالح, غير صالحة, غير موجود, ناقص, منتهي, قصيرة",
    "cs": "neplatný, neplatná, neúplný, neúplná, povinný, povinná, nenalezeno, nenalezena, chybí, neznámý, vypršelo",
    "da": "ugyldigt, mangler, ufuldstændig, tomt, udløbet, ukendt",
    "de": "unvollständig, ungültige, fehlerhaft, nicht gefunden, zu kurz, zu lang",
    "el": "λανθασμένος, λανθασμένο, υποχρεωτικό, ελλιπής, ελλιπές, άγνωστο, έληξε",
    "es": "incompleto, incompleta, caducado, no encontrada, no encontrado, expirado",
    "fi": "puutteellinen, vanhentunut, tuntematon",
    "fr": "introuvable, incomplet, incomplète, expirée, manquante, inconnue",
    "he": "חובה, לא נמצא, לא נמצאה, שדה חובה, לא תקין, לא תקינה, פג תוקף",
    "hi": "अधूरा, नहीं मिला, समाप्त",
    "hu": "hiányzik, hiányos, ismeretlen, lejárt",
    "id": "tidak valid, tidak ditemukan, wajib diisi, kedaluwarsa, hilang",
    "it": "incompleto, incompleta, scaduto, richiesto, richiesta, non trovato, non corretto, sconosciuto",
    "ja": "見つかりません, 期限切れ, 不完全",
    "ko": "만료됨, 찾을 수 없음, 불완전",
    "nl": "onvolledig, onjuiste, ontbrekend, niet gevonden",
    "pl": "nieprawidłowy, nieprawidłowa, wymagany, wymagana, niepełny, niepełna, niepełne, wygasł, nieznany, pusty",
    "pt": "incompleto, incompleta, expirado, não encontrado, não encontrada, recusado, desconhecido",
    "ro": "incomplet, incompletă, expirat, lipsă, necunoscut",
    "ru": "неверная, неполный, неполная, не найден, не найдена, не указана, обязательна, недействителен, истекла",
    "sv": "ogiltig, ofullständig, saknad, utgånget",
    "th": "ไม่พบ, หมดอายุ, ไม่สมบูรณ์",
    "tr": "bulunamadı, zorunlu alan, süresi dolmuş, bilinmiyor",
    "uk": "невірна, неповний, неповна, не знайдено, не вказано, не вказана, обов'язковий, обов'язкова, прострочений",
    "vi": "thiếu, không hợp lệ, không tìm thấy, hết hạn",
    "zh": "太长, 太短, 太長, 未找到, 不完整, 格式错误, 格式不正确, 已過期, 未填寫",
}

_LONGEST = 24


@cache
def _statuses() -> frozenset[str]:
    return frozenset(map(fold, statuses_as_written()))


def statuses_as_written() -> list[str]:
    """Give the words of all languages as forms print them, in small letters."""
    return [word for table in (_WRITTEN, _FURTHER) for row in table.values() for word in row.split(", ")]


def is_status(value: str) -> bool:
    """Tell whether a value is a form's word about the value, in some language."""
    return len(value) <= _LONGEST and fold(value.strip(" .!?。！？…")) in _statuses()


def statuses_beyond_ascii() -> list[str]:
    """Give the words as they are written and as they are folded, for the compiled half."""
    return sorted(word for word in {*statuses_as_written(), *_statuses()} if not word.isascii())


def statuses_of_ascii() -> list[str]:
    """Give the folded words that are of ASCII, which the compiled half knows."""
    return sorted(word for word in _statuses() if word.isascii())
