"""Asks an Elasticsearch for its features: its distributions and licences differ more than its versions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elasticsearch import ApiError

from sealog.errors import StoreError

if TYPE_CHECKING:
    from sealog_exporters.elastic.connection import Connection

__all__ = ["Features", "features_of"]

_OLDEST = (8, 16)
_FAILURE_STORE = (9, 1)
_NO_SUCH_NAME = "sealog-no-such-name"


@dataclass(frozen=True)
class Features:
    """Which parts this Elasticsearch has; `version` is (major, minor)."""

    version: tuple[int, int]
    data_streams: bool = True
    lifecycle_policies: bool = True
    security: bool = True

    @property
    def failure_store(self) -> bool:
        """Whether a data stream can keep what it refuses (from 9.1 on)."""
        return self.data_streams and self.version >= _FAILURE_STORE

    @property
    def left_out(self) -> list[str]:
        """What can't be installed here and what that means, one sentence each."""
        sentences = []
        if not self.data_streams:
            sentences.append(
                "data streams: this Elasticsearch has none; records go to plain indices of the same names, which never"
                " roll over"
            )
        if not self.data_streams:
            sentences.append("lifecycle and retention: without data streams nothing is deleted by age")
        elif not self.lifecycle_policies:
            sentences.append(
                "hot and warm phases: there are no lifecycle policies here; the data streams' own retention"
            )
        if not self.security:
            sentences.append(
                "roles: security is not there or off; whoever reaches this Elasticsearch may do everything"
            )
        if self.data_streams and not self.failure_store:
            sentences.append("failure store: it comes with 9.1; what an index refuses goes to sealog-dead-letter only")
        return sentences


def features_of(connection: Connection) -> Features:
    """Ask what an Elasticsearch has; it changes nothing.

    Raises:
        StoreError: Elasticsearch can't be reached, refuses, or is older than 8.16.
    """
    with connection.translated():
        nodes = connection.client.nodes.info(node_id="_local", filter_path="nodes.*.version").body
        version = _version(nodes)
        if version < _OLDEST:
            raise StoreError(f"{connection.address} is older than 8.16, which sealog's templates need")
        return Features(
            version,
            data_streams=_answers(connection, f"/_data_stream/{_NO_SUCH_NAME}"),
            lifecycle_policies=_answers(connection, f"/_ilm/policy/{_NO_SUCH_NAME}"),
            security=_answers(connection, f"/_security/role/{_NO_SUCH_NAME}"),
        )


def _answers(connection: Connection, path: str) -> bool:
    """Tell whether there is such an API: it answers 404 to an unknown name; without the API the error differs."""
    try:
        connection.client.perform_request("GET", path, headers={"accept": "application/json"})
    except ApiError as error:
        if error.status_code in {400, 405, 410, 500}:
            return False
        if error.status_code != 404:  # noqa: PLR2004 -- HTTP: not found
            raise
    return True


def _version(nodes: dict[str, Any]) -> tuple[int, int]:
    for node in nodes.get("nodes", {}).values():
        if found := re.match(r"([0-9]+)\.([0-9]+)\.", str(node.get("version"))):
            return int(found[1]), int(found[2])
    raise StoreError("the answer names no version; is this Elasticsearch?")
