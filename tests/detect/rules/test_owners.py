"""Names lose their owner by sets of words exactly as by the regular expression that defines it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sealog.detect.lexicon import owners

LINKS = r"(?:de|des|del|della|dello|du|da|do|dos|di|d|von|vom|van|of)?(?:l|la|le|les|el|lo|los|las)?"
ANY = "|".join(sorted(sorted(owners._WRITTEN), key=len, reverse=True))
BEFORE = re.compile(rf"(?:{ANY})(?=.)")
BEHIND = re.compile(rf"(?<=.){LINKS}(?:{ANY})s?\Z")

WORDS = st.sampled_from([*sorted(owners._WRITTEN), "apellido", "nom", "s", "x", "de", "la", "del", "d", "имя", "о"])


def by_expression(name: str) -> tuple[str, str]:
    return BEFORE.sub("", name, count=1) if BEFORE.match(name) else name, BEHIND.sub("", name, count=1)


@given(st.lists(WORDS, max_size=5).map("".join))
def test_sets_take_off_what_the_expression_does(name: str) -> None:
    assert owners.without_owner(name) == by_expression(name)


def test_a_name_keeps_something() -> None:
    assert owners.without_owner("") == ("", "")
    for owner in owners._WRITTEN:
        assert all(owners.without_owner(owner))
        assert owners.without_owner(f"{owner}x")[0] == "x"
    assert owners.without_owner("apellidodelcliente")[1] == "apellido"
    assert owners.without_owner("nomclients")[1] == "nom"
