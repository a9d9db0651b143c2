"""What a policy says about people's rights: what they are told, and which records can't be erased yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog.policy.spot import Spot

__all__ = ["Hold", "People", "read_people"]

EVERY_SERVICE = "*"
_FIELDS = ("controller", "purposes", "recipients", "retention", "rights", "erasure", "holds")
_HOLD = ("name", "subject", "service", "from", "to")
_APPROVALS = ("none", "four-eyes")
_MOST_A_SECOND = 100_000


@dataclass(frozen=True)
class Hold:
    """A legal hold: records that must stay. What is not given holds for all.

    `subject` is a subject file; `from_ns` and `to_ns` bound the records' time in ns since the Unix epoch.
    """

    name: str
    subject: Path | None = None
    service: str = ""
    from_ns: int = 0
    to_ns: int = 2**63 - 1


@dataclass(frozen=True)
class People:
    """What a site tells people who ask, and how it erases.

    `purposes` are by service; `*` is any other. `per_second` is how many records an erasure changes a second at most.
    """

    controller: str = ""
    purposes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recipients: tuple[str, ...] = ()
    retention: str = ""
    rights: str = ""
    four_eyes: bool = False
    per_second: int = 500
    holds: tuple[Hold, ...] = ()

    def purposes_of(self, service: str) -> tuple[str, ...]:
        """Give the purposes for which a service's records are kept."""
        return self.purposes.get(service) or self.purposes.get(EVERY_SERVICE, ())


def read_people(spot: Spot) -> People:
    """Read the section `people` of a policy.

    Raises:
        SettingError: it is none; names file and line.
    """
    fields = spot.entries(_FIELDS)
    erasure = fields["erasure"].entries(("approval", "per_second")) if "erasure" in fields else {}
    purposes = fields["purposes"].entries() if "purposes" in fields else {}
    return People(
        controller=_text(fields, "controller"),
        purposes={service: _texts(purpose) for service, purpose in purposes.items()},
        recipients=_texts(fields["recipients"]) if "recipients" in fields else (),
        retention=_text(fields, "retention"),
        rights=_text(fields, "rights"),
        four_eyes="approval" in erasure and erasure["approval"].one_of(_APPROVALS) == "four-eyes",
        per_second=_rate(erasure["per_second"]) if "per_second" in erasure else People.per_second,
        holds=tuple(_hold(item) for item in fields["holds"].items()) if "holds" in fields else (),
    )


def _hold(spot: Spot) -> Hold:
    fields = spot.entries(_HOLD)
    if "name" not in fields:
        raise spot.error("`name` is missing: a refusal names the hold")
    if len(fields) == 1:
        raise spot.error("say what is held: `subject`, `service`, `from` or `to`")
    subject = Path(spot.file).parent / fields["subject"].text() if "subject" in fields else None
    bounds = {f"{name}_ns": _day(fields[name]) for name in ("from", "to") if name in fields}
    return Hold(fields["name"].text(), subject, _text(fields, "service"), **bounds)


def _day(spot: Spot) -> int:
    try:
        day = datetime.strptime(spot.text(), "%Y-%m-%d").replace(tzinfo=timezone.utc)
    except ValueError:
        raise spot.error("must be a day such as 2026-12-24") from None
    return int(day.timestamp()) * 1_000_000_000


def _rate(spot: Spot) -> int:
    written = str(getattr(spot.node, "value", ""))
    if not (written.isascii() and written.isdigit() and 1 <= int(written[:9]) <= _MOST_A_SECOND):
        raise spot.error(f"must be a number of records a second, 1 to {_MOST_A_SECOND}")
    return int(written)


def _text(fields: dict[str, Spot], name: str) -> str:
    return fields[name].text() if name in fields else ""


def _texts(spot: Spot) -> tuple[str, ...]:
    return tuple(item.text() for item in spot.items()) if spot.node.id == "sequence" else (spot.text(),)
