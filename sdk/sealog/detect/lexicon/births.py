"""Words for the date of birth, language by language (spellings: `spelling.py`).

Source: the fields of passports and registration forms in each language.
"""

from __future__ import annotations

BIRTHS = {
    "ar": "تاريخ الميلاد, تاريخ الولادة",
    "bg": "дата на раждане, рождена дата",
    "bn": "জন্ম তারিখ",
    "ca": "data de naixement",
    "cs": "datum narození",
    "da": "fødselsdato, fødselsdag, foedselsdato",
    "de": "geburtsdatum, geburtstag, geb datum",
    "el": "ημερομηνία γέννησης",
    "es": "fecha de nacimiento, fecha nacimiento, fec nac, fecha nac",
    "et": "sünniaeg, sünnikuupäev",
    "fa": "تاریخ تولد",
    "fi": "syntymäaika, syntymäpäivä",
    "fr": "date de naissance, date naissance",
    "he": "תאריך לידה",
    "hi": "जन्म तिथि, जन्मतिथि, जन्म तारीख",
    "hr": "datum rođenja, datum rodjenja",
    "hu": "születési dátum, születési idő",
    "id": "tanggal lahir, tgl lahir",
    "is": "fæðingardagur",
    "it": "data di nascita, data nascita",
    "ja": "生年月日, 誕生日",
    "ko": "생년월일, 생일",
    "lt": "gimimo data",
    "lv": "dzimšanas datums",
    "ms": "tarikh lahir",
    "nb": "fødselsdato",
    "nl": "geboortedatum",
    "pl": "data urodzenia",
    "pt": "data de nascimento, data nascimento, data nasc",
    "ro": "data nașterii, data de naștere",
    "ru": "дата рождения, день рождения",
    "sk": "dátum narodenia",
    "sl": "datum rojstva",
    "sr": "датум рођења, datum rođenja",
    "sv": "födelsedatum, födelsedag",
    "th": "วันเกิด, วันเดือนปีเกิด",
    "tr": "doğum tarihi",
    "uk": "дата народження",
    "vi": "ngày sinh",
    "zh": "出生日期, 生日, 出生年月日, 出生年月",
}
