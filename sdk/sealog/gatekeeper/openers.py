"""Who may open what: `openers.yaml`. It is read once, by the gatekeeper; it opens nothing.

It binds sealog's commands and the Python `Opener`. Whoever can read the keyring can open with a program of their own:
keep the keyring under a key service, or on a machine that only these commands run on.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sealog.errors import SettingError
from sealog.gatekeeper.canaries import Canaries, read_canaries
from sealog.ownership import writable_by_others
from sealog.policy.protection import protection
from sealog.policy.spot import read_yaml_file
from sealog.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sealog.policy.spot import Spot

__all__ = ["Openers", "Right", "load_openers"]

_FIELDS = ("name", "users", "groups", "entities", "tenants", "hours", "timezone", "rate")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = re.compile(r"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))? )?(\d\d:\d\d)-(\d\d:\d\d)")
_RATE = re.compile(r"([1-9][0-9]{0,6})/(1h|1d)")
_WINDOWS = {"1h": timedelta(hours=1), "1d": timedelta(days=1)}


@dataclass(frozen=True)
class Hours:
    """A time of the week: weekdays from 0 (Monday), and a time of the day, `end` excluded."""

    days: frozenset[int]
    start: time
    end: time

    def has(self, moment: datetime) -> bool:
        """Tell whether a local moment lies in it."""
        return moment.weekday() in self.days and self.start <= moment.time() < self.end


@dataclass(frozen=True)
class Right:
    """What some people may open. What is empty allows all: `entities`, `tenants`, `hours`.

    `most` values may be opened within `window` by one person; 0 is without a bound.
    """

    name: str
    users: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    tenants: frozenset[str] = frozenset()
    hours: tuple[Hours, ...] = ()
    zone: tzinfo = field(default=timezone.utc)
    most: int = 0
    window: timedelta = timedelta(hours=1)

    def is_of(self, names: Iterable[str], groups: Iterable[str]) -> bool:
        """Tell whether a person with these names (name and uid) and groups has this right."""
        return not self.users.isdisjoint(names) or not self.groups.isdisjoint(groups)

    def refusal(self, entity: str, tenant: str, moment: datetime, opened: int) -> str | None:
        """Say why a value may not be opened now, after `opened` others within the window; None where it may."""
        if self.tenants and tenant not in self.tenants:
            return "tenant"
        if self.entities and entity not in self.entities:
            return "entity"
        if self.hours and not any(hours.has(moment.astimezone(self.zone)) for hours in self.hours):
            return "hours"
        return "rate" if self.most and opened >= self.most else None


@dataclass(frozen=True)
class Openers:
    """All rights of a file, in its order, of which one that allows is enough; and its canaries.

    Nobody opens an entity of `four_eyes`, and nobody looks for a value of `four_eyes_search`, without the approval of
    somebody else, whatever their rights are.
    """

    rights: tuple[Right, ...]
    canaries: Canaries = field(default_factory=Canaries)
    four_eyes: frozenset[str] = frozenset()
    four_eyes_search: frozenset[str] = frozenset()

    def of(self, names: Iterable[str], groups: Iterable[str]) -> Openers:
        """Give what a person has of them."""
        names, groups = list(names), list(groups)
        return replace(self, rights=tuple(right for right in self.rights if right.is_of(names, groups)))

    def approvable(self, marked: Iterable[str], tenant: str) -> tuple[str, ...]:
        """Give the marked entities that these rights allow to open, and so to approve; hours and rates don't count."""
        rights = [right for right in self.rights if not right.tenants or tenant in right.tenants]
        return tuple(
            entity for entity in sorted(marked) if any(not one.entities or entity in one.entities for one in rights)
        )

    @property
    def window(self) -> timedelta:
        """The longest time over which openings are counted; none where nothing is."""
        return max((right.window for right in self.rights if right.most), default=timedelta())

    def refusal(self, entity: str, tenant: str, moment: datetime, opened: Iterable[datetime]) -> str | None:
        """Say what stands against opening a value, by the right that comes closest; None where one allows it.

        `opened` are the moments of this person's openings.
        """
        moments = list(opened)
        reasons = []
        for right in self.rights:
            within = sum(moment - right.window < earlier for earlier in moments) if right.most else 0
            reason = right.refusal(entity, tenant, moment, within)
            if reason is None:
                return None
            reasons.append(reason)
        order = ("rate", "hours", "entity", "tenant")
        return min(reasons, key=order.index, default="nobody")


