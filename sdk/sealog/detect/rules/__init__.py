"""All rules, one file an entity. Where findings of equal length overlap, the rule that comes first here stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect import secrets, structure
from sealog.detect.rules import (
    app_token,
    authorization,
    aws_access_key,
    bank_codes,
    card_data,
    codes_by_key,
    coordinates,
    credit_card,
    crypto,
    device,
    email_address,
    fields,
    iban_code,
    inserted,
    ip_address,
    jwt,
    names_by_key,
    national_phone,
    password,
    phone_alone,
    phone_number,
    secret_by_key,
    spaced_card,
    states,
    us_ssn,
)

if TYPE_CHECKING:
    from sealog.detect.interface import Rule

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
    *device.RULES,
    national_phone.RULE,
    *states.RULES,
)

RULES = (*sorted(_RULES, key=lambda rule: rule.entity), phone_alone.RULE)
"""Sorted by entity; last what a word beside a value overrules (`NHS number 943-476-5919`)."""

KEYWORD_RULES = (
    *secrets.RULES,
    *structure.RULES,
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
            coordinates.KEY_RULE,
        ),
        key=lambda rule: rule.entity,
    )
)
"""Sorted by entity."""
