"""Words for the number plate of a vehicle, language by language.

Source: forms of registration offices, insurers and car parks.
"""

from __future__ import annotations

PLATES = {
    "ar": "رقم اللوحة, لوحة السيارة, رقم السيارة",
    "bg": "регистрационен номер, номер на автомобила",
    "cs": "spz, poznávací značka, registrační značka",
    "da": "nummerplade, registreringsnummer",
    "de": "kennzeichen, kfz kennzeichen, autokennzeichen, nummernschild, kontrollschild",
    "el": "πινακίδα, αριθμός κυκλοφορίας",
    "en": (
        "license plate, licence plate, number plate, registration plate, plate number, plate, vehicle registration, "
        "vehicle registration number, car registration, reg plate, vrm, license plate number, licence plate number, "
        "vehicle plate, car plate"
    ),
    "es": "matrícula, placa, patente, número de placa, numero de placa",
    "fi": "rekisterinumero, rekisteritunnus, rekisterikilpi",
    "fr": (
        "immatriculation, plaque, plaque minéralogique, matricule, plaque d'immatriculation, numéro d'immatriculation"
    ),
    "he": "מספר רכב, לוחית רישוי",
    "hi": "वाहन संख्या, गाड़ी नंबर, वाहन पंजीकरण संख्या",
    "hr": "registarska oznaka, registarska tablica",
    "hu": "rendszám, rendszámtábla",
    "id": "plat nomor, nomor polisi, nopol",
    "it": "targa",
    "ja": "ナンバープレート, 車両番号, 登録番号",
    "ko": "차량번호, 차량 번호, 번호판",
    "nb": "skiltnummer, kjennemerke, registreringsnummer",
    "nl": "kenteken, nummerplaat",
    "pl": "numer rejestracyjny, nr rejestracyjny, tablica rejestracyjna",
    "pt": "matrícula, placa, placa do veículo",
    "ro": "număr de înmatriculare, numar de inmatriculare",
    "ru": "госномер, гос номер, номерной знак, номер машины, номер автомобиля, регистрационный знак",
    "sk": "ečv, evidenčné číslo vozidla",
    "sl": "registrska oznaka, registrska tablica",
    "sv": "registreringsnummer, regnummer, registreringsskylt",
    "th": "ทะเบียนรถ, ป้ายทะเบียน",
    "tr": "plaka, plaka no, araç plakası",
    "uk": "номерний знак, держномер, номер авто",
    "vi": "biển số, biển số xe",
    "zh": "车牌, 车牌号, 车牌号码, 車牌, 車牌號碼",
}
