"""Words for numbers of identity cards, residence permits, tax payers and the insured, language by language.

Each means such a number and nothing else, so that a value right behind it needs no check digit. Source: the forms of
the states that issue the numbers. Words of national numbers with a rule of their own are with that rule.
"""

from __future__ import annotations

IDENTITIES = {
    "ar": "الرقم القومي, رقم الهوية, رقم الهوية الوطنية, الرقم الوطني, رقم الإقامة, رقم البطاقة الشخصية",
    "bg": "лична карта, номер на лична карта",
    "bn": "জাতীয় পরিচয়পত্র, জাতীয় পরিচয়পত্র নম্বর",
    "cs": "občanský průkaz, číslo občanského průkazu",
    "da": "personnummer",
    "de": (
        "personalausweis, personalausweisnummer, personalausweisnr, personalausweis nr, ausweisnummer, ausweisnr, "
        "ausweis nr, aufenthaltstitel, rentenversicherungsnummer, krankenversichertennummer, "
        "krankenversicherungsnummer, versichertennummer, steuernr, steuer nr"
    ),
    "el": "αφμ, α.φ.μ, αδτ, α.δ.τ, αριθμός ταυτότητας, αρ. ταυτότητας, αριθμός φορολογικού μητρώου",
    "en": (
        "national id, national id number, national identity number, national identification number, "
        "identity card, identity card number, id card, id card number, identity document, citizen id, "
        "residence permit, residence permit number, alien registration number, voter id, taxpayer number, "
        "taxpayer id, taxpayer identification number, emirates id, iqama, cnic, hkid, mykad, ird number"
    ),
    "es": (
        "cédula, cedula, cédula de identidad, cedula de identidad, cédula de ciudadanía, cedula de ciudadania, "
        "documento de identidad, número de identificación, numero de identificacion, carné de identidad, rut, cuit, "
        "cuil, ruc, clave de elector, número de seguridad social, numero de seguridad social"
    ),
    "fa": "کد ملی, شماره ملی, شماره شناسنامه",
    "fr": (
        "carte d'identité, carte d identité, carte nationale d'identité, carte d'identite, numéro fiscal, "
        "numero fiscal, titre de séjour, titre de sejour"
    ),
    "he": "תעודת זהות, מספר תעודת זהות, מספר זהות, ת.ז, ת״ז",
    "hi": "आधार, आधार संख्या, आधार नंबर, मतदाता पहचान पत्र, पैन",
    "hr": "osobna iskaznica, broj osobne iskaznice",
    "hu": "személyi igazolvány, személyi szám, adóazonosító, adóazonosító jel, taj szám",
    "id": "nik, ktp, nomor ktp, no ktp, npwp",
    "it": "carta d'identità, carta d'identita, carta di identità, carta di identita, tessera sanitaria",
    "ja": "在留カード番号, 保険証番号, 被保険者番号, 基礎年金番号",
    "kk": "жсн, иин",
    "ko": "외국인등록번호, 운전면허번호",
    "nl": "identiteitskaart, identiteitskaartnummer, sofinummer",
    "pl": "dowód osobisty, dowod osobisty, numer dowodu, nr dowodu, seria i numer dowodu, nip",
    "pt": "cartão de cidadão, cartao de cidadao, título de eleitor, titulo de eleitor, pis, pasep, registro geral",
    "ro": "carte de identitate, buletin de identitate",
    "ru": "инн, снилс, удостоверение личности, водительское удостоверение, полис омс",
    "sr": "јмбг, jmbg",
    "sv": "samordningsnummer",
    "th": "เลขประจำตัวประชาชน, เลขบัตรประชาชน, บัตรประชาชน",
    "tr": "kimlik no, kimlik numarası, vergi no, vergi numarası, ehliyet no",
    "uk": "іпн, рнокпп",
    "vi": "cccd, cmnd, căn cước, căn cước công dân, chứng minh nhân dân, số cmnd, số cccd",
    "zh": "身份證字號, 居留证号, 社保号, 社会保障号, 驾驶证号, 港澳通行证号",
}

PASSPORTS = {
    "ar": "جواز السفر, رقم جواز السفر, رقم الجواز",
    "cs": "číslo pasu, cestovní pas",
    "el": "διαβατήριο, αριθμός διαβατηρίου",
    "fa": "گذرنامه, شماره گذرنامه",
    "fi": "passin numero",
    "he": "דרכון, מספר דרכון",
    "hi": "पासपोर्ट, पासपोर्ट नंबर",
    "hu": "útlevél, útlevélszám",
    "ja": "旅券番号, パスポート番号",
    "ko": "여권번호",
    "nb": "passnummer",
    "pl": "paszport, numer paszportu",
    "ro": "pașaport",
    "ru": "паспорт, номер паспорта, загранпаспорт, серия и номер паспорта",
    "th": "หนังสือเดินทาง",
    "tr": "pasaport, pasaport no, pasaport numarası",
    "vi": "hộ chiếu, số hộ chiếu",
    "zh": "护照号, 护照号码, 護照號碼",
}
