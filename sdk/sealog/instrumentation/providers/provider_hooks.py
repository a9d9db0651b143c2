"""Hooks the constructors of the SDK's providers, so that each later one seals from its first record.

An application may set up its own providers in code, and a framework may add others; neither has to know about sealog.
Subclasses are hooked through the constructor that they call.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_HOOKED = "_sealog_hooked"


def after_construction(provider_class: Any, then: Callable[[Any], None]) -> None:
    """Call `then` with each provider of this class when it is made; hooking a class again does nothing."""
    construct = provider_class.__init__
    if hasattr(construct, _HOOKED):
        return

    @wraps(construct)
    def constructed(self: Any, *arguments: Any, **named: Any) -> None:
        construct(self, *arguments, **named)
        then(self)

    setattr(constructed, _HOOKED, True)
    provider_class.__init__ = constructed
