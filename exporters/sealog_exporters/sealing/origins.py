"""Resource and scope of a request: what its records share. Their sealed values carry their data key themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog_exporters.sealing.values import attributes_of, put_attributes

if TYPE_CHECKING:
    from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope
    from opentelemetry.proto.resource.v1.resource_pb2 import Resource

    from sealog.processor.sealing import Sealing

__all__ = ["black_resource", "black_scope", "seal_resource", "seal_scope", "seal_text"]

_RESOURCE, _SCOPE = "$resource", "$scope"
_SERVICE = "service.name"


def seal_resource(resource: Resource, sealing: Sealing) -> None:
    """Seal a resource in place."""
    _seal_attributes(resource, sealing, _RESOURCE)
    for entity in resource.entity_refs:
        entity.schema_url = seal_text(entity.schema_url, sealing, _RESOURCE)
        entity.type = seal_text(entity.type, sealing, _RESOURCE)
        for keys in (entity.id_keys, entity.description_keys):
            keys[:] = [seal_text(key, sealing, _RESOURCE) for key in keys]


def seal_scope(scope: InstrumentationScope, sealing: Sealing) -> None:
    """Seal a scope in place."""
    scope.name = seal_text(scope.name, sealing, _SCOPE)
    scope.version = seal_text(scope.version, sealing, _SCOPE)
    _seal_attributes(scope, sealing, _SCOPE)


def black_resource(resource: Resource) -> None:
    """Take every text out of a resource but the service's name, so that somebody can be told."""
    name = next((pair.value.string_value for pair in resource.attributes if pair.key == _SERVICE), "")
    resource.Clear()
    if name:
        put_attributes(resource.attributes, {_SERVICE: name})


def black_scope(scope: InstrumentationScope) -> None:
    """Take everything out of a scope."""
    scope.Clear()


def seal_text(text: str, sealing: Sealing, path: str) -> str:
    """Give a text that no record's data key goes with, sealed."""
    sealed: str = sealing.value(text, path, with_key=True) if text else text
    return sealed


def _seal_attributes(message: Any, sealing: Sealing, path: str) -> None:
    attributes = attributes_of(message.attributes)
    sealed = sealing.value(attributes, path, with_key=True) if attributes else attributes
    if sealed is not attributes or getattr(attributes, "merged", False):
        put_attributes(message.attributes, sealed)
