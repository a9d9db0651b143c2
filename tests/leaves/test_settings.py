"""Settings: each has a default, and a wrong one is named."""

from __future__ import annotations

import pytest

from sealog.errors import SettingError
from sealog.processor.sealing import MAX_TEXT
from sealog.settings import load_settings


def test_nothing_set_gives_the_defaults() -> None:
    settings = load_settings({"HOME": "/nonexistent"})
    assert (settings.mode, settings.spans, settings.carry, settings.log_ids) == ("seal", "seal", "on", "off")
    assert (settings.max_text, settings.adopt, settings.baggage) == (MAX_TEXT, None, ())


def test_lists_are_read_by_comma() -> None:
    settings = load_settings({"SEALOG_BAGGAGE": "tenant, user,", "SEALOG_ADOPT": "", "SEALOG_MAX_TEXT": "5000"})
    assert (settings.baggage, settings.adopt, settings.max_text) == (("tenant", "user"), (), 5000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEALOG_MODE", "seel"),
        ("SEALOG_SPANS", "mask"),
        ("SEALOG_CARRY", "yes"),
        ("SEALOG_LOG_IDS", "true"),
        ("SEALOG_MAX_TEXT", "1"),
        ("SEALOG_MAX_TEXT", "-5000"),
        ("SEALOG_MAX_TEXT", "64k"),
    ],
)
def test_a_wrong_value_names_its_setting(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        load_settings({name: value})
