"""Builds the scanner that a policy asks for. A rule whose entity is kept is left out, so that it costs nothing."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from sealog.detect.engine.index_forms import names_ids
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.detect.rules import KEY_RULES, KEYWORD_RULES, RULES
from sealog.policy.names import Names, NamingScanner
from sealog.policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sealog.detect.model.rule import KeyRule, KeywordRule, Rule, Span
    from sealog.policy.policy import Allowed
    from sealog.records.finding import Group

    Excepts = Callable[[str], bool]


def build_scanner(policy: Policy) -> Scanner:
    """Give the scanner of a policy; for one that changes nothing, the default one."""
    if policy == Policy():
        return default_scanner()

    def is_kept(entity: str, group: Group) -> bool:
        # A callback may ask for a kept entity after all.
        return policy.callback is None and policy.of_entity(entity, group) == "keep"

    rules = [_rule(rule, policy) for rule in (*policy.rules, *RULES) if not is_kept(rule.entity, rule.group)]
    keywords = [_keyword_rule(rule, policy) for rule in KEYWORD_RULES if not is_kept(rule.entity, rule.group)]
    own_keys = [choice.rule() for choice in policy.keys]
    keys = [_key_rule(rule, policy) for rule in KEY_RULES if not is_kept(rule.entity, rule.group)]
    if policy.names is None:
        return _indexed(Scanner(rules, [*own_keys, *keys], keywords), policy)
    chosen = frozenset(entity for entity in policy.names.entities if not is_kept(entity, "person"))
    naming = NamingScanner(rules, [*own_keys, *keys], keywords, Names(policy.names.recognise, chosen))
    return _indexed(naming, policy)


def _indexed(scanner: Scanner, policy: Policy) -> Scanner:
    """Let the values of a policy be indexed as it says, and the ids that only its keys name by how they look."""
    known = {*default_scanner().entities, *(rule.entity for rule in policy.rules)}
    for entity in {choice.entity for choice in policy.keys} - known:
        if names_ids(entity):
            scanner.forms.index_ids(entity)
    scanner.forms.choose_indexes(policy.indexes)
    return scanner


def _rule(rule: Rule, policy: Policy) -> Rule:
    excepts = _exceptions(rule.entity, policy)
    if excepts is None:
        return rule
    validate = rule.validate

    def judge(text: str, start: int, end: int) -> Span | None:
        span = validate(text, start, end)
        return None if span is None or excepts(text[span[0] : span[1]]) else span

    return replace(rule, validate=judge, twin=None)  # a twin takes what is plain without asking


def _keyword_rule(rule: KeywordRule, policy: Policy) -> KeywordRule:
    excepts = _exceptions(rule.entity, policy)
    if excepts is None:
        return rule
    find, others = rule.find, rule.others

    def remaining(text: str, start: int, end: int) -> Iterator[Span]:
        first = find(text, start, end)
        if first is None:
            return
        for span in (first, *(others(text, start, end) if others else ())):
            if not excepts(text[span[0] : span[1]]):
                yield span

    def judge(text: str, start: int, end: int) -> Span | None:
        return next(remaining(text, start, end), None)

    def judge_others(text: str, start: int, end: int) -> Iterator[Span]:
        return islice(remaining(text, start, end), 1, None)

    # What gives values without asking this rule (the compiled half, a reading shared with others) must not know it.
    return replace(rule, find=judge, others=judge_others if others else None, announces=None, form=None)


def _key_rule(rule: KeyRule, policy: Policy) -> KeyRule:
    excepts = _exceptions(rule.entity, policy)
    own = rule.excepts
    if excepts is None or own is None:
        return rule if excepts is None else replace(rule, excepts=excepts)
    return replace(rule, excepts=lambda value: own(value) or excepts(value))


def _exceptions(entity: str, policy: Policy) -> Excepts | None:
    """Return the allow-list check of an entity, or None if the policy has none for it."""
    each: list[Callable[[str], object]] = [
        _allows(allowed) for allowed in policy.allow if allowed.entity in {None, entity}
    ]
    if entity == "ip_address" and policy.private_addresses == "keep":
        each.append(_is_private)
    return (lambda value: any(excepts(value) for excepts in each)) if each else None


def _allows(allowed: Allowed) -> Callable[[str], object]:
    return re.compile(allowed.shape, re.IGNORECASE).fullmatch


def _is_private(value: str) -> bool:
    """Tell whether an address is of a private, loopback or link-local network (IANA special-purpose registries)."""
    try:
        return ipaddress.ip_address(value.partition("%")[0]).is_private
    except ValueError:
        return False
