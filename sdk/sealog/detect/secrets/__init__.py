"""Secrets that services make for their users, one file a family of makers, one row a kind of secret."""

from __future__ import annotations

from sealog.detect.secrets.makers import (
    ai,
    chat,
    ci,
    clouds,
    code_hosts,
    databases,
    identity,
    mail,
    observability,
    offices,
    payments,
    registries,
    social,
)

RULES = tuple(
    sorted(
        (
            *ai.ROWS,
            *chat.ROWS,
            *ci.ROWS,
            *clouds.ROWS,
            *code_hosts.ROWS,
            *databases.ROWS,
            *identity.ROWS,
            *mail.ROWS,
            *observability.ROWS,
            *offices.ROWS,
            *payments.ROWS,
            *registries.ROWS,
            *social.ROWS,
        ),
        key=lambda rule: rule.entity,
    )
)
"""Sorted by entity."""
