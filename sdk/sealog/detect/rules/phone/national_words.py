"""The words beside which digits are a phone number without a country code, and how near they stand."""

from __future__ import annotations

from sealog.detect.lexicon.phones import PHONES
from sealog.detect.lexicon.spelling import words_of
from sealog.detect.rules.support.context import labelled, near, near_source


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split(","))


STRONG = _listed("""
    phone, phone number, phone no, telephone, tel, tél, tel no, telefon, telefono, teléfono, téléphone, telefone,
    telefoon, telefoonnummer, telefonnummer, rufnummer, mobile, mobil, mobilnummer, mobile number, mobile no, móvil,
    movil, celular, cellulare, cell, cellphone, cell phone, cell number, portable, handy, handynummer, fax,
    whatsapp, sms, msisdn, landline, numéro, mob, call me, phone home, 電話, 携帯, mobiel, contact number, contact no,
    ph, phonenumber, cellulaire, fixe, festnetz, fijo, mobile phone, work phone, home phone, callback number,
    caller, answering
""")
"""Words that say that digits near them are a phone number."""

WEAK = _listed("""
    call, called, calling, dial, dialed, dialled, contact, reach, text, ring, reached, texted, appelez, appeler,
    llame, llamar, ligue, chiamare, chiama, anrufen, erreichbar, bellen
""")
"""Words that say it only of digits that are grouped as those of a phone number."""

NAMED = tuple(dict.fromkeys(word for word in words_of(PHONES) if word not in {"mobil", "mobile", "portable", "handy"}))
"""The lexicon's words for a phone in all languages, without those that mean something else as often."""

_MSISDN = ("msisdn",)
_STRONG_REACH = 32  # characters before the digits
_STRONG_BEHIND = 12
_WEAK_REACH = 24

is_near_strong = near((*STRONG, *NAMED), _STRONG_REACH, _STRONG_BEHIND)
is_near_weak = near(WEAK, _WEAK_REACH, behind=0)
is_labelled_as_phone = labelled((*STRONG, *NAMED))
is_named = labelled(NAMED)
is_msisdn = labelled(_MSISDN)


def sources() -> tuple[tuple[list[str], list[str], int, int, bool], ...]:
    """Return with what the compiled half does the work of these five: strong, weak, `msisdn`, labelled, named."""
    return (
        near_source((*STRONG, *NAMED), _STRONG_REACH, _STRONG_BEHIND),
        near_source(WEAK, _WEAK_REACH, 0),
        near_source(_MSISDN, is_label=True),
        near_source((*STRONG, *NAMED), is_label=True),
        near_source(NAMED, is_label=True),
    )
