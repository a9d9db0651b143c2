"""The stores that `--stores` names: `es:URL`, `store:FILE`, `files:PATTERN`, `spool:FOLDER`, several with commas."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Generic, Literal, TypeAlias, TypeVar, cast, get_args
from urllib.parse import urlsplit

import typer

from sealog.errors import SettingError
from sealog_exporters.cli.places import default_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager, ExitStack

T = TypeVar("T")

Kind: TypeAlias = Literal["es", "store", "files", "spool"]

Stores: TypeAlias = Annotated[
    list[str],
    typer.Option(
        help="Where to look: es:URL, store:FILE (the one of `sealog up`), files:PATTERN, spool:FOLDER; several with"
        " commas."
    ),
]
IndexPattern: TypeAlias = Annotated[
    str, typer.Option("--index", help="Elasticsearch's indices, as in a search path; hidden ones by their name.")
]


@dataclass(frozen=True)
class Place:
    """One store: its kind, what is behind the colon, and how reports call it, without credentials."""

    kind: Kind
    name: str
    label: str


def read_stores(given: Sequence[str]) -> list[Place]:
    """Read the option; without a value it is the store of `sealog up`.

    Raises:
        SettingError: one is none of these kinds, or no URL.
    """
    named = [one for option in given for one in option.split(",") if one] or [f"store:{default_store()}"]
    return [_place(one) for one in named]


@dataclass(frozen=True)
class Ways(Generic[T]):
    """How each kind of store is opened for what a command does with it."""

    es: Callable[[str], AbstractContextManager[T]]
    store: Callable[[Path], AbstractContextManager[T]]
    files: Callable[[str], T]
    spool: Callable[[Path], T]

    def open(self, place: Place, stack: ExitStack) -> T:
        """Open the store at a place, until `stack` ends.

        Raises:
            SettingError: there is none at this place.
        """
        if place.kind == "es":
            return stack.enter_context(self.es(place.name))
        if place.kind == "files":
            return self.files(place.name)
        path = Path(place.name)
        if place.kind == "spool":
            return self.spool(path)
        if not path.is_file():
            raise SettingError(f"{path} is no file")
        return stack.enter_context(self.store(path))


def _place(text: str) -> Place:
    kinds = get_args(Kind)
    kind, colon, name = text.partition(":")
    if not colon or kind not in kinds or not name:
        raise SettingError(f"--stores: one begins with none of {', '.join(f'{kind}:' for kind in kinds)}")
    return Place(cast("Kind", kind), name, f"{kind}:{_without_credentials(name) if kind == 'es' else Path(name)}")


def _without_credentials(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise SettingError("--stores: what stands behind es: is no URL, such as https://es.example:9200") from None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def spool_key_file() -> Path | None:
    """Give the file of the spool key as the applications' settings name it; None where there is none.

    Raises:
        SettingError: a setting of delivery is wrong.
    """
    from sealog.delivery.settings import load_delivery

    key_file = load_delivery().key_file
    return key_file if key_file is not None and key_file.exists() else None
