"""Where files are and how sealog behaves, from the environment: each setting with its default.

| variable | default | what |
|---|---|---|
| SEALOG_MODE | `seal` | `seal`; `mask`: replace values irreversibly; `off`: records are sent in the clear |
| SEALOG_BUNDLE | `<config>/bundle.json` | the public bundle that an application seals with |
| SEALOG_BUNDLE_SIGNER | none | fingerprint that `sealog init` printed (`SHA256:…`); a bundle that another keyring signed, or none, is refused |
| SEALOG_ORIGIN_KEY | none | file of `sealog keys add-origin` with which this application signs what it seals |
| SEALOG_POLICY | `<config>/sealog.yaml` if it exists | the policy: which values are sealed, masked, dropped or kept |
| SEALOG_PSEUDONYM_KEY | none | key file; with it log records carry pseudonyms of a day, by which alert rules count |
| SEALOG_PSEUDONYMS | `ip_address` | entities that get a pseudonym, separated by commas |
| SEALOG_SPANS | `seal` | `seal`; `off`: spans are sent in the clear, log records are still sealed |
| SEALOG_MAX_TEXT | `262144` | characters of text that one record or span keeps; 1024 or more |
| SEALOG_CONSOLE | `off` | what handlers, loguru and structlog print: `seal`, `mask`, or `off`, which is in the clear |
| SEALOG_CAPTURE | `on` | `on`: loggers that don't propagate are exported too, and `SEALOG_LOG_LEVEL` applies; `off`: neither |
| SEALOG_LOG_LEVEL | `info` | the level from which records are exported if the application sets none: `debug`, `info`, `warning`, or `off`, which is Python's own `warning` |
| SEALOG_LOG_IDS | `off` | `offer`: formats may name `%(trace_id)s` and `%(span_id)s`; `append`: each line in a span gets them |
| SEALOG_ADOPT | `traceparent`, request ids | attributes that a record without a span takes its trace from, separated by commas; empty: none |
| SEALOG_BAGGAGE | none | baggage entries that become attributes of log records, separated by commas |
| SEALOG_CARRY | `on` | `on`: threads, processes and logging queues belong to the span that started them; `off` |
| SEALOG_STORMS | `off` | records of one message template that are exported in a time, such as `100/10s`; the rest are counted |
| SEALOG_STORMS_BELOW | `ERROR` | records of this level and above are never held back |
| SEALOG_FALLBACK_FILE | none | file that keeps records which could not be exported, sealed, up to 64 MiB |
| SEALOG_STATUS_DIR | `$XDG_RUNTIME_DIR/sealog`, else `sealog-<uid>` among the temporary files | folder where processes write what `sealog doctor --pid` reads; `off` writes none |
| SEALOG_KEYRING | `<config>/keyring.json` | the private keyring of the commands that open |
| SEALOG_INDEX_KEYRING | none | the keyring of the index service, for what makes blind indexes of tags |
| SEALOG_PASSPHRASE_FILE | none: ask on the terminal | file whose first line is the keyring's passphrase; `--passphrase-file` overrides it |
| XDG_CONFIG_HOME | `~/.config` | `<config>` is its folder `sealog` |
"""  # noqa: E501 - a table

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from sealog.errors import SettingError
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode = Literal["seal", "mask", "off"]
Spans = Literal["seal", "off"]
Carry = Literal["on", "off"]
Capture = Literal["on", "off"]
LogLevel = Literal["info", "debug", "warning", "off"]
LogIds = Literal["off", "offer", "append"]

Console = Literal["off", "seal", "mask"]

ONLY_LOOKING = "SEALOG_DOCTOR_INSIDE"
"""Set by `sealog doctor` for the process that it starts: that one sends nothing that others left."""

BUNDLE_NAME = "bundle.json"
KEYRING_NAME = "keyring.json"
POLICY_NAME = "sealog.yaml"

_FINGERPRINT = pattern("SHA256:[A-Za-z0-9+/]{43}")


