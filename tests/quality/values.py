"""Invented values by entity: `MAKERS`. Made by `faker` and by arithmetic of their own, never by the detector's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality import secrets_made
from quality.numbers import european, national
from quality.numbers.check_digits import base58check, luhn, mod_97
from quality.source import ALNUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from quality.source import Source

_WEST = ("en_US", "en_GB", "fr_FR", "de_DE", "es_ES", "it_IT", "nl_NL", "pl_PL", "sv_SE", "pt_BR")
_LOCAL_IBAN = ("de_DE", "en_GB", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "pt_PT", "de_AT", "de_CH", "fi_FI")
# National plans (ITU-T E.164 country pages): `d` is any digit, `n` 2 to 9.
_MOBILES = (
    "+1 nd2-n3d-dddd",
    "+1 (nd2) n4d-dddd",
    "+44 20 7946 0ddd",
    "+44 7911 12dddd",
    "+33 6 1d dd dd dd",
    "+49 151 2ddddddd",
    "+49 30 23ddddd",
    "+34 61d ddd ddd",
    "+39 347 ddddddd",
    "+31 6 2ddddddd",
    "+91 98ddd ddddd",
    "+55 11 99ddd-dddd",
    "+61 412 ddd ddd",
    "+81 90-1ddd-dddd",
    "+46 70 1dd dd dd",
    "+41 79 3dd dd dd",
    "+48 601 ddd ddd",
    "+353 87 1dd dddd",
    "+4915123dddddd",
    "+1nd22d5dddd",
)
_AREAS = ("202", "212", "303", "312", "415", "512", "617", "702", "816", "917")


def _mobile(source: Source) -> str:
    form = source.random.choice(_MOBILES).replace("nd2", source.random.choice(_AREAS))
    return "".join({"d": str(source.random.randint(0, 9)), "n": source.digits(1, "23456789")}.get(c, c) for c in form)


def _email(source: Source) -> str:
    person = source.some_people(*_WEST)
    address = source.random.choice([person.email, person.ascii_company_email, person.free_email])()
    local, _, domain = address.partition("@")
    return source.random.choice(
        [
            address,
            address,
            f"{local}+{source.people().word()}@{domain}",
            f"{local.upper()}@{domain}",
            f"{local}@mail.{domain}",
        ]
    )


def _card(source: Source) -> str:
    kind = source.random.choice(["visa16", "mastercard", "amex", "discover", "diners", "maestro", "jcb"])
    jcb = f"35{source.random.randint(28, 89)}{source.digits(11)}"  # faker takes all of 35 for JCB
    number = jcb + luhn(jcb) if kind == "jcb" else source.people().credit_card_number(kind)
    if len(number) == 16 and source.random.random() < 0.5:
        return source.random.choice(" -").join(number[place : place + 4] for place in range(0, 16, 4))
    if kind == "amex" and source.random.random() < 0.5:
        return f"{number[:4]} {number[4:10]} {number[10:]}"
    return number


def _iban(source: Source) -> str:
    made = source.people(source.random.choice(_LOCAL_IBAN)).iban()
    account, country = made[4:], made[:2]
    value = f"{country}{mod_97(account, country)}{account}"
    if source.random.random() < 0.4:
        return " ".join(value[place : place + 4] for place in range(0, len(value), 4))
    return value


def _imei(source: Source) -> str:
    digits = f"35{source.digits(12)}"
    return digits + luhn(digits)


def _birth(source: Source) -> str:
    form = source.random.choice(["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%B %d, %Y", "%d %B %Y"])
    return source.birthday().strftime(form)


def _swift(source: Source) -> str:
    country = source.random.choice(["DE", "FR", "GB", "US", "NL", "ES", "IT", "CH"])
    branch = source.random.choice(["", "XXX", source.digits(3)])
    return f"{source.text(national.UPPER, 4)}{country}{source.text(national.UPPER, 2)}{branch}"


def _geo(source: Source) -> str:
    return f"{source.random.uniform(-80, 80):.5f}, {source.random.uniform(-170, 170):.5f}"


MAKERS: dict[str, Callable[[Source], str]] = {
    **european.MAKERS,
    **national.MAKERS,
    **secrets_made.MAKERS,
    "aba_routing_number": lambda source: source.people().aba(),
    "credit_card": _card,
    "crypto/btc": lambda source: base58check(0, source.random.randbytes(20)),
    "crypto/ltc": lambda source: base58check(48, source.random.randbytes(20)),
    "cvv": lambda source: source.digits(source.random.choice([3, 3, 4])),
    "date_of_birth": _birth,
    "email_address": _email,
    "geo_coordinates": _geo,
    "iban_code": _iban,
    "imei": _imei,
    "ip_address": lambda source: source.random.choice([source.people().ipv4_public, source.people().ipv4_private])(),
    "ip_address/6": lambda source: source.people().ipv6(),
    "location": lambda source: (
        source.some_people("en_US", "en_GB", "fr_FR", "de_DE", "es_ES").street_address().replace("\n", ", ")
    ),
    "location/code": lambda source: source.some_people("en_US", "de_DE", "fr_FR", "es_ES").postcode(),
    "mac_address": lambda source: source.people().mac_address(),
    "person": lambda source: f"{source.some_people(*_WEST).first_name()} {source.some_people(*_WEST).last_name()}",
    "person/first": lambda source: source.some_people(*_WEST).first_name(),
    "person/last": lambda source: source.some_people(*_WEST).last_name(),
    "phone_number": _mobile,
    "phone_number/de": lambda source: (
        f"0{source.random.choice(['151', '160', '170', '171'])} {source.digits(8, '2345')}"
    ),
    "phone_number/fr": lambda source: "06 " + " ".join(source.digits(2, "1234567") for _ in range(4)),
    "phone_number/gb": lambda source: f"07911 12{source.digits(4)}",
    "phone_number/us": lambda source: (
        f"{source.random.choice(['({}) ', '{}-', '{}.']).format(source.random.choice(_AREAS))}"
        f"{source.digits(3, '2345')}-{source.digits(4)}"
    ),
    "secret/base64": lambda source: source.text(ALNUM + "+/", 43) + "=",
    "swift_code": _swift,
    "uk_driving_licence": lambda source: (
        f"{(source.people('en_GB').last_name().upper() + '9999')[:5]}{source.digits(1)}"
        f"{source.random.randint(1, 12):02}{source.random.randint(1, 28):02}{source.digits(1)}"
        f"{source.text(national.UPPER, 2)}9{source.text(national.UPPER, 2)}"
    ),
    "vin": lambda source: source.people().vin(),
}
"""By entity, and what follows a slash tells variants apart."""
