"""A miner's state as versioned JSON: written whole, read with care, and counted into a miner that may have its own."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

from sealog.errors import SettingError
from sealog_exporters.templates.miner import MAX_FORMS, Miner
from sealog_exporters.templates.seen import Seen
from sealog_exporters.templates.template import OTHER

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMAT", "VERSION", "dumped", "include", "is_snapshot", "load", "save", "write"]

FORMAT: Final = "sealog-templates"
VERSION: Final = 1
RULES: Final = 1
"""The version of the rules that make forms: with other rules the same line has another form."""

MAX_BYTES: Final = 256 * 1024 * 1024
_BEGIN: Final = b'{"format":"sealog-templates"'


def dumped(miner: Miner) -> str:
    """Write a miner's state as one line of JSON. Exemplars are in it, sealed as they came."""
    choices = miner.choices
    state = {
        "format": FORMAT,
        "version": VERSION,
        "rules": RULES,
        "names": choices.names,
        "pinned": choices.pinned,
        "apart": sorted(map(list, choices.apart)),
        "aliases": miner.aliases(),
        "forms": [
            [
                seen.id,
                list(seen.form),
                seen.count,
                seen.size,
                seen.first_ns,
                seen.last_ns,
                list(seen.fields),
                seen.exemplar,
            ]
            for seen in miner.seen()
        ],
    }
    return json.dumps(state, separators=(",", ":"))


def is_snapshot(begin: bytes) -> bool:
    """Tell by its first bytes whether a file is a snapshot."""
    return begin.startswith(_BEGIN)


def include(miner: Miner, text: str, name: str) -> list[Seen]:
    """Count a snapshot into a miner; gives the records that it counted, with the counts of the snapshot.

    What people decided (names, pinned, split) is taken over where the miner has no choice of its own.

    Raises:
        SettingError: it is no snapshot, or one of a newer sealog; names the file and the place.
    """
    try:
        state = json.loads(text)
    except (ValueError, RecursionError):
        raise SettingError(f"{name}: no JSON") from None
    if not isinstance(state, dict) or state.get("format") != FORMAT:
        raise SettingError(f"{name}: no snapshot of templates")
    if state.get("version") != VERSION or state.get("rules") != RULES:
        raise SettingError(
            f"{name}: a snapshot of version {state.get('version')} and rules {state.get('rules')};"
            f" this sealog knows {VERSION} and {RULES}"
        )
    choices = miner.choices
    try:
        found = [_seen(item) for item in state["forms"]]
        aliases = {str(one): str(target) for one, target in state["aliases"].items()}
        names = {str(one): str(text) for one, text in state["names"].items()}
        pinned = {str(one): str(text) for one, text in state["pinned"].items()}
        apart = {tuple(map(str, form)) for form in state["apart"]}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise SettingError(f"{name}: a damaged snapshot of templates") from None
    for seen in found:
        miner.include(seen)
    miner.alias(aliases)
    choices.names = names | choices.names
    choices.pinned = pinned | choices.pinned
    choices.apart |= apart
    return found


def _seen(item: list[Any]) -> Seen:
    name, form, count, size, first_ns, last_ns, fields, exemplar = item
    numbers = (count, size, first_ns, last_ns)
    if not isinstance(form, list) or not form or not all(isinstance(token, str) and token for token in form):
        raise ValueError
    if not all(isinstance(number, int) and number >= 0 for number in numbers):
        raise ValueError
    if not isinstance(name, str) or not isinstance(exemplar, str):
        raise TypeError
    index = -1 if name == OTHER else 0
    return Seen(index, tuple(form), tuple(map(str, fields)), exemplar, first_ns, last_ns, count, size, name)


def load(path: Path, max_forms: int = MAX_FORMS) -> Miner:
    """Read a miner of `max_forms` forms from a file; an empty one where there is no file.

    Raises:
        SettingError: it can't be read, is too large, or is no snapshot; names the file.
    """
    miner = Miner(max_forms)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SettingError(f"{path}: larger than {MAX_BYTES} bytes")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return miner
    except (OSError, UnicodeError) as error:
        raise SettingError(f"{path} can't be read: {getattr(error, 'strerror', None) or 'no UTF-8'}") from None
    include(miner, text, str(path))
    return miner


def save(miner: Miner, path: Path) -> None:
    """Write a miner to a file: see `write`."""
    write(dumped(miner), path)


def write(snapshot: str, path: Path) -> None:
    """Write a snapshot to a file that only its owner can read; the old file stays until the new one is whole.

    Raises:
        SettingError: it can't be written; names the file.
    """
    new = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(snapshot)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise SettingError(f"{path} can't be written: {error.strerror}") from error
