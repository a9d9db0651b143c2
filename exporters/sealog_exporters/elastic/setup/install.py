"""Compares what is installed with what should be, and installs what differs. A second run changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elasticsearch import ApiError, NotFoundError

from sealog.errors import StoreError
from sealog_exporters.elastic.connection import error_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sealog_exporters.elastic.connection import Connection
    from sealog_exporters.elastic.setup.catalog import Asset

__all__ = ["Step", "install", "plan"]

_JSON = {"accept": "application/json", "content-type": "application/json"}


@dataclass(frozen=True)
class Step:
    """What is to be done with one asset: `create`, `update` or `keep`; `differs` names what an update changes."""

    asset: Asset
    action: str
    differs: tuple[str, ...] = ()


def plan(connection: Connection, assets: Iterable[Asset]) -> list[Step]:
    """Compare each asset with what is installed; it changes nothing.

    Raises:
        StoreError: Elasticsearch can't be reached or refuses; names the address.
    """
    return [_step(connection, asset) for asset in assets]


def install(connection: Connection, steps: Iterable[Step]) -> None:
    """Install what is missing or differs, in the order given.

    Raises:
        StoreError: Elasticsearch can't be reached or refuses; names the address.
    """
    for step in steps:
        if step.action != "keep":
            _put(connection, step.asset)


def _put(connection: Connection, asset: Asset) -> None:
    with connection.translated():
        try:
            connection.client.perform_request("PUT", asset.path, headers=_JSON, body=asset.body)
        except ApiError as error:
            if error.status_code in {401, 403}:
                raise
            reason = error_reason(error.body)  # it quotes what we sent, and that holds no record
            raise StoreError(f"{connection.address} refuses the {asset.kind} {asset.name}: {reason}") from None


def _step(connection: Connection, asset: Asset) -> Step:
    with connection.translated():
        try:
            answer = connection.client.perform_request("GET", asset.path, headers=_JSON).body
        except NotFoundError:
            return Step(asset, "create")
    there = _flat(_installed(asset, answer))
    # Elasticsearch adds defaults of its own: only what we ask for is compared.
    differs = tuple(sorted(key for key, value in _flat(asset.body).items() if there.get(key) != value))
    return Step(asset, "update", differs) if differs else Step(asset, "keep")


def _installed(asset: Asset, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take one asset's body out of the answer to its GET, which wraps each kind in another way."""
    for kind in ("component_template", "index_template"):
        if f"{kind}s" in answer:
            found = [item[kind] for item in answer[f"{kind}s"] if item.get("name") == asset.name]
            return found[0] if found else {}
    body: Mapping[str, Any] = answer.get(asset.name, {})
    return body


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Give the leaves of an asset by path. Settings come back as texts, and with or without `index.` before them."""
    if isinstance(value, dict):
        if not value:
            return {path: "{}"}
        leaves: dict[str, str] = {}
        for key, item in value.items():
            leaves |= _flat(item, f"{path}.{key}" if path else key)
        return leaves
    if isinstance(value, list):
        return {path: repr([sorted(_flat(item).items()) if isinstance(item, dict) else _text(item) for item in value])}
    return {path: _text(value)}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
