"""Rules for values that a keyword beside them names: in assignments, headers, URLs, options. One file a kind."""

from __future__ import annotations

from sealog.detect.keyword_rules.passwords import (
    commands,
    dialogues,
    one_time_code,
    password,
    password_words,
    recovery_code,
    spoken_password,
    url_password,
)
from sealog.detect.keyword_rules.people import location, person
from sealog.detect.keyword_rules.secrets import (
    authorization,
    cookie,
    login_token,
    named_key,
    odd_places,
    private_key,
    secret,
)

RULES = (
    private_key.RULE,
    authorization.RULE,
    cookie.RULE,
    url_password.RULE,
    url_password.KEY_RULE,
    commands.RULE,
    commands.KEY_RULE,
    dialogues.RULE,
    password.RULE,
    password_words.RULE,
    spoken_password.RULE,
    spoken_password.BEHIND_RULE,
    spoken_password.BRACKETED_RULE,
    one_time_code.RULE,
    recovery_code.RULE,
    person.RULE,
    location.RULE,
    secret.RULE,
    named_key.RULE,
    login_token.RULE,
    odd_places.RULE,
)
"""The surest first: of equal findings the first stays."""
