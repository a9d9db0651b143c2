"""Invented numbers of states: people, companies, health. Every check digit is computed here from its standard."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from quality.numbers.check_digits import luhn, mod_11_10, total, verhoeff

if TYPE_CHECKING:
    from collections.abc import Callable

    from quality.source import Source

UPPER = string.ascii_uppercase
_LETTERS_OF_23 = "TRWAGMYFPDXBNJZSQVHLCKE"  # Real Decreto 1553/2005


def _mod_11(source: Source, length: int, weights: tuple[int, ...], *, sign: int = 1) -> str:
    """Give digits and a check digit modulo 11; ten is never issued."""

    def check(digits: str) -> int:
        return sign * total(digits, weights) % 11

    digits = source.until(lambda: source.digits(length, "123456789"), lambda made: check(made) < 10)
    return f"{digits}{check(digits)}"


def _birth(source: Source, form: str) -> str:
    return source.birthday().strftime(form)


def _nhs(source: Source) -> str:
    number = _mod_11(source, 9, range(10, 1, -1), sign=-1)  # type: ignore[arg-type]
    return source.random.choice([number, f"{number[:3]} {number[3:6]} {number[6:]}"])


def _nir(source: Source) -> str:
    number = (
        source.random.choice("12")
        + _birth(source, "%y%m")
        + f"{source.random.randint(21, 95):02}{source.random.randint(1, 400):03}{source.random.randint(1, 400):03}"
    )
    key = f"{97 - int(number) % 97:02}"
    grouped = " ".join([number[0], number[1:3], number[3:5], number[5:7], number[7:10], number[10:], key])
    return source.random.choice([number + key, grouped])


def _german_tax(source: Source) -> str:
    """One digit stands twice among the first ten, eight others once (AO 139b)."""
    pool = source.random.sample(string.digits, 9)
    while True:
        digits = [*pool, pool[0]]
        source.random.shuffle(digits)
        if digits[0] != "0":
            made = "".join(digits)
            return made + mod_11_10(made)


def _tfn(source: Source) -> str:
    weights = (1, 4, 3, 7, 5, 8, 6, 9, 10)
    return source.until(lambda: source.digits(9, "123456789"), lambda made: total(made, weights) % 11 == 0)


def _abn(source: Source) -> str:
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)

    def good(made: str) -> bool:
        return total(f"{int(made[0]) - 1}{made[1:]}", weights) % 89 == 0

    made = source.until(lambda: source.digits(1, "23456789") + source.digits(10), good)
    return source.random.choice([made, f"{made[:2]} {made[2:5]} {made[5:8]} {made[8:]}"])


def _medicare(source: Source) -> str:
    digits = source.digits(8, "23456")
    return f"{digits}{total(digits, (1, 3, 7, 9, 1, 3, 7, 9)) % 10}{source.random.randint(1, 9)}"


def _my_number(source: Source) -> str:
    digits = source.digits(11)
    rest = total(digits, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return f"{digits}{0 if rest <= 1 else 11 - rest}"


def _south_african(source: Source) -> str:
    digits = f"{_birth(source, '%y%m%d')}{source.digits(4)}{source.random.choice('01')}8"
    return digits + luhn(digits)


def _nric(source: Source) -> str:
    first, digits = source.random.choice("STFG"), source.digits(7)
    rest = (total(digits, (2, 7, 6, 5, 4, 3, 2)) + (4 if first in "TG" else 0)) % 11
    return first + digits + ("JZIHGFEDCBA" if first in "ST" else "XWUTRQPNMLK")[rest]


def _dea(source: Source) -> str:
    digits = source.digits(6)
    check = (total(digits, (1, 0, 1, 0, 1)) + 2 * total(digits, (0, 1, 0, 1, 0, 1))) % 10
    return f"{source.random.choice('ABFM')}{source.random.choice(UPPER)}{digits}{check}"


def _mbi(source: Source) -> str:
    letters = "ACDEFGHJKMNPQRTUVWXY"
    form = "".join(
        source.random.choice({"C": "123456789", "A": letters, "N": string.digits, "X": letters + string.digits}[kind])
        for kind in "CAXNAXNAANN"
    )
    return source.random.choice([form, f"{form[:4]}-{form[4:7]}-{form[7:]}"])


def _npi(source: Source) -> str:
    digits = source.digits(9, "12")
    return digits + luhn("80840" + digits)


def _pps(source: Source) -> str:
    digits = source.digits(7)
    return digits + "WABCDEFGHIJKLMNOPQRSTUV"[total(digits, (8, 7, 6, 5, 4, 3, 2)) % 23]


def _nrn(source: Source) -> str:
    digits = _birth(source, "%y%m%d") + f"{source.random.randint(1, 997):03}"
    century = "" if int(digits[:2]) > 30 else "2"
    check = f"{97 - int(century + digits) % 97:02}"
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:]}.{check}"


def _portuguese(source: Source) -> str:
    digits = source.digits(8, "12")
    rest = total(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return f"{digits}{0 if rest < 2 else 11 - rest}"


def _danish(source: Source) -> str:
    birth = source.birthday()
    return f"{birth:%d%m%y}-{source.digits(4, '0123' if birth.year < 2000 else '4567')}"


def _nino(source: Source) -> str:
    prefix = source.random.choice(["AB", "CE", "JG", "NR", "PW", "SK", "TM"])
    number = f"{prefix}{source.digits(6)}{source.random.choice('ABCD')}"
    return source.random.choice([number, " ".join(number[place : place + 2] for place in range(0, 9, 2))])


def _aadhaar(source: Source) -> str:
    digits = source.digits(11, "23456789")
    return digits + verhoeff(digits)


def _nie(source: Source) -> str:
    first, digits = source.random.choice("012"), source.digits(7)
    return f"{'XYZ'[int(first)]}{digits}{_LETTERS_OF_23[int(first + digits) % 23]}"


def _dni(source: Source) -> str:
    digits = source.digits(8)
    return digits + _LETTERS_OF_23[int(digits) % 23]


def _curp(source: Source) -> str:
    choose, birth = source.random.choice, source.birthday()
    names = f"{choose('GLMRS')}{choose('AEIO')}{choose('CDLNRT')}{choose('ABCJLMP')}"
    inner = source.text("BCDFGLMNRSTVYZ", 3)
    made = f"{names}{birth:%y%m%d}{choose('HM')}{choose(['DF', 'JC', 'NL', 'PL', 'VZ'])}{inner}"
    made += "0" if birth.year < 2000 else "A"
    values = ["0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ".index(char) for char in made]
    return f"{made}{-sum(value * (18 - place) for place, value in enumerate(values)) % 10}"


def _korean(source: Source) -> str:
    """Give a number of before October 2020; faker's have days such as the thirtieth of February."""
    birth = source.birthday()
    digits = f"{birth:%y%m%d}{source.random.choice('12' if birth.year < 2000 else '34')}{source.digits(5)}"
    check = -total(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11 % 10
    return f"{digits[:6]}-{digits[6:]}{check}"


def _vat(source: Source) -> str:
    polish = _mod_11(source, 9, (6, 5, 7, 2, 3, 4, 5, 6, 7))
    german = source.digits(8, "123456789")
    italian = f"{source.random.randrange(1, 10**7):07}{source.random.randint(1, 100):03}"
    french = source.digits(8, "345")
    siren = french + luhn(french)
    key = f"{(12 + 3 * (int(siren) % 97)) % 97:02}"
    made = ["PL" + polish, "DE" + german + mod_11_10(german), "IT" + italian + luhn(italian), f"FR{key}{siren}"]
    return source.random.choice(made)


MAKERS: dict[str, Callable[[Source], str]] = {
    "au_abn": _abn,
    "au_medicare": _medicare,
    "au_tfn": _tfn,
    "be_nrn": _nrn,
    "br_cnpj": lambda source: source.people("pt_BR").cnpj(),
    "br_cpf": lambda source: source.people("pt_BR").cpf(),
    "br_cpf/plain": lambda source: source.people("pt_BR").cpf().replace(".", "").replace("-", ""),
    "ca_sin": lambda source: source.people("en_CA").ssn(),
    "cn_resident_id": lambda source: source.people("zh_CN").ssn(),
    "de_tax_id": _german_tax,
    "dk_cpr": _danish,
    "es_nie": _nie,
    "es_nif": _dni,
    "eu_vat": _vat,
    "fi_personal_identity_code": lambda source: source.people("fi_FI").ssn(),
    "fr_nir": _nir,
    "ie_pps": _pps,
    "in_aadhaar": _aadhaar,
    "in_pan": lambda source: (
        f"{source.text(UPPER, 3)}P{source.text(UPPER, 1)}{source.digits(4)}{source.text(UPPER, 1)}"
    ),
    "it_fiscal_code": lambda source: source.people("it_IT").ssn(),
    "jp_my_number": _my_number,
    "identity_number": lambda source: source.random.choice("LMNPRTVW") + source.digits(8, "123456789"),
    "kr_rrn": _korean,
    "medical_license": _dea,
    "mx_curp": _curp,
    "nl_bsn": lambda source: source.people("nl_NL").ssn(),
    "no_fodselsnummer": lambda source: source.people("no_NO").ssn(),
    "pl_pesel": lambda source: source.people("pl_PL").pesel(),
    "pt_nif": _portuguese,
    "se_personnummer": lambda source: source.people("sv_SE").ssn(),
    "sg_nric_fin": _nric,
    "tr_identity_number": lambda source: source.people("tr_TR").ssn(),
    "uk_nhs": _nhs,
    "uk_nino": _nino,
    "us_atin": lambda source: f"9{source.digits(2)}-93-{source.digits(4)}",
    "us_ein": lambda source: source.people().ein(),
    "us_itin": lambda source: source.people().itin(),
    "us_mbi": _mbi,
    "us_npi": _npi,
    "us_passport": lambda source: source.digits(9, "3456"),
    "us_ssn": lambda source: source.people().ssn(),
    "za_id_number": _south_african,
}
"""By entity, and what follows a slash tells variants apart."""
