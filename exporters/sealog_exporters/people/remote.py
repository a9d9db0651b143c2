"""A person by an opening service, which has the keys and the audit trail: this machine has no private key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.gatekeeper.opened import OpenedValue
from sealog.gatekeeper.remote import doubts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from sealog.crypto.value_indexes import Forms
    from sealog.gatekeeper.remote import RemoteOpener

__all__ = ["Begun", "Known", "RemoteErasure", "known_by", "opened_by"]

_PERSON = "/v1/person"
_ACCESS = "/v1/access"
_ERASE = "/v1/erase"
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
    answer = opener.ask(_PERSON, {"reason": opener.reason, "request": request, "values": _asked(values)})
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


@dataclass(frozen=True)
class Begun:
    """An erasure that the trail knows: by whom, who approved it (the empty text: nobody), and the epochs searched."""

    actor: str
    approver: str
    epochs: list[int]


class RemoteErasure:
    """One erasure by an opening service. Each method raises `SettingError`: the service can't be reached, or refuses.

    The first values that it is asked for are those of the person. `shut` is as `Known` has it.
    """

    def __init__(self, opener: RemoteOpener, request: str) -> None:
        self._opener = opener
        self._request = request
        self._commitment = ""
        self._values: Sequence[Forms] | None = None
        self.shut: list[tuple[int, str]] = []

    def indexes(self, values: Sequence[Forms]) -> list[list[str]]:
        """Give the blind indexes of values, those of all epochs for each."""
        known = known_by(self._opener, self._request, values)
        if self._values is None:
            self._values, self.shut = values, known.shut
        return known.indexes

    def approve(self, commitment: str) -> str:
        """Approve the erasure as a second person; gives their name."""
        self._commitment = commitment
        return str(self._ask("approve").get("actor"))

    def begin(self, commitment: str, approve_by: str, *, four_eyes: bool) -> Begun:
        """Put the beginning into the trail; somebody else has to have approved it where `four_eyes` wants it.

        So they have where the service's policy does, and with `approve_by`.
        """
        self._commitment = commitment
        given = self._ask("begin", approve_by=approve_by, four_eyes=four_eyes)
        with self._opener.reading():
            return Begun(str(given["actor"]), str(given["approver"]), [int(one) for one in given["epochs"]])

    def own(
        self, tokens: Mapping[str, list[str]], indexes: Sequence[str], known: Collection[tuple[str, str]]
    ) -> dict[str, bool | None]:
        """Tell which sealed values are among the `known` entities and values; None of one that does not open."""
        same: dict[str, bool | None] = {}
        asked = {
            "indexes": list(indexes),
            "known": [{"entity": entity, "form": form} for entity, form in sorted(known)],
        }
        for batch in _batches(
            {"text": one, "keys": self._opener.keys_for([one], keys)} for one, keys in tokens.items()
        ):
            given = self._ask("compare", **asked, texts=batch)
            with self._opener.reading():
                for one, is_same in zip(batch, given["same"], strict=True):
                    same[one["text"]] = None if is_same is None else bool(is_same)
        return same

    def forget(self) -> int:
        """Let the trail forget the person; gives how many names there were of them."""
        given = self._ask("forget", values=_asked(self._values or ()))
        with self._opener.reading():
            return int(given["forgotten"])

    def end(self, receipt_hash: str) -> dict[str, Any]:
        """Put the end into the trail with the receipt's hash; gives `entry`, `vkey` and `proof` of that entry."""
        given = self._ask("end", receipt_sha256=receipt_hash)
        with self._opener.reading():
            return {"entry": int(given["entry"]), "vkey": str(given["vkey"]), "proof": str(given["proof"])}

    def _ask(self, step: str, **further: Any) -> dict[str, Any]:
        about = {"reason": self._opener.reason, "request": self._request, "subject": self._commitment}
        return self._opener.ask(f"{_ERASE}/{step}", {**about, **further})


def _asked(values: Iterable[Forms]) -> list[dict[str, str | None]]:
    return [{"entity": entity, "form": form, "tag_form": tag_form} for entity, form, tag_form in values]


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
