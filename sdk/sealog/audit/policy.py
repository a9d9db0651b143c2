"""A trust policy: which logs' and witnesses' signatures a checkpoint must have. Format: c2sp.org/tlog-policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.audit.checkpoint import COSIGNATURE, ED25519, VerifierKey, verifier_key
from sealog.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sealog.audit.checkpoint import SignedCheckpoint

_MOST_BYTES = 1 << 16
_MOST_LINES = 1000
_NONE = "none"


@dataclass(frozen=True)
class Witness:
    """A witness of a policy: its key, and where it takes checkpoints, if that is said."""

    name: str
    key: VerifierKey
    url: str | None


@dataclass(frozen=True)
class TrustPolicy:
    """Logs, witnesses, groups as (how many of whom), and which of them must have seen a checkpoint."""

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, Witness]
    groups: Mapping[str, tuple[int, tuple[str, ...]]]
    quorum: str

    def fault(self, signed: SignedCheckpoint) -> str | None:
        """Say why a checkpoint is not to be trusted, None where it is."""
        origin = signed.checkpoint.origin
        if not any(key.name == origin and signed.is_signed_by(key) for key in self.logs):
            return f"the checkpoint of {origin} is signed by none of the policy's logs"
        if not self._has_seen(self.quorum, signed):
            return f"the checkpoint lacks cosignatures: the policy's quorum is {self.quorum}"
        return None

    def _has_seen(self, name: str, signed: SignedCheckpoint) -> bool:
        if name == _NONE:
            return True
        if name in self.witnesses:
            return signed.cosigned_at(self.witnesses[name].key) is not None
        count, members = self.groups[name]
        return sum(self._has_seen(member, signed) for member in members) >= count


def load_policy(path: Path) -> TrustPolicy:
    """Read a policy file.

    Raises:
        AuditError: it can't be read, or a line is wrong; the message names file and line.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise AuditError(f"{path} can't be read: {error.strerror}") from error
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    if len(content) > _MOST_BYTES or len(lines) > _MOST_LINES:
        raise AuditError(f"{path}: a policy has at most {_MOST_BYTES} bytes and {_MOST_LINES} lines")
    reading = _Reading()
    for number, line in enumerate(lines, start=1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if words and not words[0].startswith("#"):
            try:
                reading.take(words)
            except AuditError as error:
                raise AuditError(f"{path}, line {number}: {error}") from None
    if reading.quorum is None:
        raise AuditError(f"{path}: the `quorum` line is missing")
    return TrustPolicy(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum)


class _Reading:
    """What the lines of a policy have named so far."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, Witness] = {}
        self.groups: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.quorum: str | None = None
        self._members: set[str] = set()

    def take(self, words: list[str]) -> None:
        """Take one line."""
        kind, *rest = words
        takers = {"log": self._log, "witness": self._witness, "group": self._group, "quorum": self._quorum}
        if kind not in takers:
            raise AuditError(f"a line must begin with {', '.join(takers)} or #")
        takers[kind](rest)

    def _log(self, words: list[str]) -> None:
        if len(words) not in (1, 2):
            raise AuditError("must be `log VKEY [URL]`")
        key = verifier_key(words[0])
        if key.kind != ED25519 or any(one.public_key == key.public_key for one in self.logs):
            raise AuditError("a log must have an Ed25519 key that no other log has")
        self.logs.append(key)

    def _witness(self, words: list[str]) -> None:
        if len(words) not in (2, 3):
            raise AuditError("must be `witness NAME VKEY [URL]`")
        self._new(words[0])
        key = verifier_key(words[1])
        if key.kind != COSIGNATURE or any(one.key.public_key == key.public_key for one in self.witnesses.values()):
            raise AuditError("a witness must have a cosignature key (type 4) that no other witness has")
        self.witnesses[words[0]] = Witness(words[0], key, words[2] if len(words) > 2 else None)  # noqa: PLR2004 - the URL is last

    def _group(self, words: list[str]) -> None:
        if len(words) < 3:  # noqa: PLR2004 - a name, a number and a member
            raise AuditError("must be `group NAME all|any|NUMBER NAME…`")
        name, spelled, *members = words
        self._new(name)
        for member in members:
            self._known(member)
            if member in self._members:
                raise AuditError(f"{member} is a member already")
            self._members.add(member)
        number = {"all": str(len(members)), "any": "1"}.get(spelled, spelled)
        if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= len(members):
            raise AuditError(f"a group must ask for all, any, or 1 to {len(members)}")
        self.groups[name] = int(number), tuple(members)

    def _quorum(self, words: list[str]) -> None:
        if len(words) != 1 or self.quorum is not None:
            raise AuditError("must be `quorum NAME`, on one line only")
        if words[0] != _NONE:
            self._known(words[0])
        self.quorum = words[0]

    def _new(self, name: str) -> None:
        if name == _NONE or name in self.witnesses or name in self.groups:
            raise AuditError(f"the name {name} is taken")

    def _known(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise AuditError(f"{name} is not defined on an earlier line")
