"""The doctor's checks of what is installed and set: versions, distro, engine, limits, console, status, clock."""

from __future__ import annotations

import platform
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, entry_points, version
from typing import TYPE_CHECKING, Any

from sealog.cli.doctor.checks import Check
from sealog.errors import SealogError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PACKAGES = (
    "opentelemetry-sdk",
    "opentelemetry-distro",
    "opentelemetry-instrumentation-logging",
    "cryptography",
)

_MAX_SKEW_S = 5.0
"""Alert windows and searches by time are off by as much as a clock is; NTP keeps it far below a second."""


def version_check() -> Check:
    """Name what is installed, and say where detection and sealing are slower than they could be."""
    from sealog.detect.regex import best_engine

    found = [f"sealog {version('sealog')}", f"Python {platform.python_version()}"]
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            return Check("versions", False, f"{package} is not installed", f"pip install {package}", 1)
    text = ", ".join(found)
    engine = best_engine()
    if engine == "native":
        return Check("versions", True, f"{text}; with the compiled half")
    text += "; without the compiled half, which `pip install` builds where it finds Rust, all takes twice the time"
    if engine == "re2":
        return Check("versions", True, text)
    return Check("versions", False, f"{text}, and without google-re2 many times", "pip install 'sealog[re2]'", 2)


def distro_check(environ: Mapping[str, str]) -> Check:
    """Tell which distro and configurator OpenTelemetry takes here: the named one, or the first that it finds."""
    chosen = []
    for kind, variable in (("distro", "OTEL_PYTHON_DISTRO"), ("configurator", "OTEL_PYTHON_CONFIGURATOR")):
        present = [point.name for point in entry_points(group=f"opentelemetry_{kind}")]
        named = environ.get(variable)
        if named and named not in present:
            return Check(
                "distro", False, f"{variable}={named} is not installed", f"unset {variable}, or one of {present}", 1
            )
        if not present:
            return Check("distro", False, f"no {kind} is installed", "pip install opentelemetry-distro", 2)
        others = [name for name in present if name != (named or present[0])]
        text = f"{kind} {named or present[0]}"
        if others and not named:
            text += f" (the first found; {', '.join(others)} too: {variable} decides)"
        chosen.append(text)
    return Check("distro", True, ", ".join(chosen))


def limit_check(limit: int | None) -> Check:
    """Judge the length limit that attributes of log records have in this process."""
    if limit is None:
        return Check("limits", True, "attribute values are not cut before they are looked at")
    return Check(
        "limits",
        False,
        f"attribute values are cut to {limit} characters before sealog sees them: half a value is not recognised",
        "unset OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT and OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT",
        1,
    )


def console_check() -> Check:
    """Look at SEALOG_CONSOLE; which handlers print is known to a running process only."""
    from sealog.settings import load_settings

    try:
        console = load_settings().console
    except SealogError as error:
        return Check("console", False, str(error), "set SEALOG_CONSOLE=seal or leave it out", 1)
    if console == "off":
        return Check(
            "console",
            True,
            "SEALOG_CONSOLE=off: what handlers print is in the clear; `sealog doctor --pid` names a process's handlers",
        )
    return Check("console", True, f"SEALOG_CONSOLE={console}")


def captured_check(facts: Mapping[str, Any]) -> Check:
    """Judge whether what `logging` gets reaches OpenTelemetry; `facts` are those of `logging_report`."""
    if facts["captured"]:
        return Check("handler", True, "OpenTelemetry's handler is on the root logger")
    return Check(
        "handler",
        False,
        "no handler of OpenTelemetry's is on the root logger: nothing that `logging` gets is exported",
        "set OTEL_PYTHON_LOG_AUTO_INSTRUMENTATION=true, and let nothing clear the root's handlers afterwards",
        1,
    )


def level_check(facts: Mapping[str, Any]) -> Check:
    """Judge from which level on records pass the root logger; `facts` are those of `logging_report`."""
    level = facts["root_level"]
    if facts["level_is_ours"]:
        return Check("level", True, f"{level} and above are exported, unless the application sets another level")
    if level in {"WARNING", "ERROR", "CRITICAL"}:
        return Check(
            "level",
            False,
            f"the root logger's level is {level}: what is below is neither printed nor exported",
            "logging.getLogger().setLevel(logging.INFO), or set SEALOG_LOG_LEVEL=info",
            1,
        )
    return Check("level", True, level)


def clock_check(date: str | None, now: float) -> Check | None:
    """Compare `now` (seconds since the Unix epoch) with the date of an endpoint's answer, where there is one."""
    if date is None:
        return None
    try:
        skew = now - parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError):
        return None
    # The header has whole seconds, rounded down.
    if -_MAX_SKEW_S <= skew - 0.5 <= _MAX_SKEW_S:
        return Check("clock", True, "as the endpoint's, to a few seconds")
    where = "ahead of" if skew > 0 else "behind"
    return Check(
        "clock", False, f"{abs(skew):.0f} s {where} the endpoint's", "`timedatectl set-ntp true`, here or there", 1
    )


def record_check(
    emit: Callable[[str], str], counts: Callable[[], Mapping[str, int]], flush: Callable[[], object]
) -> Check:
    """Send one record with an address in it, and tell what became of it.

    `emit` logs a text and gives the record's id; `counts` has how many records were `delivered` and values `sealed`.
    """
    before = counts()
    uid = emit("sealog doctor: a test record for doctor@sealog.example")
    flush()
    after = counts()
    if after["delivered"] <= before["delivered"]:
        return Check("record", False, f"{uid} was not delivered", "stderr says why; is the endpoint right?", 1)
    became = "sealed" if after["sealed"] > before["sealed"] else "masked"
    return Check("record", True, f"delivered, {became}, as {uid}: `sealog verify` and a search by its id find it")
