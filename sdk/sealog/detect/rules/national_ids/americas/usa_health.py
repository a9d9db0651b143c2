"""US health care numbers: Medicare beneficiaries (MBI), providers (NPI), DEA registrations (`medical_license`).

They count only beside a word that names them, except an MBI as it is printed on the card.
Standards: CMS, MBI format 2018; 45 CFR 162.406 (NPI: Luhn over 80840 and the number); 21 CFR 1301, DEA check digit.
Misses: member numbers of private insurers, record numbers of hospitals.
"""

from __future__ import annotations

from sealog.detect.data.card_brands import has_luhn
from sealog.detect.rules.support.numbers import compact, issued, number_rule, said, shown, unsaid

_NPI_ISSUER = "80840"  # 45 CFR 162.406: the check digit counts this prefix of ISO/IEC 7812
_LETTER = "[AC-HJKMNPQRT-Y]"  # no B, I, L, O, S, Z: they look like digits
_EITHER = "[0-9AC-HJKMNPQRT-Y]"


def _is_npi(value: str) -> bool:
    return has_luhn(_NPI_ISSUER + value)


def _is_dea(value: str) -> bool:
    """Check a DEA number's last digit: the odd places plus twice the even places, modulo 10."""
    digits = [int(char) for char in compact(value)[2:]]
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


RULES = (
    number_rule(
        "medical_license",
        shape="[ABCDEFGHJKLMPRSTUX][A-Z9][0-9]{7}",
        check=_is_dea,
        words=("dea", "dea number", "medical license", "prescriber", "registration number"),
        hits=said("DEA number", "BS1234563", "F91234563"),
        misses=unsaid("DEA number", "BS1234563", "BS1234564", "NS1234563", "BS123456"),
    ),
    number_rule(
        "us_mbi",
        shape=f"[1-9]{_LETTER}{_EITHER}[0-9]-?{_LETTER}{_EITHER}[0-9]-?{_LETTER}{{2}}[0-9]{{2}}",
        check=issued,
        words=("mbi", "medicare", "beneficiary", "hicn"),
        alone=f"[1-9]{_LETTER}{_EITHER}[0-9]-{_LETTER}{_EITHER}[0-9]-{_LETTER}{_LETTER}[0-9][0-9]",
        gate=r"[0-9]-[A-Z][0-9A-Z][0-9]-[A-Z]",
        hits=(*said("MBI", "1EG4TE5MK73", "2AC9F15GH44"), *shown("1EG4-TE5-MK73")),
        misses=(
            *unsaid("MBI", "1EG4-TE5-MK73", "1SG4-TE5-MK73", "0EG4-TE5-MK73", alone=True),
            "order 1EG4TE5MK73 shipped",
        ),
    ),
    number_rule(
        "us_npi",
        shape="[12][0-9]{9}",
        check=_is_npi,
        words=("npi", "national provider", "provider id", "provider number"),
        hits=said("NPI", "1234567893", "1987654328"),
        misses=unsaid("NPI", "1234567893", "1234567894", "3234567893"),
    ),
)
