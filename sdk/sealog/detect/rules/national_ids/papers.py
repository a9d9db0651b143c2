"""Passports, driving licences and dates of birth.

They count only beside a word that names them, which alone tells them from other numbers. Standards: ICAO Doc 9303 (a
document number has at most nine characters), AAMVA D20 (US licences by state), DVLA INF1 (British licence numbers).
Misses: licences of other countries, words in other languages than English, French, German, Spanish, Italian, Portuguese
and Dutch.
"""

from __future__ import annotations

from sealog.detect.rules.support.numbers import issued, number_rule, said, unsaid
from sealog.pattern import pattern

_US_PASSPORT = pattern("[A-Z]?[0-9]{8,9}")
_SOME_DIGITS = pattern("[0-9].*[0-9].*[0-9]")
_PASSPORT = (
    *("passport", "passport number", "passport no", "passeport", "reisepass", "reisepassnummer", "pasaporte"),
    *("passaporto", "passaporte", "paspoort", "paspoortnummer"),
)
_LICENCE = (
    *("driver license", "drivers license", "driver's license", "driving license", "driver licence", "dl number"),
    *("driver's licence", "license number", "dl no", "licence number", "driving licence", "permis de conduire"),
)
_BIRTH = (
    *("dob", "date of birth", "birth date", "birthday", "born", "born on", "geboren", "geboren am", "geburtsdatum"),
    *("geb", "né le", "née le", "date de naissance", "fecha de nacimiento", "nacido el", "data di nascita", "nato il"),
    *("geboortedatum", "data de nascimento", "d.o.b", "birth day"),
)
_MONTH = r"(?i:Jan|Feb|M[aä]r|Apr|May|Mai|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz])[a-z]{0,6}\.?"


def _is_other_passport(value: str) -> bool:
    return _US_PASSPORT.fullmatch(value) is None and _SOME_DIGITS.search(value) is not None


RULES = (
    number_rule(
        "date_of_birth",
        group="person",
        shape=(
            r"(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[-+][0-9]{2}:[0-9]{2})?"
            r"|(?:19|20)[0-9]{2}([-/.])[01]?[0-9][-/.][0-3]?[0-9]|[0-3]?[0-9][-/. ][0-3]?[0-9][-/. ](?:19|20)?[0-9]{2}"
            rf"|[0-3]?[0-9](?:st|nd|rd|th|\.)?[ -]{_MONTH},?[ -](?:19|20)[0-9]{{2}}"
            rf"|{_MONTH} [0-3]?[0-9](?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}}"
        ),
        check=issued,
        words=_BIRTH,
        behind=0,
        reach=24,
        hits=(
            *said("date of birth", "1985-07-30", "30/07/1985", "July 30, 1985", "30 July 1985"),
            "Geburtsdatum: «30.07.1985»",
            "née le «12/04/1972» à Lyon",
            '{"birthDate":"«1972-04-12»"}',
            '{"birthDate":"«1972-04-12T00:00:00Z»","dob":"«1972-04-12T00:00:00.000+01:00»"}',
        ),
        misses=(*unsaid("DOB", "1985-07-30"), "born to run 12 times", "2024-05-01 started", "geb: 12.5.2 release"),
    ),
    number_rule(
        "passport",
        shape="[CFGHJKLMNPRTVWXYZ0-9]{9}|[A-Z]{1,2}[0-9]{5,7}",
        check=_is_other_passport,
        words=_PASSPORT,
        behind=0,
        hits=said("passport", "AB1234567", "C01X00T47", "P1234567", "L8988901C"),
        misses=unsaid("passport", "AB1234567", "abcdefghi", "AB12", "REQUESTED"),
    ),
    number_rule(
        "uk_driving_licence",
        shape="[A-Z9]{5}[0-9][0156][0-9]{4}[A-Z9]{2}[0-9A-Z]{3}",
        check=issued,
        words=(*_LICENCE, "licence", "dvla"),
        behind=0,
        hits=said("driving licence", "MORGA657054SM9IJ", "SMITH701015JJ9AB"),
        misses=unsaid("driving licence", "MORGA657054SM9IJ", "MORGA657054SM9I", "MORGA637054SM9IJ"),
    ),
    number_rule(
        "us_driver_license",
        shape="[A-Z][0-9]{3}-[0-9]{4}-[0-9]{4}|[A-Z][0-9]{3}-?[0-9]{3,4}-?[0-9]{2}-?[0-9]{3,4}(?:-[0-9])?|[A-Z]{1,2}[0-9]{5,8}|[0-9]{7,9}",
        check=issued,
        words=_LICENCE,
        behind=0,
        hits=said("driver license", "D1234567", "S530-4609-2057", "12345678"),
        misses=unsaid("driver license", "S530-4609-2057", "expired", "A12"),
    ),
    number_rule(
        "us_passport",
        shape="[A-Z]?[0-9]{8,9}",
        check=lambda value: _US_PASSPORT.fullmatch(value) is not None,
        words=_PASSPORT,
        behind=0,
        hits=said("passport", "340020013", "A12345678"),
        misses=(*unsaid("passport", "340020013", "3400200", "1340020013"), "user 340020013 passport auth failed"),
    ),
)
