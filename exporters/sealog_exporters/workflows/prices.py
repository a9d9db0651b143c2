"""What tokens cost, from a table that the user gives. None comes with sealog: prices change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Price", "Prices", "load_prices"]

_UNIT = 1_000_000  # tokens
_KEYS = {"input", "output", "cached_input"}
_MOST = 10_000  # models


@dataclass(frozen=True)
class Price:
    """The price of a million tokens of one model. `cached_input` is that of tokens which came from a cache."""

    input: float
    output: float
    cached_input: float | None = None


@dataclass(frozen=True)
class Prices:
    """The prices of models, by name. A model whose name begins with a listed one (`m-1-2026-11-30`) has its price."""

    models: Mapping[str, Price]

    def cost(self, model: str, given: int | None, gave: int | None, cached: int | None) -> float | None:
        """Give the cost of a call by its tokens; `cached` are some of those `given`. None if there is no price."""
        price = self._of(model)
        if price is None or (given is None and gave is None):
            return None
        read = min(cached or 0, given or 0) if price.cached_input is not None else 0
        fresh = (given or 0) - read
        return (fresh * price.input + read * (price.cached_input or 0) + (gave or 0) * price.output) / _UNIT

    def spared_by_cache(self, model: str, tokens: int) -> float:
        """Give what it spares to read so many tokens from a cache; 0 if their price is not known."""
        price = self._of(model)
        return (
            0.0 if price is None or price.cached_input is None else tokens * (price.input - price.cached_input) / _UNIT
        )

    def _of(self, model: str) -> Price | None:
        if model in self.models:
            return self.models[model]
        longest = max((name for name in self.models if model.startswith(f"{name}-")), key=len, default="")
        return self.models.get(longest)


def load_prices(data: bytes, source: str) -> Prices:
    """Read `{"m-1": {"input": 2.5, "output": 10, "cached_input": 1.25}}`, each for a million tokens.

    Raises:
        SettingError: it is something else; the message has the path of what is wrong.
    """
    try:
        table = json.loads(data)
    except (ValueError, RecursionError):
        raise SettingError(f"{source}: no JSON") from None
    if not isinstance(table, dict) or len(table) > _MOST:
        raise SettingError(f"{source}: an object of at most {_MOST} models is expected")
    return Prices({model: _price(entry, f"{source}: {model}") for model, entry in table.items()})


def _price(entry: Any, path: str) -> Price:
    if not isinstance(entry, dict):
        raise SettingError(f"{path}: an object with input and output is expected")
    if unknown := entry.keys() - _KEYS:
        raise SettingError(f"{path}.{min(unknown)}: unknown; there are {', '.join(sorted(_KEYS))}")
    for key in ("input", "output"):
        if key not in entry:
            raise SettingError(f"{path}.{key} is missing")
    for key, value in entry.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:  # noqa: PLR2004 - no NaN
            raise SettingError(f"{path}.{key}: a price for a million tokens is expected")
    return Price(**entry)
