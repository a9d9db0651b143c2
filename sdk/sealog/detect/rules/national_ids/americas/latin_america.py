"""Latin American numbers: Brazilian CPF and CNPJ, Mexican CURP and RFC.

Digits in one piece, and an RFC, count only beside a word that names them.
Standards: Receita Federal (two check digits modulo 11), RENAPO (CURP: 18 characters with a check digit), SAT (RFC).
Misses: numbers of other countries of the region.
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import SLOW_CHECK, number_rule, said, shown, unsaid

cnpj = standard("br.cnpj")
cpf = standard("br.cpf")
curp = standard("mx.curp")
rfc = standard("mx.rfc")

_D3 = "[0-9][0-9][0-9]"
_L4 = "[A-Z][AEIOUX][A-Z][A-Z]"
_L3 = "[B-DF-HJ-NP-TV-Z][B-DF-HJ-NP-TV-Z][B-DF-HJ-NP-TV-Z]"

RULES = (
    number_rule(
        "br_cnpj",
        check_steps=SLOW_CHECK,
        shape=r"[0-9]{2}\.?[0-9]{3}\.?[0-9]{3}/?[0-9]{4}-?[0-9]{2}",
        check=cnpj.is_valid,
        compiled_check="br.cnpj",
        words=("cnpj", "cadastro nacional"),
        alone=rf"[0-9][0-9]\.{_D3}\.{_D3}/{_D3}[0-9]-[0-9][0-9]",
        gate=r"[0-9]/[0-9][0-9][0-9][0-9]-[0-9]",
        hits=(*said("CNPJ", "17384798000115", "78597509/0001-50"), *shown("17.384.798/0001-15")),
        misses=(
            *unsaid("CNPJ", "17.384.798/0001-15", "17.384.798/0001-16", alone=True),
            "order 17384798000115 shipped",
        ),
    ),
    number_rule(
        "br_cpf",
        shape=r"[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]{2}",
        check=cpf.is_valid,
        compiled_check="br.cpf",
        words=("cpf", "cadastro de pessoa"),
        alone=rf"{_D3}\.{_D3}\.{_D3}-[0-9][0-9]",
        gate=r"[0-9]\.[0-9][0-9][0-9]-[0-9][0-9]",
        hits=(*said("CPF", "04993043066", "794907255-52"), *shown("049.930.430-66")),
        misses=(
            *unsaid("CPF", "049.930.430-66", "049.930.430-67", alone=True),
            "order 04993043066 shipped",
        ),
    ),
    number_rule(
        "mx_curp",
        shape="[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z][0-9]",
        check=curp.is_valid,
        words=("curp",),
        alone=f"{_L4}{_D3}{_D3}[HMX][A-Z][A-Z]{_L3}[0-9A-Z][0-9]",
        gate=r"[0-9][0-9][HMX][A-Z][A-Z][A-Z][A-Z][A-Z]",
        hits=(*said("CURP", "LOPM720412MDFPRR02"), *shown("GOMC850730HDFNRS00", "COVU580817MCLBYB03")),
        misses=(
            *unsaid("CURP", "GOMC850730HDFNRS00", "GOMC850730HDFNRS01", "GOMC851330HDFNRS00", alone=True),
            "gomc850730hdfnrs00",
        ),
    ),
    number_rule(
        "mx_rfc",
        shape="[A-ZÑ&]{3,4}[- ]?[0-9]{6}[- ]?[0-9A-Z]{2}[0-9A]",
        check=rfc.is_valid,
        words=("rfc", "registro federal", "contribuyente"),
        hits=said("contribuyente", "GOMC850730SD3", "GOM850730X61"),
        misses=unsaid("RFC", "GOM850730X61", "GOM850230X61", "GOM851330X61"),
    ),
)
