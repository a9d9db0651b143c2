"""A person by an opening service, which has the keys and the audit trail: this machine has no private key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.gatekeeper.opened import OpenedValue
from sealog.gatekeeper.remote import doubts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sealog.crypto.value_indexes import Forms
    from sealog.gatekeeper.remote import RemoteOpener

__all__ = ["Known", "known_by", "opened_by"]

_PERSON = "/v1/person"
_ACCESS = "/v1/access"
_MOST = 1000
_MOST_BYTES = 768 << 10
"""Below the service's bound of 1 MiB a request."""


@dataclass(frozen=True)
class Known:
    """What a service knows of a person: their `indexes` for each value asked, and earlier `openings` of their values.

    `shut` has the epochs that open nothing: number, and `disabled` or `destroyed`.
    """

    indexes: list[list[str]]
    shut: list[tuple[int, str]]
    openings: list[dict[str, Any]]


def known_by(opener: RemoteOpener, request: str, values: Sequence[Forms]) -> Known:
    """Ask a service for what it knows of a person; that is in its audit trail.

    Raises:
        SettingError: the service can't be reached, or refuses; says how it answered.
    """
    asked = [{"entity": entity, "form": form, "tag_form": tag_form} for entity, form, tag_form in values]
    answer = opener.ask(_PERSON, {"reason": opener.reason, "request": request, "values": asked})
    with opener.reading():
        indexes = [[str(index) for index in one] for one, _ in zip(answer["indexes"], values, strict=True)]
        shut = [(int(one["epoch"]), str(one["status"])) for one in answer["shut"]]
        openings = [dict(one) for one in answer["openings"]]
    return Known(indexes, shut, openings)


def opened_by(
    opener: RemoteOpener, request: str, tokens: Mapping[str, list[str]], indexes: Sequence[str]
) -> Callable[[str, Iterable[str]], OpenedValue]:
    """Have a person's sealed values opened, by token with its sealed data keys; gives the function that gives each.

    The service's trail has one entry for each thousand.

    Raises:
        SettingError: the service can't be reached, or refuses; says how it answered.
    """
    opened: dict[str, OpenedValue] = {}
    for batch in _batches({"text": token, "keys": opener.keys_for([token], keys)} for token, keys in tokens.items()):
        answer = opener.ask(
            _ACCESS, {"reason": opener.reason, "request": request, "indexes": list(indexes), "texts": batch}
        )
        with opener.reading():
            for one, given in zip(batch, answer["values"], strict=True):
                value = None if given["value"] is None else str(given["value"])
                opened[one["text"]] = OpenedValue(value, str(given["outcome"]), doubts_of(given))
    return lambda token, _: opened[token]


def _batches(texts: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    size = 0
    for one in texts:
        length = len(json.dumps(one))
        if batch and (len(batch) == _MOST or size + length > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += length
    if batch:
        yield batch
