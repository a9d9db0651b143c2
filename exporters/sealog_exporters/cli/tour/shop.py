"""Runs the sample shop as a user would: `opentelemetry-instrument python shop.py` in a process of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path

from sealog.errors import SealogError

ORDERS, FAILURES = 6, 12
TIMEOUT_S = 60.0


async def run_shop(bundle: Path, endpoint: str) -> list[str]:
    """Run the shop against an OTLP/gRPC endpoint; gives what it wrote on its console, line by line.

    Raises:
        SealogError: it could not be started, failed, or did not end in time.
    """
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "SEALOG_"))}
    environ |= {
        "OTEL_SERVICE_NAME": "shop",
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
        "OTEL_BLRP_SCHEDULE_DELAY": "100",  # ms; OpenTelemetry waits longer by default
        "SEALOG_BUNDLE": str(bundle),
    }
    process = await asyncio.create_subprocess_exec(
        _program(),
        sys.executable,
        str(_shop()),
        *("--orders", str(ORDERS), "--failures", str(FAILURES), "--pause", "0.05"),
        env=environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        written, _ = await asyncio.wait_for(process.communicate(), TIMEOUT_S)
    except asyncio.TimeoutError:
        raise SealogError(f"the sample shop did not end within {TIMEOUT_S:.0f} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    lines = written.decode().splitlines()
    if process.returncode:
        raise SealogError(f"the sample shop failed with exit code {process.returncode}: {lines[-1:]}")
    return lines


def _program() -> str:
    here = str(Path(sys.executable).parent)
    program = shutil.which("opentelemetry-instrument", path=here) or shutil.which("opentelemetry-instrument")
    if program is None:
        raise SealogError("opentelemetry-instrument is not installed here; `pip install opentelemetry-distro`")
    return program


def _shop() -> Path:
    installed = Path(__file__).parents[2] / "examples/shop/shop.py"
    checkout = Path(__file__).parents[4] / "examples/shop/shop.py"
    return installed if installed.exists() else checkout
