"""docs/runbook-keys.md: each section is a session that happens as it stands, after that of the first section."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from cli.test_transcripts import ROOT, check_session

if TYPE_CHECKING:
    from pathlib import Path

_SECTION = re.compile(r"^## (.+)\n((?:(?!^## ).*\n)*)", re.MULTILINE)
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)

PAGE = (ROOT / "docs/runbook-keys.md").read_text(encoding="utf-8")
SECTIONS = {title: "".join(_BLOCK.findall(text)) for title, text in _SECTION.findall(PAGE)}
FIRST, *INCIDENTS = SECTIONS
ENVIRON = {"SEALOG_PASSPHRASE_FILE": "passphrase"}

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as the first section leaves it, with the files that the page takes for granted."""
    home = tmp_path_factory.mktemp("home")
    (home / "safe").mkdir()
    for name in ("passphrase", "new-passphrase", "safe/passphrase"):
        (home / name).write_text(f"the words of {name}\n")
    (home / "s.yaml").write_text("identifiers: {email_address: ada@example.com}\n")
    check_session(SECTIONS[FIRST], home, ENVIRON)
    return home


@pytest.mark.parametrize("title", INCIDENTS)
def test_a_runbook_is_what_happens(title: str, before: Path, tmp_path: Path) -> None:
    assert SECTIONS[title], "a section without a command helps nobody"
    home = tmp_path / "home"
    shutil.copytree(before, home)
    check_session(SECTIONS[title], home, ENVIRON)
