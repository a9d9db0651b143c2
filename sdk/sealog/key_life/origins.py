"""Applications whose data keys count as genuine: adds and removes their origin keys."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from sealog.audit.verify import entry_of, trail_lines
from sealog.crypto import primitives
from sealog.errors import SealogError, SettingError
from sealog.keys.origin import MOST_ORIGINS, Origin, OriginKey, is_origin_name, save_origin_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sealog.key_life.key_files import KeyFiles

__all__ = ["add_origin", "changed_aside", "remove_origin"]

_ADDED, _REMOVED = "add-origin", "remove-origin"


def add_origin(files: KeyFiles, name: str, path: Path) -> None:
    """Make an application's origin key: the private half into a file at `path`, the public half into the keyring.

    Raises:
        SettingError: the name is not possible or taken, or there are as many as a keyring has room for.
        KeyFileError: a file is missing or wrong, is there already, or can't be written.
        AuditError: the audit trail can't be written; the keyring was not changed.
    """
    if not is_origin_name(name):
        raise SettingError("an origin's name has lower-case letters, digits, `.`, `_`, `-`, at most 63")
    with files.locked():
        keyring = files.unlocked()
        if any(one.name == name for one in keyring.origins):
            raise SettingError(f"the keyring has an origin {name} already; `sealog keys remove-origin {name}` first")
        if len(keyring.origins) >= MOST_ORIGINS:
            raise SettingError(f"a keyring has at most {MOST_ORIGINS} origins")
        private_key = primitives.new_signing_key()
        origin = Origin(name, primitives.signing_public_key(private_key))
        signature = primitives.sign(keyring.signing_key(), origin.signed(keyring.tenant))
        origin = dataclasses.replace(origin, signature=signature)
        changed = dataclasses.replace(keyring, origins=(*keyring.origins, origin))
        save_origin_key(OriginKey(keyring.tenant, name, private_key), path)
        try:
            files.commit(changed, {"action": _ADDED, "origin": name})
        except SealogError:
            path.unlink(missing_ok=True)  # the keyring does not know it
            raise
        files.sign(changed)


def remove_origin(files: KeyFiles, name: str) -> None:
    """Remove an application: what it sealed opens as before, and is doubted as long as the keyring has other origins.

    Raises:
        SettingError: the keyring has none of this name.
        KeyFileError: a file is missing or wrong, or can't be written.
        AuditError: the audit trail can't be written; nothing was changed.
    """
    with files.locked():
        keyring = files.unlocked()
        kept = tuple(one for one in keyring.origins if one.name != name)
        if len(kept) == len(keyring.origins):
            raise SettingError(f"the keyring has no origin {name} (`sealog keys list` shows them)")
        changed = dataclasses.replace(keyring, origins=kept)
        files.commit(changed, {"action": _REMOVED, "origin": name})
        files.sign(changed)


def changed_aside(trail: Path, origins: Iterable[Origin]) -> list[str]:
    """Say which origins a keyring has or lacks against what its audit trail says; none where there is no trail.

    A signature proves that an origin was added once. Only the trail tells that it was not taken out of the file, or put
    back, by somebody who can write to the folder.

    Raises:
        AuditError: the trail can't be read.
    """
    last: dict[str, str] = {}
    for line in trail_lines(trail)[0] if trail.exists() else []:
        entry = (entry_of(line) or {}) if b"-origin" in line else {}
        if entry.get("action") in {_ADDED, _REMOVED}:
            last[str(entry.get("origin"))] = str(entry["action"])
    there = {one.name for one in origins}
    gone = [name for name in sorted(last) if last[name] == _ADDED and name not in there]
    back = [name for name in sorted(there) if last.get(name) == _REMOVED]
    return [
        *(f"origin {name}: the audit trail says that it was added, and the keyring lacks it" for name in gone),
        *(f"origin {name}: the audit trail says that it was removed, and the keyring has it" for name in back),
    ]
