"""Builds the scanner that a policy asks for. A rule whose entity is kept is left out, so that it costs nothing."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sealog.detect.rules import KEY_RULES, RULES
from sealog.detect.scanner import Scanner, default_scanner
from sealog.policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.detect.interface import Rule, Span
    from sealog.policy.policy import Allowed


def build_scanner(policy: Policy) -> Scanner:
    """Give the scanner of a policy; for one that changes nothing, the default one."""
    if policy == Policy():
        return default_scanner()

    def is_kept(entity: str, group: str) -> bool:
        # A callback may ask for a kept entity after all.
        return policy.callback is None and policy.of_entity(entity, group) == "keep"  # type: ignore[arg-type]  # a Group

    rules = [_with_exceptions(rule, policy) for rule in (*policy.rules, *RULES) if not is_kept(rule.entity, rule.group)]
    own_keys = [choice.rule() for choice in policy.keys]
    key_rules = [rule for rule in KEY_RULES if not is_kept(rule.entity, rule.group)]
    return Scanner(rules=rules, key_rules=[*own_keys, *key_rules])


def _with_exceptions(rule: Rule, policy: Policy) -> Rule:
    exceptions = [_allows(allowed) for allowed in policy.allow if allowed.entity in {None, rule.entity}]
    if rule.entity == "ip_address" and policy.private_addresses == "keep":
        exceptions.append(_is_private)
    if not exceptions:
        return rule
    validate = rule.validate

    def judge(text: str, start: int, end: int) -> Span | None:
        span = validate(text, start, end)
        if span is None or any(excepts(text[span[0] : span[1]]) for excepts in exceptions):
            return None
        return span

    return replace(rule, validate=judge)


def _allows(allowed: Allowed) -> Callable[[str], object]:
    return re.compile(allowed.shape, re.IGNORECASE).fullmatch


def _is_private(value: str) -> bool:
    """Tell whether an address is of a private, loopback or link-local network (IANA special-purpose registries)."""
    try:
        return ipaddress.ip_address(value.partition("%")[0]).is_private
    except ValueError:
        return False
