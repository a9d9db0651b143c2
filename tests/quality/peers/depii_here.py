"""depii with its default detectors."""

from __future__ import annotations

import depii
from speak import answer

NAMES = {
    "AU_ABN": "au_abn",
    "AU_MEDICARE": "au_medicare",
    "AU_TFN": "au_tfn",
    "BE_NATIONAL_NUMBER": "be_nrn",
    "BIC": "swift_code",
    "BR_CNPJ": "br_cnpj",
    "BR_CPF": "br_cpf",
    "CA_SIN": "ca_sin",
    "CN_RESIDENT_ID": "cn_resident_id",
    "CREDIT_CARD": "credit_card",
    "CRYPTO_WALLET": "crypto",
    "DATE_OF_BIRTH": "date_of_birth",
    "DE_TAX_ID": "de_tax_id",
    "DK_CPR": "dk_cpr",
    "EMAIL": "email_address",
    "ES_DNI": "es_nif",
    "ES_NIE": "es_nie",
    "EU_VAT": "eu_vat",
    "FI_HETU": "fi_personal_identity_code",
    "FR_NIR": "fr_nir",
    "GB_DRIVING_LICENCE": "uk_driving_licence",
    "GB_NHS_NUMBER": "uk_nhs",
    "GB_NINO": "uk_nino",
    "GEO_COORDINATES": "geo_coordinates",
    "IBAN": "iban_code",
    "IE_PPSN": "ie_pps",
    "IMEI": "imei",
    "IN_AADHAAR": "in_aadhaar",
    "IN_PAN": "in_pan",
    "IP_ADDRESS": "ip_address",
    "IT_FISCAL_CODE": "it_fiscal_code",
    "JP_MY_NUMBER": "jp_my_number",
    "KR_RRN": "kr_rrn",
    "LOCATION": "location",
    "MAC_ADDRESS": "mac_address",
    "MX_CURP": "mx_curp",
    "NL_BSN": "nl_bsn",
    "NO_FNR": "no_fodselsnummer",
    "PERSON": "person",
    "PHONE": "phone_number",
    "PL_PESEL": "pl_pesel",
    "PT_NIF": "pt_nif",
    "SECRET": "secret",
    "SE_PERSONNUMMER": "se_personnummer",
    "SG_NRIC": "sg_nric_fin",
    "TR_TCKN": "tr_identity_number",
    "US_EIN": "us_ein",
    "US_ITIN": "us_itin",
    "US_PASSPORT": "us_passport",
    "US_ROUTING_NUMBER": "aba_routing_number",
    "US_SSN": "us_ssn",
    "VIN": "vin",
    "ZA_ID": "za_id_number",
}

if __name__ == "__main__":
    answer(
        "depii",
        NAMES,
        lambda text: [(found.entity, found.start, found.end) for found in depii.scan(text)],
    )
