"""Attributes and fields named after a number that an office, a bank or a maker issues: `cpf`, `steuer_id`, `imei`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.lexicon.identities import IDENTITIES, PASSPORTS
from sealog.detect.lexicon.plates import PLATES
from sealog.detect.lexicon.spelling import words_of
from sealog.detect.rules.by_key.last_words import MISSES, key_rule

if TYPE_CHECKING:
    from sealog.detect.model.rule import KeyRule
    from sealog.records.finding import Group

_OF_CARDS = " ".join(word.replace(" ", "_") for word in (*words_of(IDENTITIES), *words_of(PASSPORTS)))
_OF_PLATES = " ".join(word.replace(" ", "_") for word in words_of(PLATES) if word not in {"plate", "patente", "spz"})
_ISSUED: tuple[tuple[str, Group, str], ...] = (
    ("aba_routing_number", "payment", "routingnumber abarouting routingtransit abanumber"),
    ("at_svnr", "national_id", "svnr sozialversicherungsnummer"),
    ("au_tfn", "national_id", "tfn taxfilenumber"),
    ("au_medicare", "national_id", "medicarecard"),
    ("be_nrn", "national_id", "rijksregisternummer rijksregister insznummer"),
    ("bg_egn", "national_id", "egn"),
    ("br_cnpj", "national_id", "cnpj"),
    ("br_cpf", "national_id", "cpf"),
    ("ca_sin", "national_id", "socialinsurance socialinsurancenumber sinnumber"),
    ("ch_ahv", "national_id", "ahv ahvnummer ahvn13 navs13"),
    ("cn_resident_id", "national_id", "residentid residentidcard 身份证号 身份证 身份证号码 公民身份号码 居民身份证"),
    ("cz_birth_number", "national_id", "rodnecislo rodnéčíslo"),
    ("de_tax_id", "national_id", "steuerid steueridnr steueridentifikationsnummer"),
    ("dk_cpr", "national_id", "cpr cprnummer"),
    ("ee_isikukood", "national_id", "isikukood"),
    ("es_nie", "national_id", "nienumber numeronie"),
    ("es_nif", "national_id", "dni nif numerodni"),
    ("eu_vat", "payment", "vatid vatnumber ustid ustidnr umsatzsteuerid"),
    ("fi_personal_identity_code", "national_id", "hetu henkilotunnus henkilötunnus"),
    ("fr_nir", "national_id", "numerosecuritesociale numerosecu"),
    ("gr_amka", "national_id", "amka"),
    ("hr_oib", "national_id", "oib"),
    ("identity_number", "national_id", f"nationalid {_OF_CARDS}"),
    ("imei", "device", "imei imei2"),
    ("ie_pps", "national_id", "ppsn ppsnumber"),
    ("in_pan", "national_id", "pancard pannumber"),
    ("is_kennitala", "national_id", "kennitala"),
    ("it_fiscal_code", "national_id", "codicefiscale codfiscale fiscalcode"),
    ("jp_my_number", "national_id", "mynumber マイナンバー 個人番号"),
    ("kr_rrn", "national_id", "rrn 주민등록번호 주민번호"),
    ("license_plate", "national_id", f"licenseplate {_OF_PLATES}"),
    ("lt_asmens_kodas", "national_id", "asmenskodas"),
    ("lv_personas_kods", "national_id", "personaskods"),
    ("mac_address", "device", "macaddress macaddr"),
    ("mx_curp", "national_id", "curp"),
    ("nl_bsn", "national_id", "bsn burgerservicenummer"),
    ("no_fodselsnummer", "national_id", "fodselsnummer fødselsnummer"),
    ("pl_pesel", "national_id", "pesel"),
    ("ro_cnp", "national_id", "cnp"),
    ("se_personnummer", "national_id", "personnummer"),
    ("sg_nric_fin", "national_id", "nric nricfin"),
    ("si_emso", "national_id", "emso"),
    ("swift_code", "payment", "bic swiftcode biccode"),
    ("tr_identity_number", "national_id", "tckn tckimlik tckimlikno"),
    ("us_ein", "national_id", "fein employeridentification"),
    ("us_itin", "national_id", "itin"),
    ("us_mbi", "national_id", "mbi"),
    ("us_npi", "national_id", "npi"),
    ("vin", "device", "vin vehicleidentification"),
)
"""Entity, group, names: as the rules of `states`, `bank_codes` and `device` know them in text."""


def _number_rule(entity: str, group: Group, written: str) -> KeyRule:
    """Make the rule of a number that somebody issued, whose names mean nothing else; `…_number` and `…_no` as well."""
    first, *others = written.split()
    spelled = [first, *others, *(f"{name}{end}" for name in (first, *others) for end in ("number", "no", "nr"))]
    hits = (first, first.upper(), f"user.{first}", f"customer_{first}", f"{first}_number", f"{first.capitalize()}No")
    return key_rule(entity, group, " ".join(spelled), hits, (*MISSES, f"{first}_valid", f"has_{first}", f"{first}ner"))


KEY_RULES = tuple(_number_rule(*issued) for issued in _ISSUED)
