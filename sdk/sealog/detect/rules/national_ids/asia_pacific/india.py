"""Indian numbers: Aadhaar and PAN.

They count only beside a word that names them: a PAN has no published check, and one number in ten passes Aadhaar's.
Standards: UIDAI (Verhoeff check digit, never beginning with 0 or 1), Income Tax Department (PAN with the holder's kind
as fourth letter). Misses: voter ids, virtual ids.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import number_rule, said, unsaid

aadhaar = standard("in_.aadhaar")
pan = standard("in_.pan")

RULES = (
    number_rule(
        "in_aadhaar",
        shape="[2-9][0-9]{3}([ -]?[0-9]{4}){2}",
        check=aadhaar.is_valid,
        compiled_check="in_.aadhaar",
        words=("aadhaar", "aadhar", "adhaar", "uidai", "uid number"),
        hits=said("Aadhaar", "2382 3749 9270", "208097540462"),
        misses=unsaid("Aadhaar", "2382 3749 9270", "2382 3749 9271", "1382 3749 9270"),
    ),
    number_rule(
        "in_pan",
        shape="[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]",
        check=pan.is_valid,
        words=("pan", "pan card", "pan number", "permanent account", "income tax"),
        hits=said("PAN", "HKTPX4452V", "VDGPW8839X"),
        misses=unsaid("PAN", "HKTPX4452V", "HKTXX4452V", "HKTPX0000V"),
    ),
)
