"""Spanish DNI, NIE and CIF (`es_nif`, `es_nie`, `es_cif`) and the Portuguese NIF.

A DNI or NIF counts only beside a word that names it, except a DNI with its points and hyphen.
Standards: Spanish Real Decreto 1553/2005 and Orden INT/2058/2008 (letter modulo 23); Portuguese Decreto-Lei 14/2013
(modulo 11), Spanish Orden EHA/451/2008 (CIF: Luhn, as digit or letter).
"""

from __future__ import annotations

from sealog.detect.checksums.check_digits import standard
from sealog.detect.rules.support.numbers import number_rule, said, shown, unsaid

cif = standard("es.cif")
dni = standard("es.dni")
nie = standard("es.nie")
nif = standard("pt.nif")

_CHECK = "[A-HJ-NP-TV-Za-hj-np-tv-z]"

RULES = (
    number_rule(
        "es_cif",
        group="payment",
        shape="[ABCDEFGHJNPQRSUVW]-?[0-9]{7}-?[0-9A-J]",
        check=cif.is_valid,
        words=("cif", "nif", "código de identificación fiscal", "codigo de identificacion fiscal"),
        hits=said("CIF", "B82553827", "B-95704409", "A82025859"),
        misses=unsaid("CIF", "B82553827", "B82553828", "X82553827", "b82553827"),
    ),
    number_rule(
        "es_nie",
        shape=f"[XYZxyz][- ]?[0-9]{{7}}[- ]?{_CHECK}",
        check=nie.is_valid,
        words=("nie", "extranjero", "número de identidad", "numero de identidad"),
        alone="[XYZ]-?[0-9][0-9][0-9][0-9][0-9][0-9][0-9]-?[A-HJ-NP-TV-Z]",
        gate=r"[XYZ]-?[0-9][0-9][0-9][0-9][0-9]",
        hits=(*said("NIE", "x5829953m", "X-4316006-X"), *shown("X5829953M")),
        misses=(
            *unsaid("NIE", "X5829953M", "X5829953N", "W5829953M", alone=True),
            "got x5829953m without a word",
        ),
    ),
    number_rule(
        "es_nif",
        shape=f"[0-9]{{1,2}}\\.?[0-9]{{3}}\\.?[0-9]{{3}}[- ]?{_CHECK}",
        check=lambda value: dni.is_valid(value.replace(".", "")),
        words=("dni", "nif", "documento nacional", "documento de identidad", "carnet de identidad"),
        alone=r"[0-9][0-9]\.[0-9][0-9][0-9]\.[0-9][0-9][0-9]-?[A-HJ-NP-TV-Z]",
        gate=r"[0-9]\.[0-9][0-9][0-9]-?[A-Z]",
        hits=(*said("DNI", "41093117Y", "15725817-G"), *shown("41.093.117-Y")),
        misses=unsaid("DNI", "41093117Y", "41093117Z", "41093117"),
    ),
    number_rule(
        "pt_nif",
        shape="[1-9][0-9]{2} ?[0-9]{3} ?[0-9]{3}",
        check=nif.is_valid,
        compiled_check="pt.nif",
        words=("nif", "contribuinte", "número fiscal", "numero fiscal", "nipc"),
        hits=said("contribuinte", "250502801", "225 073 277"),
        misses=unsaid("NIF", "250502801", "250502802", "25050280"),
    ),
)
