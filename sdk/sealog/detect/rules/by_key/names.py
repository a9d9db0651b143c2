"""Attributes and fields whose name says what they hold: people's names, addresses, birthdays, phones, numbers.

They leave facts about such a value (`phone_verified`, `has_passport`), and words with too many meanings
alone (`name`, `address`, `number`). Source of the attributes: OpenTelemetry's registry (`semconv.py`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sealog.detect.data import semconv
from sealog.detect.data.tables import names
from sealog.detect.lexicon.owners import HOLDERS, MACHINES, without_owner
from sealog.detect.lexicon.spelling import is_unspaced, key_words, listed
from sealog.detect.model.rule import KeyRule
from sealog.detect.rules.support.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.records.finding import Group

_LONGEST_NAME = 4  # words
_ABOUT = frozenset({"is", "has", "no", "needs", "requires", "require", "show", "allow", "hide", "verify", "skip"})
_OWNERS_OF_HOMES = (
    "customer user patient employee guest owner student subscriber billing shipping delivery home person payer"
)
_LIVING = frozenset(_OWNERS_OF_HOMES.split())
"""Words for people: their address is where they live. A recipient's may be an e-mail address."""
_NAMES: dict[str, str] = {}
"""Joined name to entity, of all rules of this file: made once, when it is imported."""

_OF_LANGUAGES: dict[str, str] = {}
"""Those of `_NAMES` that an owner may stand behind, as in `apellido_cliente`; an `email_client` is a program."""

_UNCERTAIN: dict[str, str] = {}
"""As `_NAMES`, of names that things have as well as people."""

_UNSPACED: dict[str, str] = {}
"""As `_NAMES` or `_UNCERTAIN`, of scripts that put no spaces between words."""

_ACCENTED: dict[str, str] = {}
"""As `_NAMES` or `_UNCERTAIN`, of names that count only in a key with letters beyond ASCII."""


@lru_cache(maxsize=512)
def entity_named(key: str) -> str | None:
    """Give the entity that the last words of a key name; cached, because each rule asks for the same key."""
    words = [word for word in key_words(key) if word][-_LONGEST_NAME:]
    for count in range(1, len(words) + 1):
        name = "".join(words[-count:])
        owned, owning = without_owner(name)
        if owned == "address" and words[-count] in _LIVING:
            return "location"
        entity = _NAMES.get(name) or _NAMES.get(owned) or _OF_LANGUAGES.get(owning)
        if entity is not None and _ABOUT.intersection(words[-count - 1 : -count]):
            continue  # unless the word belongs to a longer name: `no_telepon`
        if entity is not None:
            return entity
        for spelled in (name, owned, owning):
            entity = _uncertain(spelled, words[:-count], is_owned=spelled != name, is_accented=not key.isascii())
            if entity is not None:
                return entity
    return _named_at_end(words[-1]) if words and not key.isascii() else None


def _uncertain(name: str, words: Sequence[str], *, is_owned: bool, is_accented: bool) -> str | None:
    """Give the entity of a name whose meaning the word before it decides."""
    entity = _UNCERTAIN.get(name) or (_ACCENTED.get(name) if is_accented else None)
    if entity == "location":
        return None if MACHINES.intersection(words[-1:]) else entity
    return entity if is_owned or not words or words[-1] in HOLDERS else None


def _named_at_end(word: str) -> str | None:
    """Give the entity that the end of a word names, in scripts that put no spaces between words."""
    ending = max((name for name in _UNSPACED if word.endswith(name)), key=len, default=None)
    if ending is None:
        return None
    entity, owner = _UNSPACED[ending], word.removesuffix(ending)
    if entity == "location":
        return None if any(owner.endswith(machine) for machine in MACHINES) else entity
    return entity if ending in _NAMES or not owner or owner in HOLDERS else None


def _learn(known: dict[str, str], entity: str, table: str, accented: str, unspaced: str) -> None:
    for each, words in ((known, table), (_ACCENTED, accented), (_UNSPACED, unspaced)):
        for name in listed(words):
            each.setdefault(name, entity)


def _number_rule(entity: str, group: Group, written: str) -> KeyRule:
    """Make the rule of a number that somebody issued, whose names mean nothing else; `…_number` and `…_no` as well."""
    first, *others = written.split()
    spelled = [first, *others, *(f"{name}{end}" for name in (first, *others) for end in ("number", "no", "nr"))]
    hits = (first, first.upper(), f"user.{first}", f"customer_{first}", f"{first}_number", f"{first.capitalize()}No")
    return _key_rule(
        entity, group, " ".join(spelled), hits, (*_MISSES, f"{first}_valid", f"has_{first}", f"{first}ner")
    )


