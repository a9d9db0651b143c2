"""Invented numbers of further European states. Every check digit is computed here from its standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.numbers.check_digits import luhn, mod_11_10, total

if TYPE_CHECKING:
    from collections.abc import Callable

    from quality.source import Source


def _svnr(source: Source) -> str:
    def check(serial: str, birth: str) -> int:
        return (total(serial, (3, 7, 9)) + total(birth, (5, 8, 4, 2, 1, 6))) % 11

    birth = source.birthday().strftime("%d%m%y")
    serial = source.until(lambda: source.digits(3, "123456789"), lambda made: check(made, birth) < 10)
    return f"{serial}{check(serial, birth)}{birth}"


def _egn(source: Source) -> str:
    birth = source.birthday()
    digits = f"{birth:%y}{birth.month + (40 if birth.year >= 2000 else 0):02}{birth:%d}{source.digits(3)}"
    return f"{digits}{total(digits, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10}"


def _ahv(source: Source) -> str:
    digits = f"756{source.digits(9)}"
    check = -total(digits, (1, 3) * 6) % 10
    return f"756.{digits[3:7]}.{digits[7:11]}.{digits[11]}{check}"


def _rodne(source: Source) -> str:
    birth = source.birthday()
    months = birth.month + source.random.choice([0, 50])

    def make() -> str:
        return f"{birth:%y}{months:02}{birth:%d}{source.digits(4)}"

    # Ten digits since 1954; before, nine without a check.
    number = source.until(make, lambda made: int(made) % 11 == 0)
    return f"{number[:6]}/{number[6:] if birth.year >= 1954 else source.digits(3)}"


def _isikukood(source: Source) -> str:
    birth = source.birthday()
    digits = f"{source.random.choice('34' if birth.year < 2000 else '56')}{birth:%y%m%d}{source.digits(3)}"
    rest = total(digits, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if rest == 10:
        rest = total(digits, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return f"{digits}{rest}"


def _cif(source: Source) -> str:
    digits = source.digits(7)
    return f"{source.random.choice('ABEH')}{digits}{luhn(digits)}"


def _amka(source: Source) -> str:
    digits = f"{source.birthday():%d%m%y}{source.digits(4)}"
    return digits + luhn(digits)


def _oib(source: Source) -> str:
    digits = source.digits(10)
    return digits + mod_11_10(digits)


def _kennitala(source: Source) -> str:
    birth = source.birthday()

    def check(made: str) -> int:
        return -total(made, (3, 2, 7, 6, 5, 4, 3, 2)) % 11

    digits = source.until(lambda: f"{birth:%d%m%y}{source.digits(2, '2345678')}", lambda made: check(made) < 10)
    return f"{digits[:6]}-{digits[6:]}{check(digits)}{'9' if birth.year < 2000 else '0'}"


def _cnp(source: Source) -> str:
    birth = source.birthday()
    first = source.random.choice("12" if birth.year < 2000 else "56")
    digits = f"{first}{birth:%y%m%d}{source.random.randint(1, 46):02}{source.random.randint(1, 999):03}"
    rest = total(digits, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return f"{digits}{1 if rest == 10 else rest}"


def _emso(source: Source) -> str:
    birth = source.birthday()

    def check(made: str) -> int:
        return -total(made, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11

    digits = source.until(
        lambda: f"{birth:%d%m}{birth.year % 1000:03}50{source.digits(3)}", lambda made: check(made) < 10
    )
    return f"{digits}{check(digits)}"


def _chi(source: Source) -> str:
    birth = source.birthday().strftime("%d%m%y")

    def check(made: str) -> int:
        return -total(made, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11

    digits = source.until(lambda: birth + source.digits(3), lambda made: check(made) < 10)
    return f"{digits}{check(digits)}"


MAKERS: dict[str, Callable[[Source], str]] = {
    "at_svnr": _svnr,
    "bg_egn": _egn,
    "ch_ahv": _ahv,
    "cz_birth_number": _rodne,
    "ee_isikukood": _isikukood,
    "es_cif": _cif,
    "gr_amka": _amka,
    "hr_oib": _oib,
    "is_kennitala": _kennitala,
    "ro_cnp": _cnp,
    "si_emso": _emso,
    "uk_chi": _chi,
}
"""By entity."""
