"""Fixtures of the alerting tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.watching import Watch

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    """Give a player of time-lines under one rule."""
    return Watch(tmp_path)