def load_openers(path: Path) -> Openers | None:
    """Read a file of rights; None where there is none, so that whoever has the keyring may open.

    Raises:
        SettingError: it is none, can't be read, or others can write it; names file and line.
    """
    if not os.path.lexists(path):  # a link to nothing is no file that allows all
        return None
    root = read_yaml_file(path, "is empty; `openers: [{name: all, users: [NAME]}]` is the shortest one")
    if (why := writable_by_others(path)) is not None:
        raise SettingError(f"{path} is not used: {why}")
    fields = root.entries(("openers", "four_eyes", "four_eyes_search", "canaries", "alarm"))
    if "openers" not in fields:
        raise root.error("`openers` is missing")
    canaries = read_canaries(fields.get("canaries"), fields.get("alarm"))
    opened, searched = (
        _marked(fields[name]) if name in fields else frozenset() for name in ("four_eyes", "four_eyes_search")
    )
    return Openers(tuple(_right(item) for item in fields["openers"].items()), canaries, opened, searched)


def _right(spot: Spot) -> Right:
    fields = spot.entries(_FIELDS)
    if "name" not in fields:
        raise spot.error("`name` is missing")
    if "users" not in fields and "groups" not in fields:
        raise spot.error("needs `users` or `groups`: who may open")
    most, window = _rate(fields["rate"]) if "rate" in fields else (0, timedelta(hours=1))
    return Right(
        fields["name"].text(),
        _words(fields.get("users")),
        _words(fields.get("groups")),
        _words(fields.get("entities")),
        _words(fields.get("tenants")),
        tuple(_hours(item) for item in _listed(fields["hours"])) if "hours" in fields else (),
        _zone(fields["timezone"]) if "timezone" in fields else timezone.utc,
        most,
        window,
    )


def _marked(spot: Spot) -> frozenset[str]:
    """Read the entities that need an approval. One that nothing finds is a slip, by which a value would go unmarked."""
    known = protection(load_settings().policy, only_looks=True)[0].entities
    for item in _listed(spot):
        if item.text() not in known:
            raise item.error("must be an entity of the rules or of the policy (SEALOG_POLICY)")
    return _words(spot)


def _listed(spot: Spot) -> list[Spot]:
    return spot.items() if spot.node.id == "sequence" else [spot]


def _words(spot: Spot | None) -> frozenset[str]:
    if spot is None:
        return frozenset()
    return frozenset(str(item.node.value) if item.node.id == "scalar" else item.text() for item in _listed(spot))


def _hours(spot: Spot) -> Hours:
    found = _HOURS.fullmatch(spot.text())
    start, end = (_clock(found[3]), _clock(found[4])) if found else (None, None)
    if found is None or start is None or end is None or start >= end:
        raise spot.error("must be hours such as `Mon-Fri 08:00-18:00` or `00:00-24:00`, within a day")
    first = _DAYS.index(found[1]) if found[1] else 0
    last = _DAYS.index(found[2]) if found[2] else first if found[1] else 6
    days = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
    return Hours(frozenset(days), start, end)


def _clock(text: str) -> time | None:
    try:
        return time.max if text == "24:00" else time.fromisoformat(text)
    except ValueError:
        return None


def _zone(spot: Spot) -> tzinfo:
    try:
        return ZoneInfo(spot.text())
    except (OSError, ValueError, KeyError):
        raise spot.error("must be a time zone that this machine knows, such as Europe/Berlin") from None


def _rate(spot: Spot) -> tuple[int, timedelta]:
    found = _RATE.fullmatch(spot.text()) if spot.node.tag.endswith(":str") else None
    if found is None:
        raise spot.error("must be a number of values in an hour or a day, such as 100/1h or 1000/1d")
    return int(found[1]), _WINDOWS[found[2]]
