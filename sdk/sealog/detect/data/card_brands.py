"""The first digits and lengths of payment cards by brand, and their check digit.

Sources: ISO/IEC 7812-1 (issuer identification numbers, annex B for the Luhn check); the ranges and lengths as the
card schemes publish them. UATP (first digit 1, air travel) is left out: its 15 digits look like times.
"""

from __future__ import annotations

from functools import cache

_LONG = (16, 17, 18, 19)
_MAESTRO = (12, 13, 14, 15, 16, 17, 18, 19)

RANGES: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (4, 4, (13, 16, 19)),  # Visa
    (51, 55, (16,)),  # Mastercard
    (2221, 2720, (16,)),  # Mastercard
    (34, 34, (15,)),  # American Express
    (37, 37, (15,)),  # American Express
    (300, 305, (14, *_LONG)),  # Diners Club
    (3095, 3095, (14, *_LONG)),  # Diners Club
    (36, 36, (14, 15, *_LONG)),  # Diners Club
    (38, 39, (14, *_LONG)),  # Diners Club
    (6011, 6011, _LONG),  # Discover
    (644, 649, _LONG),  # Discover
    (65, 65, _LONG),  # Discover, RuPay, Troy
    (3528, 3589, _LONG),  # JCB
    (2131, 2131, (15,)),  # JCB
    (1800, 1800, (15,)),  # JCB
    (62, 62, _LONG),  # UnionPay
    (81, 82, _LONG),  # UnionPay, RuPay
    (60, 60, (16,)),  # RuPay, Hipercard
    (508, 508, (16,)),  # RuPay
    (353, 353, (16,)),  # RuPay
    (356, 356, (16,)),  # RuPay
    (5018, 5018, _MAESTRO),
    (5020, 5020, _MAESTRO),
    (5038, 5038, _MAESTRO),
    (56, 58, _MAESTRO),
    (6304, 6304, _MAESTRO),
    (6390, 6390, _MAESTRO),
    (67, 67, _MAESTRO),
    (5019, 5019, (16,)),  # Dankort
    (2200, 2205, _LONG),  # Mir, Borica
    (506099, 506198, (16, 18, 19)),  # Verve
    (507865, 507964, (16, 18, 19)),  # Verve
    (506699, 506778, (16,)),  # Elo
    (509000, 509999, (16,)),  # Elo
    (636297, 636297, (16,)),  # Elo
    (636368, 636368, (16,)),  # Elo
    (637, 639, (16,)),  # InstaPayment
    (9792, 9792, (16,)),  # Troy
    (8600, 8600, (16,)),  # UzCard
    (9860, 9860, (16,)),  # Humo
)
"""First digits from and to (both inclusive, of one length), then the lengths of whole numbers."""

_PREFIX_SIZES = (1, 2, 3, 4, 6)

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_card_number(digits: str) -> bool:
    """Tell whether `digits` (ASCII digits only) has a scheme's first digits, its length and a right check digit."""
    size, lengths = len(digits), _lengths()
    return any(size in lengths.get(digits[:prefix], ()) for prefix in _PREFIX_SIZES) and has_luhn(digits)


@cache
def _lengths() -> dict[str, frozenset[int]]:
    """Give the lengths of numbers by their first digits; made for the first number, not at start."""
    lengths: dict[str, frozenset[int]] = {}
    for first, last, sizes in RANGES:
        for prefix in map(str, range(first, last + 1)):
            lengths[prefix] = lengths.get(prefix, frozenset()).union(sizes)
    return lengths


def has_luhn(digits: str) -> bool:
    """Check the last digit by the Luhn formula (ISO/IEC 7812-1 annex B)."""
    numbers = [*map(int, reversed(digits))]
    return (sum(numbers[::2]) + sum([_DOUBLED[number] for number in numbers[1::2]])) % 10 == 0
