"""All rules, one file an entity. Where findings of equal length overlap, the rule that comes first here stays."""

from __future__ import annotations

from sealog.detect import secrets, structure
from sealog.detect.rules import (
    authorization,
    aws_access_key,
    credit_card,
    crypto,
    email_address,
    iban_code,
    ip_address,
    jwt,
    password,
    phone_number,
    us_ssn,
)

RULES = (
    aws_access_key.RULE,
    credit_card.RULE,
    crypto.RULE,
    email_address.RULE,
    iban_code.RULE,
    ip_address.RULE,
    jwt.RULE,
    phone_number.RULE,
    us_ssn.RULE,
)
"""Sorted by entity."""

KEYWORD_RULES = (
    *secrets.RULES,
    *structure.RULES,
)
"""What a maker's own form or name tells comes before what only the name beside a value tells."""

KEY_RULES = (
    authorization.RULE,
    password.RULE,
)
"""Sorted by entity."""
