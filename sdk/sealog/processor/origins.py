"""Seals scopes and resources, which many records share, once each, and remembers them.

A logger's name or a command line can hold personal data too. Their sealed values carry their data key themselves,
because records under many data keys share one scope.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.processor.sealing import Sealing

    Origin = TypeVar("Origin", Resource, InstrumentationScope)

_REMEMBERED = 4096
"""A program that makes more scopes than this makes them per request; then it starts over."""


class Origins:
    """Gives the sealed form of scopes and resources; one with nothing to seal comes back as the same object.

    Threads may share it: two that meet a new scope at once seal it twice, and either result is good.
    """

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        # Each entry keeps its origin alive, so no other object can get its id.
        self._known: dict[int, tuple[Any, Any]] = {}
        self._last: tuple[Any, Any, Any, Any] = (None, None, None, None)

    def both(self, scope: Any, resource: Any) -> tuple[Any, Any]:
        """Give scope and resource sealed; those of the last record, as mostly, cost two comparisons."""
        last = self._last
        if last[0] is not scope or last[1] is not resource:
            last = self._last = (scope, resource, self.scope(scope), self.resource(resource))
        return last[2], last[3]

    def scope(self, scope: InstrumentationScope | None) -> InstrumentationScope | None:
        """Give a scope with its name, version, schema URL and attributes sealed."""
        known = self._known.get(id(scope))
        return known[1] if known is not None else self._first(scope, self._sealed_scope)

    def resource(self, resource: Resource | None) -> Resource | None:
        """Give a resource with its attributes and schema URL sealed."""
        known = self._known.get(id(resource))
        return known[1] if known is not None else self._first(resource, self._sealed_resource)

    def _first(self, origin: Origin | None, sealed: Callable[[Origin], Origin]) -> Origin | None:
        if origin is None:
            return None
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        new = sealed(origin)
        self._known[id(origin)] = (origin, new)
        self._known[id(new)] = (new, new)
        return new

    def _sealed_scope(self, scope: InstrumentationScope) -> InstrumentationScope:
        name = self._sealing.value(scope.name, "$scope", with_key=True)
        version, schema_url = self._text(scope.version, "$scope"), self._text(scope.schema_url, "$scope")
        attributes = self._attributes(scope.attributes, "$scope")
        if (
            name is scope.name
            and version is scope.version
            and schema_url is scope.schema_url
            and attributes is scope.attributes
        ):
            return scope
        return InstrumentationScope(name, version, schema_url, attributes)

    def _sealed_resource(self, resource: Resource) -> Resource:
        attributes = self._attributes(resource.attributes, "$resource")
        schema_url = self._text(resource.schema_url, "$resource")
        if attributes is resource.attributes and schema_url is resource.schema_url:
            return resource
        return Resource(attributes, schema_url)

    def _text(self, text: Any, path: str) -> Any:
        return self._sealing.value(text, path, with_key=True) if text else text

    def _attributes(self, attributes: Any, path: str) -> Any:
        return self._sealing.value(attributes, path, with_key=True) if attributes else attributes
