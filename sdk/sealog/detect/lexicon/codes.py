"""Words for one-time codes, language by language (spellings: `spelling.py`); the rules have those of English.

Source: the messages with which banks and web sites send such codes in each language.
"""

from __future__ import annotations

CODES = {
    "ar": "رمز التحقق, رمز التأكيد, كود التحقق",
    "cs": "ověřovací kód, bezpečnostní kód",
    "da": "bekræftelseskode, engangskode",
    "el": "κωδικός επαλήθευσης",
    "fi": "vahvistuskoodi, kertakäyttökoodi",
    "he": "קוד אימות, קוד האימות",
    "hi": "सत्यापन कोड, ओटीपी",
    "hu": "megerősítő kód, ellenőrző kód",
    "id": "kode verifikasi, kode otp",
    "ja": "認証コード, 確認コード, 認証番号, ワンタイムパスワード",
    "ko": "인증번호, 인증 번호, 인증코드, 보안코드",
    "nb": "bekreftelseskode, engangskode",
    "nl": "bevestigingscode, inlogcode",
    "pl": "kod weryfikacyjny, kod sms",
    "ro": "cod de verificare",
    "ru": "код подтверждения, проверочный код, одноразовый код, одноразовый пароль",
    "sv": "verifieringskod, engångskod",
    "th": "รหัสยืนยัน",
    "tr": "doğrulama kodu, onay kodu",
    "uk": "код підтвердження",
    "vi": "mã xác nhận, mã xác thực, mã otp",
    "zh": "验证码, 驗證碼, 校验码, 动态码, 动态密码",
}
