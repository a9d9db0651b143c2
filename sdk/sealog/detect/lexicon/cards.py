"""Words for payment cards, language by language (spellings: `spelling.py`).

Source: the fields of payment forms in each language.
"""

from __future__ import annotations

CARDS = {
    "ar": "بطاقة, رقم البطاقة",
    "cs": "karta, číslo karty",
    "da": "kort, kortnummer",
    "de": "karte, kreditkarte, kartennummer",
    "el": "κάρτα, αριθμός κάρτας",
    "en": "card, card number, card no, credit card, debit card, bank card, cc, pan, visa, mastercard",
    "es": "tarjeta, número de tarjeta",
    "fa": "کارت, شماره کارت",
    "fi": "kortti, korttinumero",
    "fr": "carte, carte bancaire, numéro de carte",
    "he": "כרטיס, מספר כרטיס",
    "hi": "कार्ड, कार्ड नंबर",
    "hu": "kártya, kártyaszám",
    "id": "kartu, nomor kartu",
    "it": "carta, numero di carta",
    "ja": "カード, カード番号",
    "ko": "카드, 카드번호",
    "nl": "kaart, kaartnummer",
    "pl": "karta, numer karty",
    "pt": "cartão, número do cartão",
    "ro": "card, cardul",
    "ru": "карта, карты, номер карты",
    "sv": "kort, kortnummer, bankkort",
    "th": "บัตร, หมายเลขบัตร",
    "tr": "kart, kart numarası, kart no",
    "uk": "картка, картки, номер картки",
    "vi": "thẻ, số thẻ",
    "zh": "卡号, 银行卡, 信用卡, 卡號, 銀行卡",
}
