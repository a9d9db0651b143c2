"""`scan` and `seal_text`, for single texts that are not log records."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from sealog.errors import ArgumentError, KeyFileError
from sealog.keys.bundle import Bundle
from sealog.keys.bundle_file import BundleFile
from sealog.keys.sealer import Sealer
from sealog.notices import say_once, say_settled
from sealog.policy.protection import protection
from sealog.processor.values.replace import Replacer
from sealog.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.detect.engine.scanner import Scanner
    from sealog.processor.values.replace import ActionOf
    from sealog.records.finding import Finding

_WHOLE = "$"
"""The path of a text in a policy: that of a record's body."""

_Stamp: TypeAlias = "tuple[int, int, int] | None"
"""When a file was changed (ns), its size (bytes) and its inode; None if there is none."""


def scan(text: str) -> list[Finding]:
    """Return what `seal_text` would replace in a text: the findings, sorted by `start`, never overlapping.

    `text[finding.start:finding.end]` is the value. `SEALOG_POLICY` decides as it does for log records: values that it
    keeps are not returned. The time grows with the length of the text; nothing is cut.

    Raises:
        ArgumentError: the text is not a `str`.
        SettingError: a setting or the policy is wrong.
    """
    _check(text)
    scanner, action_of = _protection_now()
    findings = scanner.scan(text)
    if action_of is None or not findings:
        return findings
    return [finding for finding in findings if action_of(finding.entity, _WHOLE) != "keep"]


def seal_text(text: str, *, bundle: Bundle | None = None) -> str:
    """Return the text with each value found in it sealed. Each sealed value carries its own data key.

    So `Opener.open_text` or `sealog open` open the result without further data. `SEALOG_POLICY` decides what is sealed,
    masked, dropped or kept, as it does for log records; `SEALOG_MODE` does not matter. The default of `bundle` is the
    file that `SEALOG_BUNDLE` names, read again when it was replaced; if the new one can't be used, the one from before
    stays in use, and one line on stderr says so. A value that can't be sealed is masked, and one line on stderr says
    so. The time grows with the length of the text; nothing is cut. Safe from any thread.

    Raises:
        ArgumentError: the text is not a `str`, or the bundle not a `Bundle`.
        KeyFileError: there is no usable bundle, or `SEALOG_ORIGIN_KEY` can't be used, or not with this bundle.
        SettingError: a setting or the policy is wrong.
    """
    _check(text)
    if bundle is not None and not isinstance(bundle, Bundle):
        raise ArgumentError(f"bundle must be a Bundle (see load_bundle), not {type(bundle).__name__}")
    sealer = _sealer_now() if bundle is None else _sealer_for(bundle, load_settings().origin_key)
    scanner, action_of = _protection_now()
    replacer = Replacer(scanner, sealer, action_of)
    sealed = replacer.replace(text, scanner.scan(text), _WHOLE, with_key=True)
    if replacer.failed:
        say_once("seal text", "a value of a text could not be sealed and was masked")
    return sealed


def _check(text: object) -> None:
    if not isinstance(text, str):
        raise ArgumentError(f"text must be a str, not {type(text).__name__}")


def _protection_now() -> tuple[Scanner, ActionOf | None]:
    path = load_settings().policy
    return _protection(path, _stamp(path))


@lru_cache(maxsize=4)
def _protection(path: Path | None, _: _Stamp) -> tuple[Scanner, ActionOf | None]:
    return protection(path)


def _sealer_now() -> Sealer:
    """Return the sealer of the present bundle, or of the one from before if the present one can't be used.

    Raises:
        KeyFileError: there is no usable bundle, and never was.
    """
    settings = load_settings()
    file = _bundle_file(settings.bundle, settings.bundle_signer, settings.origin_key)
    try:
        if file.look() is not None:
            say_settled("bundle-changed", "the bundle is usable again")
    except KeyFileError as error:
        if file.sealer is None:
            raise
        say_once("bundle-changed", f"{error}; values are sealed for the bundle from before")
    assert file.sealer is not None  # noqa: S101 - `look` gave one, or raised
    return file.sealer


@lru_cache(maxsize=4)
def _bundle_file(path: Path, signer: str | None, origin: Path | None) -> BundleFile:
    return BundleFile(path, signer, origin)


@lru_cache(maxsize=4)
def _sealer_for(bundle: Bundle, origin: Path | None) -> Sealer:
    return Sealer(bundle, origin_key=origin)


def _stamp(path: Path | None) -> _Stamp:
    try:
        found = None if path is None else path.stat()
    except (OSError, ValueError):
        return None
    return None if found is None else (found.st_mtime_ns, found.st_size, found.st_ino)
