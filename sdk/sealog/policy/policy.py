"""A policy: which action for which entity, key and path.

It is frozen: a changed policy is a new value. The first of these with an answer decides: callback, entity, group,
default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeAlias, get_args

from sealog.detect.model.rule import KeyRule
from sealog.policy.people import People
from sealog.records.action import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog.detect.model.rule import Rule
    from sealog.policy.names import Names
    from sealog.records.action import IndexKind
    from sealog.records.finding import Group

    Callback: TypeAlias = Callable[[str, str], Action | None]

ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True)
class KeyChoice:
    """What a policy says about keys: `pattern` is a key in lower case, in which `*` stands for anything."""

    pattern: str
    action: Action
    entity: str
    line: int

    def rule(self) -> KeyRule:
        """Give the key rule that does it."""
        pattern = self.pattern
        is_plain = "*" not in pattern
        return KeyRule(
            entity=self.entity,
            group="person",
            matches=(lambda key: key == pattern) if is_plain else (lambda key: fnmatchcase(key, pattern)),
            hits=(),
            misses=(),
            action=self.action,
        )


@dataclass(frozen=True)
class Allowed:
    """Values that belong to no person: `shape` matches the whole value; `entity` None means any entity."""

    shape: str
    entity: str | None


@dataclass(frozen=True)
class Policy:
    """A whole policy, its preset included. `callback` gets entity and path, never a value, and may answer None.

    `indexes` says under whose key the values of an entity get a blind index. `people` is for who asks and who erases.
    """

    preset: str = "default"
    default: Action = "seal"
    entities: Mapping[str, Action] = field(default_factory=dict)
    groups: Mapping[Group, Action] = field(default_factory=dict)
    keys: tuple[KeyChoice, ...] = ()
    rules: tuple[Rule, ...] = ()
    allow: tuple[Allowed, ...] = ()
    private_addresses: Action = "seal"
    callback: Callback | None = None
    names: Names | None = None
    indexes: Mapping[str, IndexKind] = field(default_factory=dict)
    people: People = field(default=People(), compare=False)  # no scanner depends on it

    def of_entity(self, entity: str, group: Group | None) -> Action:
        """Give the action for an entity, wherever it stands."""
        named = self.entities.get(entity)
        if named is None and group is not None:
            named = self.groups.get(group)
        return named or self.default

    def warnings(self, known: Mapping[str, Group]) -> list[str]:
        """Say what is unsafe; `known` are all entities with their group."""
        kept = [entity for entity, group in known.items() if self.of_entity(entity, group) == "keep"]
        if self.callback is None and len(kept) == len(known):
            return ["the policy keeps every entity: nothing is sealed but what `keys` name"]
        secrets = [entity for entity in kept if known[entity] == "secret"]
        return [f"the policy keeps secrets in the clear: {', '.join(secrets)}"] if secrets else []


def decider(policy: Policy, known: Mapping[str, Group]) -> Callable[[str, str], Action]:
    """Return the function that gives the action for a value of an entity at a path; it never raises.

    If the callback raises or returns anything but an action or None, the value is masked.
    """
    actions = {entity: policy.of_entity(entity, group) for entity, group in known.items()}
    callback = policy.callback
    if callback is None:
        return lambda entity, _path: actions.get(entity, "seal")

    def decide(entity: str, path: str) -> Action:
        try:
            answer = callback(entity, path)
        except Exception:  # noqa: BLE001 - a site's own function; whatever it does, no value goes out in the clear
            return "mask"
        if answer is None:
            return actions.get(entity, "seal")
        return answer if answer in ACTIONS else "mask"

    return decide