def _key_rule(
    entity: str,
    group: Group,
    written: str,
    hits: tuple[str, ...] = (),
    misses: tuple[str, ...] = (),
    excepts: Callable[[str], bool] | None = None,
) -> KeyRule:
    """Make the rule of an entity: `written` are its names in lower case; `excepts` tells of values that stay."""
    known = frozenset(map(_folded, written.split()))
    _NAMES.update(dict.fromkeys(known, entity))
    _UNSPACED.update((name, entity) for name in known if is_unspaced(name))
    return KeyRule(
        entity, group, lambda key: _entity_of(key) == entity, hits, misses, excepts=excepts, entity_of=_entity_of
    )


def _folded(name: str) -> str:
    return name if name.isascii() and name.isalnum() else "".join(key_words(name))


def _entity_of(key: str) -> str | None:
    return semconv.SEALED.get(key) if key in semconv.SEALED or key in semconv.SCANNED else entity_named(key)


_MISSES = (
    *("name", "address", "number", "service.name", "file.name", "host.name", "server.address", "db.user"),
    *("phone_verified", "has_phone", "email_template", "passport_expired", "surname_length", "microphone", ""),
)

_ISSUED: tuple[tuple[str, Group, str], ...] = (
    ("aba_routing_number", "payment", "routingnumber abarouting routingtransit abanumber"),
    ("at_svnr", "national_id", "svnr sozialversicherungsnummer"),
    ("au_tfn", "national_id", "tfn taxfilenumber"),
    ("au_medicare", "national_id", "medicarecard"),
    ("be_nrn", "national_id", "rijksregisternummer rijksregister insznummer"),
    ("bg_egn", "national_id", "egn"),
    ("br_cnpj", "national_id", "cnpj"),
    ("br_cpf", "national_id", "cpf"),
    ("ca_sin", "national_id", "socialinsurance socialinsurancenumber sinnumber"),
    ("ch_ahv", "national_id", "ahv ahvnummer ahvn13 navs13"),
    ("cn_resident_id", "national_id", "residentid residentidcard 身份证号 身份证 身份证号码 公民身份号码 居民身份证"),
    ("cz_birth_number", "national_id", "rodnecislo rodnéčíslo"),
    ("de_tax_id", "national_id", "steuerid steueridnr steueridentifikationsnummer"),
    ("dk_cpr", "national_id", "cpr cprnummer"),
    ("ee_isikukood", "national_id", "isikukood"),
    ("es_nie", "national_id", "nienumber numeronie"),
    ("es_nif", "national_id", "dni nif numerodni"),
    ("eu_vat", "payment", "vatid vatnumber ustid ustidnr umsatzsteuerid"),
    ("fi_personal_identity_code", "national_id", "hetu henkilotunnus henkilötunnus"),
    ("fr_nir", "national_id", "numerosecuritesociale numerosecu"),
    ("gr_amka", "national_id", "amka"),
    ("hr_oib", "national_id", "oib"),
    ("imei", "device", "imei imei2"),
    ("ie_pps", "national_id", "ppsn ppsnumber"),
    ("in_pan", "national_id", "pancard pannumber"),
    ("is_kennitala", "national_id", "kennitala"),
    ("it_fiscal_code", "national_id", "codicefiscale codfiscale fiscalcode"),
    ("jp_my_number", "national_id", "mynumber マイナンバー 個人番号"),
    ("kr_rrn", "national_id", "rrn 주민등록번호 주민번호"),
    ("lt_asmens_kodas", "national_id", "asmenskodas"),
    ("lv_personas_kods", "national_id", "personaskods"),
    ("mac_address", "device", "macaddress macaddr"),
    ("mx_curp", "national_id", "curp"),
    ("nl_bsn", "national_id", "bsn burgerservicenummer"),
    ("no_fodselsnummer", "national_id", "fodselsnummer fødselsnummer"),
    ("pl_pesel", "national_id", "pesel"),
    ("ro_cnp", "national_id", "cnp"),
    ("se_personnummer", "national_id", "personnummer"),
    ("sg_nric_fin", "national_id", "nric nricfin"),
    ("si_emso", "national_id", "emso"),
    ("swift_code", "payment", "bic swiftcode biccode"),
    ("tr_identity_number", "national_id", "tckn tckimlik tckimlikno"),
    ("us_ein", "national_id", "fein employeridentification"),
    ("us_itin", "national_id", "itin"),
    ("us_mbi", "national_id", "mbi"),
    ("us_npi", "national_id", "npi"),
    ("vin", "device", "vin vehicleidentification"),
)
"""Entity, group, names: as the rules of `states`, `bank_codes` and `device` know them in text."""

