"""Losses: records that never arrive behind a real collector, sealed and spooled against plain OpenTelemetry.

They are counts of one run each, not times: which records are lost is decided by the fault, not by the machine's noise.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Figure

from applications import Keys, otlp_sink
from faults import FAULTS, way_through
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import save_keyring
from support import keyring

if TYPE_CHECKING:
    from faults import Outcome


def figures() -> list[Figure]:
    """Let each fault happen to both, and count."""
    return [figure(name) for name in FAULTS]


def figure(name: str) -> Figure:
    """Count what one fault costs either."""
    ours, theirs = outcome(name, sealed=True), outcome(name, sealed=False)
    against = f"plain OpenTelemetry: {theirs.lost:,} lost, ended in {theirs.seconds:.1f} s"
    ended = f"{ours.doubled} sent twice under their id, ended in {ours.seconds:.1f} s"
    return Figure(f"lost_{name}", ours.lost, f"of {ours.logged:,}", against, None, f"{FAULTS[name].__doc__} ({ended})")


def outcome(name: str, *, sealed: bool) -> Outcome:
    """Let a fault happen once, in a folder of its own."""
    with tempfile.TemporaryDirectory() as place, otlp_sink() as sink:
        folder = Path(place)
        with way_through(folder, sink, keys_in(folder) if sealed else None) as way:
            return FAULTS[name](way)


def keys_in(folder: Path) -> Keys:
    """Make keys of one's own."""
    ring = keyring()
    save_keyring(ring, folder / "keyring.json")
    save_bundle(ring.bundle(), folder / "bundle.json")
    return Keys(folder, ring)
