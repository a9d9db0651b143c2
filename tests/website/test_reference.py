"""Pages that are made from code are up to date: `make reference` writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from reference import alert_rules, commands, python_api, record_way, rooms, settings_table
from reference.pages import DOCS, made
from sealog.instrumentation.environment_variables import ALIASES
from sealog.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

MADE = made()


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_it_is_as_the_code_has_it(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == MADE[path], "run `make reference`"


def test_every_command_is_there() -> None:
    page = commands.page()
    for command in ("init", "scan", "open", "keys list", "policy explain", "alerts backtest", "alerting", "up"):
        assert f"\n## sealog {command}\n" in page


def test_every_public_name_is_there_with_its_errors() -> None:
    page = python_api.page()
    for name in ("configure", "install", "scan", "seal_text", "Opener", "load_bundle", "SealogError"):
        assert f"\n### `sealog.{name}`\n" in page
    assert "- `KeyFileError`: it is missing, wrong, or another keyring's; the message names file and field." in page


def test_every_setting_of_an_application_is_there() -> None:
    names = {name for name, _, _ in settings_table.rows()}
    assert set(ALIASES.values()) <= names
    assert "SEALOG_KEYRING" in names


def test_a_default_in_the_table_is_the_default_of_the_code() -> None:
    settings = load_settings({"HOME": "/nowhere"})
    fields = {f"SEALOG_{name.upper()}": value for name, value in vars(settings).items()}
    compared = 0
    for name, default, _ in settings_table.rows():
        word = re.fullmatch(r"`([a-z0-9]+)`", default)
        if word and isinstance(fields.get(name), (str, int)):
            assert str(fields[name]) == word[1]
            compared += 1
    assert compared >= 8


def test_every_key_of_a_rule_is_there() -> None:
    page = alert_rules.page()
    for key in ("alert", "match", "count", "window", "group_by", "notify"):
        assert f"| `{key}`" in page


def test_the_picture_of_the_rooms_has_each_room() -> None:
    picture = rooms.picture()
    for package in ("sealog", "sealog_exporters", "sealog_exporters.alerting"):
        for layer in rooms.layers(package):
            for room in layer:
                assert f">{room}</text>" in picture


@pytest.mark.parametrize("picture", [rooms.picture, record_way.picture])
def test_a_picture_says_in_words_what_it_shows_and_fetches_nothing(picture: object) -> None:
    svg = picture()  # type: ignore[operator]
    assert "<title>" in svg
    assert len(re.findall(r"<desc>(.{100,})</desc>", svg)) == 1
    assert "href" not in svg
    assert "url(" not in svg.replace("url(#head)", "")