@dataclass(frozen=True)
class Settings:
    """The settings of one process, read once.

    `max_text` is how many characters of text a record or span keeps.
    """

    mode: Mode
    bundle: Path
    keyring: Path
    passphrase_file: Path | None
    console: Console = "off"
    fallback_file: Path | None = None
    spans: Spans = "seal"
    max_text: int = 262144
    adopt: tuple[str, ...] | None = None
    baggage: tuple[str, ...] = ()
    carry: Carry = "on"
    log_ids: LogIds = "off"
    capture: Capture = "on"
    log_level: LogLevel = "info"
    policy: Path | None = None
    pseudonym_key: Path | None = None
    pseudonyms: tuple[str, ...] = ("ip_address",)
    bundle_signer: str | None = None
    index_keyring: Path | None = None
    origin_key: Path | None = None


def config_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Give the folder where `sealog init` puts its files (XDG Base Directory Specification)."""
    base = environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(base).expanduser() / "sealog"


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        SettingError: a variable has a value that is not allowed.
    """
    base = config_dir(environ)
    return Settings(
        mode=cast("Mode", _one_of(environ, "SEALOG_MODE", get_args(Mode))),
        bundle=Path(environ.get("SEALOG_BUNDLE") or base / BUNDLE_NAME).expanduser(),
        keyring=Path(environ.get("SEALOG_KEYRING") or base / KEYRING_NAME).expanduser(),
        passphrase_file=_path(environ, "SEALOG_PASSPHRASE_FILE"),
        console=cast("Console", _one_of(environ, "SEALOG_CONSOLE", get_args(Console))),
        fallback_file=_path(environ, "SEALOG_FALLBACK_FILE"),
        spans=cast("Spans", _one_of(environ, "SEALOG_SPANS", get_args(Spans))),
        max_text=_number(environ, "SEALOG_MAX_TEXT", default=262144, least=1024),
        adopt=_names(environ, "SEALOG_ADOPT") if "SEALOG_ADOPT" in environ else None,
        baggage=_names(environ, "SEALOG_BAGGAGE"),
        carry=cast("Carry", _one_of(environ, "SEALOG_CARRY", get_args(Carry))),
        log_ids=cast("LogIds", _one_of(environ, "SEALOG_LOG_IDS", get_args(LogIds))),
        capture=cast("Capture", _one_of(environ, "SEALOG_CAPTURE", get_args(Capture))),
        log_level=cast("LogLevel", _one_of(environ, "SEALOG_LOG_LEVEL", get_args(LogLevel))),
        policy=_policy(environ, base),
        pseudonym_key=_path(environ, "SEALOG_PSEUDONYM_KEY"),
        pseudonyms=_names(environ, "SEALOG_PSEUDONYMS") or ("ip_address",),
        bundle_signer=_fingerprint(environ, "SEALOG_BUNDLE_SIGNER"),
        index_keyring=_path(environ, "SEALOG_INDEX_KEYRING"),
        origin_key=_path(environ, "SEALOG_ORIGIN_KEY"),
    )


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    return Path(value).expanduser() if value else None


def _fingerprint(environ: Mapping[str, str], name: str) -> str | None:
    value = environ.get(name, "").strip()
    if value and not _FINGERPRINT.fullmatch(value):
        raise SettingError(f"{name} must be a fingerprint as `sealog init` prints it: SHA256: and 43 characters")
    return value or None


def _one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """Read a word; the first one allowed is the default."""
    value = environ.get(name, "").strip().lower() or allowed[0]
    if value not in allowed:
        raise SettingError(f"{name} must be one of {', '.join(allowed)}")
    return value


def _names(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in environ.get(name, "").split(",") if part.strip())


def _number(environ: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise SettingError(f"{name} must be a whole number of at least {least}")
    return int(value)


def _policy(environ: Mapping[str, str], base: Path) -> Path | None:
    """Give the policy that a setting names, even if it does not exist, or else the one in the folder if it exists."""
    named = environ.get("SEALOG_POLICY")
    if named:
        return Path(named).expanduser()
    usual = base / POLICY_NAME
    return usual if usual.exists() else None
