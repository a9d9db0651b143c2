"""The doctor's checks: each gives one finding and, if something is wrong, one line that says how to correct it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sealog.cli.doctor.codes import code
from sealog.errors import SealogError
from sealog.settings import load_settings

_CLOCKS_DIFFER_DAYS = 1.0 / 24


@dataclass(frozen=True)
class Check:
    """What was checked, what was found, whether that is good, and how to correct it if not.

    `problem` is which of the check's problems in `codes.CHECKS` it is, from 1 on; 0 where all is good.
    """

    name: str
    good: bool
    finding: str
    mend: str = ""
    problem: int = 0

    @property
    def code(self) -> str:
        """The code that docs/troubleshooting.md explains."""
        return code(self.name, self.problem)


def settings_check() -> Check | None:
    """Name a setting that can't be read; None where all can."""
    try:
        load_settings()
    except SealogError as error:
        return Check("settings", False, str(error), "mend or unset that variable: until then values are masked", 1)
    return None


def mode_check() -> Check:
    """Look at SEALOG_MODE."""
    try:
        settings = load_settings()
    except SealogError as error:
        return Check("mode", False, str(error), "set SEALOG_MODE=seal or leave it out", 1)
    if settings.mode == "off":
        return Check(
            "mode", False, "SEALOG_MODE=off: records go out as they are", "set SEALOG_MODE=seal or leave it out", 2
        )
    spans = "" if settings.spans == "seal" else "; SEALOG_SPANS=off: spans go out as they are"
    return Check("mode", True, settings.mode + spans)


def bundle_check(now: float) -> Check:
    """Look at the bundle. `now` is in seconds since the Unix epoch."""
    from sealog.keys.bundle import load_bundle
    from sealog.keys.origin import origin_for

    try:
        settings = load_settings()
        path = settings.bundle
        bundle = load_bundle(path, signer=settings.bundle_signer)
    except SealogError as error:
        return Check("bundle", False, str(error), "`sealog init`, or set SEALOG_BUNDLE to the bundle you were given", 1)
    text = f"{path}: tenant {bundle.tenant}, epoch {bundle.epoch}"
    try:
        origin = origin_for(bundle, settings.origin_key)
    except SealogError as error:
        return Check("bundle", False, str(error), "set SEALOG_ORIGIN_KEY to the file of `sealog keys add-origin`", 4)
    text += f", signed as {origin.name}" if origin else ""
    try:
        age = (now - dt.datetime.fromisoformat(bundle.created).timestamp()) / 86400
    except ValueError:
        return Check(
            "bundle", False, f"{text} of no date that can be read", "its `created` must be a date of ISO 8601", 2
        )
    text += f", {max(0, int(age))} day(s) old, {len(bundle.recipients)} recipient(s)"
    if age < -_CLOCKS_DIFFER_DAYS:
        return Check("bundle", False, f"{text}, made in the future", "is this machine's clock right?", 3)
    return Check("bundle", True, text)


def chain_check() -> Check:
    """Look at the logger provider of this process."""
    from opentelemetry._logs import get_logger_provider

    from sealog.instrumentation.providers.otel_internals.chain import processors
    from sealog.processor.processor import SealingProcessor

    provider = get_logger_provider()
    chain = processors(provider)
    if chain is None:
        return Check(
            "chain",
            False,
            f"{type(provider).__name__} has no order of processors that can be assured",
            "use OpenTelemetry's LoggerProvider; is OTEL_SDK_DISABLED set?",
            1,
        )
    order = " → ".join(type(processor).__name__ for processor in chain) or "empty"
    if not chain or not isinstance(chain[0], SealingProcessor):
        return Check(
            "chain", False, f"the first processor is not sealog's: {order}", "see what stderr said at start", 2
        )
    if len(chain) == 1:
        return Check("chain", False, f"{order}: nothing exports logs", "set OTEL_LOGS_EXPORTER=otlp", 3)
    return Check("chain", True, order)
