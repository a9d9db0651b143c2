"""Top-level domains are known in each spelling that a person or a program gives them."""

from __future__ import annotations

import pytest

from sealog.detect.data.tlds import TLDS, is_tld

INTERNATIONALISED = sorted(name for name in TLDS if name.startswith("xn--"))


@pytest.mark.parametrize("name", INTERNATIONALISED)
def test_an_internationalised_name_is_known_as_a_label_of_either_kind(name: str) -> None:
    label = name.encode().decode("idna")
    assert not label.isascii()
    for spelling in (name, name.upper(), label, label.upper(), label.title()):
        assert is_tld(spelling)


@pytest.mark.parametrize("label", ["COM", "\uff43\uff4f\uff4d", "Local", "рф", "РФ", "vermögensberater"])
def test_a_name_is_known_in_any_case_and_width(label: str) -> None:
    assert is_tld(label)


@pytest.mark.parametrize("label", ["", "c", "txt", "xn--", "рфф", "例。com", "\u200bcom", "告登录", "xn--p1ai2"])
def test_what_is_no_name_is_none(label: str) -> None:
    assert not is_tld(label)
