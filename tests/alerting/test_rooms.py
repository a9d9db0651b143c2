"""Every folder of alerting stays small enough to be read at a glance."""

from __future__ import annotations

from pathlib import Path

import pytest

import sealog_exporters.alerting

MAX_FILES = 15
ALERTING = Path(sealog_exporters.alerting.__file__).parent
FOLDERS = sorted({file.parent for file in ALERTING.rglob("*.py")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ALERTING)))
def test_a_folder_has_at_most_fifteen_files(folder: Path) -> None:
    assert len(list(folder.glob("*.py"))) <= MAX_FILES


def test_every_file_lies_in_a_room() -> None:
    assert [file.name for file in ALERTING.glob("*.py")] == ["__init__.py"]
