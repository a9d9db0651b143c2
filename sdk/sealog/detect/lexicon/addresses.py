"""Words for postal addresses, streets and postcodes, language by language (spellings: `spelling.py`).

Source: the fields of delivery forms in each language; Universal Postal Union, addressing guide of each country.
"""

from __future__ import annotations

ADDRESSES = {
    "ar": "العنوان, عنوان السكن, عنوان المنزل, الرمز البريدي",
    "bg": "адрес, пощенски код",
    "bn": "ঠিকানা",
    "ca": "adreça, codi postal",
    "cs": "adresa, bydliště, poštovní směrovací číslo, ulice",
    "da": "adresse, bopæl, gadenavn, vej",
    "de": "adresse, anschrift, wohnanschrift, postanschrift, lieferadresse, rechnungsadresse, lieferanschrift, "
    "rechnungsanschrift, wohnort, straße, strasse, hausnummer, straße und hausnummer, postleitzahl, plz, "
    "straße nr, straße und nr, straße hausnummer",
    "el": "διεύθυνση, ταχυδρομικός κώδικας, οδός",
    "en": "residential address, delivery address, mailing address, home address, postal address, billing address,"
    " shipping address, street name",
    "es": "dirección, domicilio, dirección postal, dirección de envío, dirección de facturación, calle, "
    "código postal, calle y número",
    "et": "aadress, postiindeks, elukoht",
    "fa": "نشانی, آدرس, کد پستی",
    "fi": "osoite, katuosoite, kotiosoite, postiosoite, postinumero, lähiosoite",
    "fr": "adresse, adresse postale, adresse de livraison, adresse de facturation, domicile, code postal, rue",
    "he": "כתובת, רחוב, מיקוד",
    "hi": "पता, डाक पता, पिन कोड",
    "hr": "adresa, poštanski broj, prebivalište",
    "hu": "cím, lakcím, szállítási cím, irányítószám",
    "hy": "հասցե",
    "id": "alamat, alamat rumah, alamat pengiriman, kode pos",
    "is": "heimilisfang, póstnúmer",
    "it": "indirizzo, indirizzo di spedizione, indirizzo di fatturazione, residenza, codice postale",
    "ja": "住所, 現住所, 自宅住所, 配送先, 届け先住所, 郵便番号, 番地",
    "ka": "მისამართი",
    "ko": "주소, 도로명주소, 집주소, 배송지, 배송 주소, 우편번호",
    "lt": "adresas, pašto kodas",
    "lv": "adrese, pasta indekss",
    "mk": "адреса",
    "nb": "adresse, gateadresse, postnummer",
    "nl": "adres, woonadres, straatnaam, straat, huisnummer, afleveradres, factuuradres, woonplaats",
    "pl": "adres, ulica, adres zamieszkania, kod pocztowy, adres dostawy",
    "pt": "endereço, cep, morada, logradouro, código postal, rua, endereço de entrega",
    "ro": "adresă, adresa, stradă, cod poștal, domiciliu",
    "ru": "адрес, адрес доставки, улица, почтовый индекс, адрес проживания, место жительства, домашний адрес",
    "sk": "adresa, bydlisko, poštové smerovacie číslo",
    "sl": "poštna številka, naslov prejemnika",
    "sq": "adresa",
    "sr": "адреса, adresa, поштански број",
    "sv": "adress, gatuadress, hemadress, postadress, postnummer",
    "ta": "முகவரி",
    "th": "ที่อยู่, รหัสไปรษณีย์, ถนน",
    "tr": "adres, adresi, posta kodu, sokak, ev adresi, teslimat adresi, adres satırı",
    "uk": "адреса, вулиця, поштовий індекс",
    "ur": "پتہ",
    "vi": "địa chỉ, địa chỉ nhà, mã bưu chính",
    "zh": "地址, 住址, 家庭住址, 收货地址, 详细地址, 通讯地址, 邮编, 邮政编码, 街道, 收件地址, 郵遞區號, 通訊地址",
}
"""Words that may also name the address of a machine: in texts their value decides."""
