"""Words for telephones, language by language (spellings: `spelling.py`).

Source: the fields of forms in each language.
"""

from __future__ import annotations

PHONES = {
    "ar": "هاتف, الهاتف, رقم الهاتف, جوال, الجوال, رقم الجوال, موبايل, محمول, رقم المحمول, تلفون",
    "bg": "телефон, мобилен, телефонен номер, джиесем",
    "bn": "মোবাইল, ফোন, মোবাইল নম্বর",
    "ca": "telèfon, mòbil",
    "cs": "telefon, mobil, telefonní číslo, číslo telefonu",
    "da": "telefon, mobil, telefonnummer, mobilnummer, tlf",
    "de": "telefon, telefonnummer, rufnummer, handy, handynummer, mobilnummer, mobilfunknummer, festnetz, "
    "telefax, rückruf, rückrufnummer, mobiltelefon, handynr, mobilnr, telefonnr, festnetznummer, rufnr, faxnummer, "
    "telefaxnummer",
    "el": "τηλέφωνο, κινητό, αριθμός τηλεφώνου, τηλ, κιν",
    "es": "teléfono, móvil, celular, número de teléfono, teléfono móvil, teléfono fijo",
    "et": "telefon, mobiil, telefoninumber",
    "fa": "تلفن, موبایل, شماره تلفن, شماره موبایل, تلفن همراه, همراه",
    "fi": "puhelin, puhelinnumero, matkapuhelin, kännykkä, puh",
    "fr": "téléphone, portable, numéro de téléphone, téléphone portable, télécopie, tél",
    "he": "טלפון, נייד, מספר טלפון, פלאפון, סלולרי",
    "hi": "मोबाइल, फ़ोन, फोन, मोबाइल नंबर, फ़ोन नंबर, फोन नंबर, दूरभाष",
    "hr": "telefon, mobitel, broj telefona, broj mobitela",
    "hu": "telefon, telefonszám, mobil, mobilszám",
    "id": "telepon, nomor telepon, no telepon, nomor hp, no hp, handphone, ponsel, telp",
    "is": "sími, símanúmer, farsími",
    "it": "telefono, cellulare, numero di telefono, recapito telefonico, telefono fisso",
    "ja": "電話番号, 電話, 携帯, 携帯番号, 携帯電話, 携帯電話番号, 連絡先, 固定電話",
    "ka": "ტელეფონი, მობილური",
    "kk": "телефон",
    "ko": "휴대폰, 전화번호, 전화, 휴대전화, 핸드폰, 휴대폰번호, 휴대폰 번호, 연락처",
    "lt": "telefonas, telefono numeris, mobilusis",
    "lv": "tālrunis, tālruņa numurs, mobilais",
    "mr": "मोबाईल, भ्रमणध्वनी",
    "ms": "telefon, nombor telefon, telefon bimbit",
    "nb": "telefon, mobil, telefonnummer, mobilnummer, tlf",
    "nl": "telefoon, telefoonnummer, mobiel, mobiel nummer, gsm nummer, gsm, 06 nummer",
    "pl": "telefon, numer telefonu, komórka, nr telefonu, telefon komórkowy, tel kom",
    "pt": "telefone, celular, telemóvel, número de telefone, telefone celular, telefone fixo",
    "ro": "telefon, număr de telefon, mobil, număr telefon, telefon mobil",
    "ru": "телефон, тел, номер телефона, мобильный, мобильный телефон, сотовый, моб, телефоны",
    "sk": "telefón, mobil, telefónne číslo",
    "sl": "telefon, telefonska številka, mobitel, gsm",
    "sq": "telefoni, celulari",
    "sr": "телефон, мобилни, број телефона, mobilni, broj telefona",
    "sv": "telefon, telefonnummer, mobil, mobilnummer, mobiltelefon",
    "sw": "nambari ya simu",
    "ta": "தொலைபேசி, கைபேசி, மொபைல்",
    "te": "ఫోన్, మొబైల్",
    "th": "โทรศัพท์, เบอร์โทร, เบอร์โทรศัพท์, มือถือ, เบอร์มือถือ, หมายเลขโทรศัพท์, โทร",
    "tr": "telefon, cep telefonu, telefon numarası, gsm, gsm no, telefon no",
    "uk": "телефон, номер телефону, мобільний, тел, моб",
    "ur": "فون, موبائل, فون نمبر",
    "vi": "số điện thoại, điện thoại, di động, sđt, sdt",
    "zh": "手机号, 手机号码, 手机, 电话, 电话号码, 联系电话, 移动电话, 座机, 手機, 手機號碼, 電話號碼, "
    "聯絡電話, 行動電話, 電話",
}
