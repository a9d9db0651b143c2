"""Equality tags: equal values of one process have equal tags, and a tag says nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sealog.crypto.equality import EqualityTags
from sealog.records.tool_call import spelled

SPEC = Path(__file__).parents[2] / "docs/spec/equality-tags.md"
EMAIL = "mira@quellwerk.example"


def test_the_worked_example_of_the_specification() -> None:
    tags = EqualityTags(lambda size: bytes(range(size)))
    contents = {"sealog.arguments_eq": {"to": EMAIL, "n": 1}, "sealog.result_eq": f"sent to {EMAIL}"}
    wanted = dict(re.findall(r"\| `(sealog\.\w+_eq)` \|.*\| `([a-p]{8}-[a-p]{16})` \|", SPEC.read_text()))
    assert {name: tags(name, spelled(content) or "") for name, content in contents.items()} == wanted


def test_tags_are_equal_for_equal_texts_of_one_purpose_and_one_process_only() -> None:
    tags = EqualityTags()
    assert tags("arguments", EMAIL) == tags("arguments", EMAIL)
    assert (
        len(
            {
                tags("arguments", EMAIL),
                tags("result", EMAIL),
                tags("arguments", "else"),
                EqualityTags()("arguments", EMAIL),
            }
        )
        == 4
    )
    assert re.fullmatch(r"[a-p]{8}-[a-p]{16}", tags("arguments", "a lone surrogate \udc80"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_has_a_key_of_its_own() -> None:
    tags = EqualityTags()
    mine = tags("arguments", EMAIL)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, tags("arguments", EMAIL).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        theirs = answer.read()
    os.waitpid(child, 0)
    assert theirs.partition("-")[0] != mine.partition("-")[0]
    assert theirs.partition("-")[2] != mine.partition("-")[2]