_PEOPLE = (
    _key_rule(
        "cookie",
        "secret",
        "cookie cookies setcookie",
        (
            *("cookie", "Cookie", "Set-Cookie", "http.request.header.cookie", "http.response.header.set-cookie"),
            "request.cookies",
        ),
        (*_MISSES, "cookie_banner", "cookie.policy"),
    ),
    _key_rule(
        "credential",
        "secret",
        "xapikey xauthtoken xaccesstoken xcsrftoken xxsrftoken xamzsecuritytoken xvaulttoken xgitlabtoken",
        (
            *("http.request.header.x-api-key", "http.request.header.X-Auth-Token", "x-api-key", "X-Vault-Token"),
            *("headers.x-csrf-token", "http.request.header.api-key"),
        ),
        _MISSES,
    ),
    _key_rule(
        "credit_card",
        "payment",
        "cardnumber creditcard creditcardnumber debitcard debitcardnumber ccnumber ccnum cardno primaryaccountnumber",
        ("card_number", "cardNumber", "payment.card.number", "creditCardNumber", "cc_num", "customerCreditCard"),
        (*_MISSES, "card_type", "card_last4"),
    ),
    _key_rule(
        "cvv",
        "payment",
        "cvv cvv2 cvc cvc2 cv2 csc cardcvv cardcvc cardsecuritycode cardverificationvalue cardverificationcode"
        " cardverification securitycode",
        ("cvv", "card.cvv", "CVC", "cvv2", "cardSecurityCode", "payment.cvc", "security_code"),
        (*_MISSES, "cvv_result", "security_code_length"),
    ),
    _key_rule(
        "date_of_birth",
        "person",
        "dob dateofbirth birthdate birthday birthdt geburtsdatum datedenaissance fechanacimiento datadinascita",
        ("dob", "dateOfBirth", "user.birth_date", "patient.dob", "BIRTHDAY", "customer_birth_date"),
        (*_MISSES, "birth_country", "date"),
    ),
    _key_rule(
        "device_id",
        "device",
        "deviceid advertisingid idfa idfv gaid androidid installationid",
        ("device.id", "deviceId", "advertising_id", "idfa", "app.installation.id", "android_id"),
        (*_MISSES, "device.model.name", "device_id_type"),
    ),
    _key_rule(
        "email_address",
        "contact",
        "email emailaddress mailaddress emails emailaddr useremail",
        ("user.email", "email", "emailAddress", "customer_email", "contactEmail", "e_mail"),
        (*_MISSES, "email_sent", "email.status"),
    ),
    _key_rule(
        "geo_coordinates",
        "network",
        "latitude longitude latlng latlon gpscoordinates",
        ("geo.location.lat", "geo.location.lon", "latitude", "user.longitude", "latLng", "gps_coordinates"),
        (*_MISSES, "latency", "translation"),
    ),
    _key_rule(
        "iban_code",
        "payment",
        "iban ibannumber ibancode",
        ("iban", "customer.iban", "IBAN", "payerIban", "iban_number", "account-iban"),
        (*_MISSES, "iban_valid", "ibanner"),
    ),
    _key_rule(
        "in_aadhaar",
        "national_id",
        "aadhaar aadhar aadhaarnumber aadhaarno",
        ("aadhaar", "aadhaar_number", "user.aadhar", "customerAadhaar", "aadhaarNo", "kyc.aadhaar"),
        _MISSES,
    ),
    _key_rule(
        "ip_address",
        "network",
        "clientip remoteip remoteaddr peerip ipaddress xforwardedfor",
        ("client.address", "clientIp", "remote_addr", "source.address", "ip_address", "x-forwarded-for"),
        (*_MISSES, "ip_version", "network.peer.address"),
        excepts=is_loopback,
    ),
    _key_rule(
        "location",
        "contact",
        "streetaddress street homeaddress postaladdress addressline address1 address2 addressline1"
        " addressline2 mailingaddress shippingaddress"
        " billingaddress residentialaddress postalcode postcode zipcode geo.postal_code deliveryaddress straße strasse",
        (
            "street_address",
            "homeAddress",
            "billing.address",
            "postalCode",
            "geo.postal_code",
            "customer.address_line_1",
            "customer.address",
        ),
        (*_MISSES, "street_view", "mac_address"),
    ),
    _key_rule(
        "passport",
        "national_id",
        "passport passportnumber passportno passeport reisepass reisepassnummer",
        ("passport", "passport_number", "passportNo", "traveller.passport", "customerPassportNumber", "reisepass"),
        (*_MISSES, "passport_strategy", "passport.js"),
    ),
    _key_rule(
        "person",
        "person",
        "fullname firstname lastname middlename surname givenname familyname maidenname realname username loginname"
        " displayname customername patientname employeename cardholder cardholdername accountholder nameoncard vorname"
        " nachname prénom prenom apellido apellidos cognome nickname legalname contactname recipientname"
        " sendername billingname shippingname holdername",
        (
            *("user.full_name", "firstName", "user.name", "customer.last_name", "enduser.id", "patient_name"),
            *("username", "user.firstName", "cardholderName", "family-name", "customerFullName", "prénom"),
        ),
        (*_MISSES, "user.id", "user.roles", "username_taken", "hostname", "filename", "classname"),
    ),
    _key_rule(
        "phone_number",
        "contact",
        "phone phonenumber phoneno telephone telephonenumber mobile mobilenumber mobileno mobilephone cellphone msisdn"
        " homephone workphone fax faxnumber tel telno telefon telefonnummer handynummer telefono téléphone"
        " whatsapp phones",
        ("phone", "phone_number", "user.mobile", "customerPhone", "msisdn", "billing.telephone", "homePhone"),
        (*_MISSES, "phone_type", "mobile_app", "is_mobile"),
    ),
    _key_rule(
        "uk_nhs",
        "national_id",
        "nhsnumber nhsno",
        ("nhs_number", "nhsNumber", "patient.nhs_no", "NHS-Number", "patientNhsNumber", "person.nhs.number"),
        _MISSES,
    ),
    _key_rule(
        "uk_nino",
        "national_id",
        "nino ninumber nationalinsurancenumber nationalinsuranceno nationalinsurance",
        ("nino", "ni_number", "nationalInsuranceNumber", "employee.nino", "employeeNino", "national_insurance"),
        (*_MISSES, "el.nino.index", "ninox"),
    ),
    _key_rule(
        "us_driver_license",
        "national_id",
        "driverlicense driverslicense driverlicensenumber driverslicensenumber driverlicence driverslicence"
        " drivinglicence drivinglicense drivinglicencenumber dlnumber",
        (
            "driver_license",
            "driversLicenseNumber",
            "driving.licence",
            "dl_number",
            "customer_driver_license",
            "drivingLicence",
        ),
        (*_MISSES, "license", "license_key_id"),
    ),
    _key_rule(
        "us_ssn",
        "national_id",
        "ssn socialsecuritynumber socialsecurity socialsecurityno ssnumber",
        ("ssn", "SSN", "user.ssn", "social_security_number", "customerSsn", "socialSecurity"),
        (*_MISSES, "ssn_last4", "session"),
    ),
)

_learn(_OF_LANGUAGES, "person", names.PEOPLE, names.PEOPLE_ACCENTED, names.PEOPLE_UNSPACED)
_learn(_OF_LANGUAGES, "date_of_birth", names.BIRTHS, names.BIRTHS_ACCENTED, names.BIRTHS_UNSPACED)
_learn(_OF_LANGUAGES, "phone_number", names.PHONES, names.PHONES_ACCENTED, names.PHONES_UNSPACED)
_NAMES.update({**_OF_LANGUAGES, **_NAMES})
_learn(_UNCERTAIN, "person", names.NAMES, names.NAMES_ACCENTED, names.NAMES_UNSPACED)
_learn(_UNCERTAIN, "location", names.ADDRESSES, names.ADDRESSES_ACCENTED, names.ADDRESSES_UNSPACED)

KEY_RULES = (*_PEOPLE, *(_number_rule(*issued) for issued in _ISSUED))
"""Each key fits one of them."""
