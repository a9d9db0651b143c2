"""Attributes and fields whose name says what they hold: people's names, addresses, birthdays, phones, cards.

Source of the attributes: OpenTelemetry's registry (`semconv.py`).
"""

from __future__ import annotations

from sealog.detect.rules.by_key.last_words import MISSES, key_rule
from sealog.loopback import is_loopback

KEY_RULES = (
    key_rule(
        "cookie",
        "secret",
        "cookie cookies setcookie",
        (
            *("cookie", "Cookie", "Set-Cookie", "http.request.header.cookie", "http.response.header.set-cookie"),
            "request.cookies",
        ),
        (*MISSES, "cookie_banner", "cookie.policy"),
    ),
    key_rule(
        "credential",
        "secret",
        "xapikey xauthtoken xaccesstoken xcsrftoken xxsrftoken xamzsecuritytoken xvaulttoken xgitlabtoken",
        (
            *("http.request.header.x-api-key", "http.request.header.X-Auth-Token", "x-api-key", "X-Vault-Token"),
            *("headers.x-csrf-token", "http.request.header.api-key"),
        ),
        MISSES,
    ),
    key_rule(
        "credit_card",
        "payment",
        "cardnumber creditcard creditcardnumber debitcard debitcardnumber ccnumber ccnum cardno primaryaccountnumber",
        ("card_number", "cardNumber", "payment.card.number", "creditCardNumber", "cc_num", "customerCreditCard"),
        (*MISSES, "card_type", "card_last4"),
    ),
    key_rule(
        "cvv",
        "payment",
        "cvv cvv2 cvc cvc2 cv2 csc cardcvv cardcvc cardsecuritycode cardverificationvalue cardverificationcode"
        " cardverification securitycode",
        ("cvv", "card.cvv", "CVC", "cvv2", "cardSecurityCode", "payment.cvc", "security_code"),
        (*MISSES, "cvv_result", "security_code_length"),
    ),
    key_rule(
        "date_of_birth",
        "person",
        "dob dateofbirth birthdate birthday birthdt geburtsdatum datedenaissance fechanacimiento datadinascita",
        ("dob", "dateOfBirth", "user.birth_date", "patient.dob", "BIRTHDAY", "customer_birth_date"),
        (*MISSES, "birth_country", "date"),
    ),
    key_rule(
        "device_id",
        "device",
        "deviceid advertisingid idfa idfv gaid androidid installationid",
        ("device.id", "deviceId", "advertising_id", "idfa", "app.installation.id", "android_id"),
        (*MISSES, "device.model.name", "device_id_type"),
    ),
    key_rule(
        "email_address",
        "contact",
        "email emailaddress mailaddress emails emailaddr useremail",
        ("user.email", "email", "emailAddress", "customer_email", "contactEmail", "e_mail"),
        (*MISSES, "email_sent", "email.status"),
    ),
    key_rule(
        "geo_coordinates",
        "network",
        "latitude longitude latlng latlon gpscoordinates",
        ("geo.location.lat", "geo.location.lon", "latitude", "user.longitude", "latLng", "gps_coordinates"),
        (*MISSES, "latency", "translation"),
    ),
    key_rule(
        "iban_code",
        "payment",
        "iban ibannumber ibancode",
        ("iban", "customer.iban", "IBAN", "payerIban", "iban_number", "account-iban"),
        (*MISSES, "iban_valid", "ibanner"),
    ),
    key_rule(
        "in_aadhaar",
        "national_id",
        "aadhaar aadhar aadhaarnumber aadhaarno",
        ("aadhaar", "aadhaar_number", "user.aadhar", "customerAadhaar", "aadhaarNo", "kyc.aadhaar"),
        MISSES,
    ),
    key_rule(
        "ip_address",
        "network",
        "clientip remoteip remoteaddr peerip ipaddress xforwardedfor",
        ("client.address", "clientIp", "remote_addr", "source.address", "ip_address", "x-forwarded-for"),
        (*MISSES, "ip_version", "network.peer.address"),
        excepts=is_loopback,
    ),
    key_rule(
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
        (*MISSES, "street_view", "mac_address"),
    ),
    key_rule(
        "passport",
        "national_id",
        "passport passportnumber passportno passeport reisepass reisepassnummer",
        ("passport", "passport_number", "passportNo", "traveller.passport", "customerPassportNumber", "reisepass"),
        (*MISSES, "passport_strategy", "passport.js"),
    ),
    key_rule(
        "person",
        "person",
        "fullname firstname lastname middlename surname givenname familyname maidenname realname username loginname"
        " displayname customername patientname employeename cardholder cardholdername accountholder nameoncard vorname"
        " nachname prénom prenom apellido apellidos cognome nickname legalname contactname recipientname"
        " sendername billingname shippingname holdername"
        " lastnames firstnames fullnames surnames familynames givennames",
        (
            *("user.full_name", "firstName", "user.name", "customer.last_name", "enduser.id", "patient_name"),
            *("username", "user.firstName", "cardholderName", "family-name", "customerFullName", "prénom"),
        ),
        (*MISSES, "user.id", "user.roles", "username_taken", "hostname", "filename", "classname"),
    ),
    key_rule(
        "phone_number",
        "contact",
        "phone phonenumber phoneno telephone telephonenumber mobile mobilenumber mobileno mobilephone cellphone msisdn"
        " homephone workphone fax faxnumber tel telno telefon telefonnummer handynummer telefono téléphone"
        " whatsapp phones",
        ("phone", "phone_number", "user.mobile", "customerPhone", "msisdn", "billing.telephone", "homePhone"),
        (*MISSES, "phone_type", "mobile_app", "is_mobile"),
    ),
    key_rule(
        "uk_nhs",
        "national_id",
        "nhsnumber nhsno",
        ("nhs_number", "nhsNumber", "patient.nhs_no", "NHS-Number", "patientNhsNumber", "person.nhs.number"),
        MISSES,
    ),
    key_rule(
        "uk_nino",
        "national_id",
        "nino ninumber nationalinsurancenumber nationalinsuranceno nationalinsurance",
        ("nino", "ni_number", "nationalInsuranceNumber", "employee.nino", "employeeNino", "national_insurance"),
        (*MISSES, "el.nino.index", "ninox"),
    ),
    key_rule(
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
        (*MISSES, "license", "license_key_id"),
    ),
    key_rule(
        "us_ssn",
        "national_id",
        "ssn socialsecuritynumber socialsecurity socialsecurityno ssnumber",
        ("ssn", "SSN", "user.ssn", "social_security_number", "customerSsn", "socialSecurity"),
        (*MISSES, "ssn_last4", "session"),
    ),
)
"""Each key fits one of them, or of those in `issued_numbers`."""
