"""All rules, one file an entity. Where findings of equal length overlap, the rule that comes first here stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect import keyword_rules as structure
from sealog.detect import secrets
from sealog.detect.rules import coordinates
from sealog.detect.rules import national_ids as states
from sealog.detect.rules.by_key import codes as codes_by_key
from sealog.detect.rules.by_key import fields, inserted, issued_numbers, password
from sealog.detect.rules.by_key import names as names_by_key
from sealog.detect.rules.by_key import secret as secret_by_key
from sealog.detect.rules.contact import email_address, spelled_address
from sealog.detect.rules.credentials import app_token, authorization, aws_access_key, jwt
from sealog.detect.rules.national_ids import identity_number, license_plate, us_ssn
from sealog.detect.rules.network import device, ip_address
from sealog.detect.rules.payment import bank_codes, card_data, credit_card, crypto, iban_code, spaced_card
from sealog.detect.rules.phone import alone as phone_alone
from sealog.detect.rules.phone import international as phone_number
from sealog.detect.rules.phone import national as national_phone

if TYPE_CHECKING:
    from sealog.detect.model.rule import Rule

_RULES: tuple[Rule, ...] = (
    app_token.RULE,
    aws_access_key.RULE,
    credit_card.RULE,
    spaced_card.RULE,
    crypto.RULE,
    crypto.SOLANA,
    email_address.RULE,
    iban_code.RULE,
    ip_address.RULE,
    jwt.RULE,
    phone_number.RULE,
    us_ssn.RULE,
    us_ssn.BARE,
    *bank_codes.RULES,
    *card_data.RULES,
    coordinates.PAIR,
    coordinates.NAMED,
    coordinates.WELL_KNOWN_TEXT,
    *device.RULES,
    national_phone.RULE,
    *states.RULES,
)

RULES = (*sorted(_RULES, key=lambda rule: rule.entity), identity_number.RULE, phone_alone.RULE)
"""Sorted by entity; last what a rule of one state or a word beside a value overrules (`NHS number 943-476-5919`)."""

KEYWORD_RULES = (
    *secrets.RULES,
    *structure.RULES,
    spelled_address.RULE,
    *license_plate.RULES,
    *inserted.RULES,
    *fields.RULES,
)
"""What a maker's own form or name tells comes before what only the name beside a value tells."""

KEY_RULES = tuple(
    sorted(
        (
            authorization.RULE,
            password.RULE,
            secret_by_key.RULE,
            *codes_by_key.KEY_RULES,
            *names_by_key.KEY_RULES,
            *issued_numbers.KEY_RULES,
            coordinates.KEY_RULE,
        ),
        key=lambda rule: rule.entity,
    )
)
"""Sorted by entity."""
