"""Personal codes of Estonia, Latvia and Lithuania.

Eleven digits count only beside a word that names them. Standards: Estonian EVS 585:2007 and the Lithuanian law on the
residents' register (both: century, birth date, two passes modulo 11), Latvian Cabinet regulation 130/2006 (modulo 11;
codes since 2017 begin with 32 and have no birth date).
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import SLOW_CHECK, number_rule, said, unsaid
from sealog.pattern import pattern

ik = standard("ee.ik")
asmens = standard("lt.asmens")
pvn = standard("lv.pvn")

_SINCE_2017 = pattern("32[0-9]{4}-?[0-9]{5}")


def _is_latvian(value: str) -> bool:
    return _SINCE_2017.fullmatch(value) is not None or bool(pvn.is_valid(value))


RULES = (
    number_rule(
        "ee_isikukood",
        shape="[1-8][0-9]{2}[01][0-9][0-3][0-9]{5}",
        check=ik.is_valid,
        compiled_check="ee.ik",
        words=("isikukood", "isikukoodi", "estonian id", "personal code"),
        hits=said("isikukood", "36902131740", "39802274997"),
        misses=unsaid("isikukood", "36902131740", "36902131741", "36913131740"),
    ),
    number_rule(
        "lt_asmens_kodas",
        check_steps=SLOW_CHECK,
        shape="[1-6][0-9]{2}[01][0-9][0-3][0-9]{5}",
        check=asmens.is_valid,
        compiled_check="ee.ik",
        words=("asmens kodas", "asmens kodo", "lithuanian id", "a.k"),
        hits=said("asmens kodas", "47601224589", "48802117449"),
        misses=unsaid("asmens kodas", "47601224589", "47601224580", "47613224589"),
    ),
    number_rule(
        "lv_personas_kods",
        check_steps=SLOW_CHECK,
        shape="(?:[0-3][0-9][01][0-9]{3}|32[0-9]{4})-?[0-9]{5}",
        check=_is_latvian,
        words=("personas kods", "personas koda", "latvian id"),
        hits=said("personas kods", "170451-14863", "16047117318", "327182-94561"),
        misses=unsaid("personas kods", "170451-14863", "170451-14864", "171351-14863"),
    ),
)
