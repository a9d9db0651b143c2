"""What is done with a value that was found. It does nothing itself."""

from __future__ import annotations

from typing import Literal

Action = Literal["seal", "mask", "drop", "keep"]
"""`seal`: replace it by a sealed value. `mask`: replace it by `[masked:<entity>]`, for good. `drop`: take it out, with
the attribute if the action is the key's. `keep`: leave it as it is."""
