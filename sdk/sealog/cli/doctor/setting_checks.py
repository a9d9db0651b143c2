"""The doctor's checks of settings: misspelled names, policy, storms, the fallback file."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.cli.doctor.checks import Check
from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sealog.settings import Settings

_OF_COMMANDS = ("SEALOG_KEYRING", "SEALOG_PASSPHRASE_FILE", "SEALOG_INDEX_KEYRING")
_ALIKE = 0.85


def setting_checks(environ: Mapping[str, str], settings: Settings) -> Iterator[Check]:
    """Check the settings that no other check covers; valid defaults are not mentioned."""
    yield from _misspelled(environ)
    yield _policy(settings)
    yield from _storms(environ)
    if settings.fallback_file is not None:
        yield _fallback(settings.fallback_file)
    if environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        yield Check("sdk", False, "OTEL_SDK_DISABLED=true: nothing is exported at all", "unset OTEL_SDK_DISABLED", 1)


def _misspelled(environ: Mapping[str, str]) -> Iterator[Check]:
    from sealog.instrumentation.environment_variables import ALIASES

    known = [*ALIASES.values(), *_OF_COMMANDS]
    for name in sorted(environ):
        # Names that are like none may be the collector's or of another program.
        alike = get_close_matches(name, known, 1, _ALIKE)
        if name not in known and alike:
            yield Check("settings", False, f"{name} is no setting", f"did you mean {alike[0]}?", 2)


def _policy(settings: Settings) -> Check:
    from sealog.policy.protection import protection

    try:
        protection(settings.policy)
    except SettingError as error:
        return Check(
            "policy", False, f"{error}: values are masked", "mend that line; `sealog policy check` reads it", 1
        )
    return Check("policy", True, "the default one" if settings.policy is None else str(settings.policy))


def _storms(environ: Mapping[str, str]) -> Iterator[Check]:
    from sealog.storms.setting import storm_setting

    try:
        setting = storm_setting(environ)
    except SettingError as error:
        yield Check("storms", False, f"{error}: no record is held back", "mend or unset that variable", 1)
        return
    if setting is not None:
        yield Check("storms", True, f"{setting.limit} records of a template in {setting.seconds:g} s are exported")


def _fallback(path: Path) -> Check:
    there = path.exists()
    if not (path.is_file() if there else True) or not os.access(path if there else path.parent, os.W_OK):
        return Check(
            "fallback",
            False,
            f"{path} can't be written: what an exporter gives up is lost",
            "name a file that can be",
            1,
        )
    return Check("fallback", True, str(path))
