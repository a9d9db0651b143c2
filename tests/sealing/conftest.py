"""Each test runs both ways: by the compiled half, and by the walk alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sealing.otlp_requests import Way

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, params=["compiled", "walk"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    Way.by_walk = request.param == "walk"
    yield
    Way.by_walk = False
