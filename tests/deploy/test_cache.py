"""What deploy/local builds lands in the cache whole, once, and under the name of what it is made from."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from local import cache
from local.errors import LocalError


def write_one(place: Path) -> None:
    (place / "tool").write_text("made")


def test_the_key_follows_every_part() -> None:
    keys = {cache.key(("ab", "c")), cache.key(("a", "bc")), cache.key(("ab",)), cache.key(("ab", "d"))}
    assert len(keys) == 4


def test_text_and_its_bytes_have_the_same_key() -> None:
    assert cache.key(("é",)) == cache.key(("é".encode(),))


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"SEALOG_CACHE": "/a/b", "XDG_CACHE_HOME": "/x"}, "/a/b"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/sealog"),
        ({"SEALOG_CACHE": ""}, "~/.cache/sealog"),
    ],
)
def test_the_root_is_the_first_that_is_set(env: dict[str, str], expected: str) -> None:
    assert cache.root(env) == Path(expected).expanduser()


def test_an_artefact_is_built_once(tmp_path: Path) -> None:
    first = cache.artefact("tool", ("1",), write_one, tmp_path)
    (first / "tool").write_text("untouched")
    assert cache.artefact("tool", ("1",), write_one, tmp_path) == first
    assert (first / "tool").read_text() == "untouched"


def test_another_source_is_another_artefact(tmp_path: Path) -> None:
    assert cache.artefact("tool", ("1",), write_one, tmp_path) != cache.artefact("tool", ("2",), write_one, tmp_path)


def test_another_user_can_enter_an_artefact(tmp_path: Path) -> None:
    assert cache.artefact("tool", ("1",), write_one, tmp_path).stat().st_mode & 0o777 == 0o755


def test_a_failed_build_leaves_nothing_and_can_be_repeated(tmp_path: Path) -> None:
    def fail(place: Path) -> None:
        write_one(place)
        raise LocalError("no network")

    with pytest.raises(LocalError, match="no network"):
        cache.artefact("tool", ("1",), fail, tmp_path)
    assert not [path for path in (tmp_path / "tool").iterdir() if path.is_dir()]
    assert (cache.artefact("tool", ("1",), write_one, tmp_path) / "tool").read_text() == "made"


def test_two_at_once_build_once(tmp_path: Path) -> None:
    builds: list[Path] = []

    def slow(place: Path) -> None:
        builds.append(place)
        time.sleep(0.2)
        write_one(place)

    threads = [threading.Thread(target=cache.artefact, args=("tool", ("1",), slow, tmp_path)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(builds) == 1
