"""Reads a policy file over its preset. Every complaint names file and line, and says what is allowed."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from sealog.detect.engine.scanner import default_scanner
from sealog.detect.regex import best_engine, compile_shape
from sealog.errors import SettingError
from sealog.policy import spacy_names
from sealog.policy.names import Names
from sealog.policy.own_rule import read_rule
from sealog.policy.people import read_people
from sealog.policy.policy import ACTIONS, Allowed, KeyChoice, Policy
from sealog.policy.spot import Spot, read_yaml, read_yaml_file
from sealog.records.finding import Group

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.policy.policy import Callback
    from sealog.records.action import Action, IndexKind

PRESETS = ("default", "gdpr", "hipaa", "pci-dss", "secrets-only")
_FIELDS = (
    "preset",
    "default",
    "entities",
    "groups",
    "keys",
    "rules",
    "allow",
    "private_addresses",
    "callback",
    "ner",
    "index",
    "people",
)
_ENTITY = re.compile("[a-z][a-z0-9_]{0,31}")
_SPACY = "spacy"
_INDEXES: tuple[IndexKind, ...] = ("bundle", "service", "none")
_UNNAMED = "private"  # the entity of a key for which a policy names none and that no rule knows
_ADDRESS_ACTIONS: tuple[Literal["seal", "keep"], ...] = ("seal", "keep")


def load_policy(path: Path) -> Policy:
    """Read a policy file.

    Raises:
        SettingError: it can't be read or is not a policy; the message is `file:line: what is wrong`.
    """
    return _read(read_yaml_file(path))


def load_preset(name: str) -> Policy:
    """Read one of `PRESETS`."""
    if name == "default":
        return Policy()
    text = files("sealog.policy").joinpath("presets").joinpath(f"{name}.yaml").read_text("utf-8")
    return replace(_read(read_yaml(text, f"preset {name}")), preset=name)


def _read(root: Spot) -> Policy:
    fields = root.entries(_FIELDS)
    base = load_preset(fields["preset"].one_of(PRESETS)) if "preset" in fields else Policy()
    rules = tuple(read_rule(item) for item in fields["rules"].items()) if "rules" in fields else ()
    known = {*default_scanner().entities, *(rule.entity for rule in rules)}
    return Policy(
        preset=base.preset,
        default=fields["default"].one_of(ACTIONS) if "default" in fields else base.default,
        entities={**base.entities, **_actions(fields.get("entities"), known)},
        groups={**base.groups, **cast("dict[Group, Action]", _actions(fields.get("groups"), get_args(Group)))},
        keys=(*_keys(fields.get("keys")), *base.keys),
        rules=rules,
        allow=tuple(_allowed(item, known) for item in fields["allow"].items()) if "allow" in fields else (),
        private_addresses=(
            fields["private_addresses"].one_of(_ADDRESS_ACTIONS)
            if "private_addresses" in fields
            else base.private_addresses
        ),
        callback=cast("Callback", _function(fields["callback"])) if "callback" in fields else None,
        names=_names(fields["ner"]) if "ner" in fields else None,
        people=read_people(fields["people"]) if "people" in fields else base.people,
        indexes={**base.indexes, **(_indexes(fields["index"], known | _named_by(fields)) if "index" in fields else {})},
    )


def _named_by(fields: dict[str, Spot]) -> set[str]:
    """Give the entities that the policy's own keys name."""
    return {choice.entity for choice in _keys(fields.get("keys"))}


def _indexes(spot: Spot, known: set[str]) -> dict[str, IndexKind]:
    groups = default_scanner().entities
    chosen = {}
    for entity, value in spot.entries(sorted(known)).items():
        if groups.get(entity) == "secret" and value.one_of(_INDEXES) != "none":
            raise value.error(f"{entity} is a secret: an index would let others test guesses of it")
        chosen[entity] = value.one_of(_INDEXES)
    return chosen


def _actions(spot: Spot | None, allowed: Any) -> dict[str, Action]:
    if spot is None:
        return {}
    return {name: value.one_of(ACTIONS) for name, value in spot.entries(allowed).items()}


def _keys(spot: Spot | None) -> tuple[KeyChoice, ...]:
    return tuple(_key(name.lower(), value) for name, value in spot.entries().items()) if spot is not None else ()


def _key(pattern: str, spot: Spot) -> KeyChoice:
    if not pattern.strip("*"):
        raise spot.error("must not be `*` alone, which is every key; set `default` instead")
    rule = default_scanner().entity_of_key(pattern)
    entity = rule.entity if rule is not None and rule.entity else _UNNAMED
    if not spot.is_map():
        return KeyChoice(pattern, spot.one_of(ACTIONS), entity, spot.line)
    fields = spot.entries(("action", "entity"))
    if "action" not in fields:
        raise spot.error("`action` is missing")
    if "entity" in fields:
        entity = fields["entity"].text()
        if not _ENTITY.fullmatch(entity):
            raise fields["entity"].error("must be small letters, digits and `_`, at most 32")
    return KeyChoice(pattern, fields["action"].one_of(ACTIONS), entity, spot.line)


def _allowed(spot: Spot, known: set[str]) -> Allowed:
    if not spot.is_map():
        return Allowed(re.escape(spot.text()), None)
    fields = spot.entries(("entity", "value", "shape"))
    if ("value" in fields) == ("shape" in fields):
        raise spot.error("needs either `value` or `shape`")
    entity = fields["entity"].one_of(sorted(known)) if "entity" in fields else None
    if "value" in fields:
        return Allowed(re.escape(fields["value"].text()), entity)
    shape = fields["shape"].text()
    try:
        re.compile(shape)
        compile_shape(shape, best_engine())
    except Exception:  # noqa: BLE001 - either engine's own error; its text quotes the shape
        raise fields["shape"].error("must be a regular expression that both RE2 and Python's `re` read") from None
    return Allowed(shape, entity)


def _names(spot: Spot) -> Names:
    fields = spot.entries(("engine", "entities"))
    for needed in ("engine", "entities"):
        if needed not in fields:
            raise spot.error(f"`{needed}` is missing")
    for entity in fields["entities"].items():
        if not _ENTITY.fullmatch(entity.text()):
            raise entity.error("must be small letters, digits and `_`, at most 32")
    engine = fields["engine"]
    kind, _, model = engine.text().partition(":")
    if kind == _SPACY:
        try:
            recognise = spacy_names.load(model)
        except SettingError as error:
            raise engine.error(str(error)) from None
    else:
        recognise = _function(engine)
    return Names(recognise, frozenset(entity.text() for entity in fields["entities"].items()))


def _function(spot: Spot) -> Any:
    module, _, name = spot.text().partition(":")
    try:
        function = getattr(import_module(module), name)
    except Exception as error:  # noqa: BLE001 - importing a site's module may raise anything
        raise spot.error(f"can't be imported ({type(error).__name__}); it must be `module:function`") from None
    if not callable(function):
        raise spot.error("is not a function")
    return function
