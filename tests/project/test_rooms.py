"""Every folder of the code stays small enough to be read at a glance, and no files import each other in a circle."""

from __future__ import annotations

from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
MAX_FILES = 15
CODE = ("sdk", "exporters", "native/src", "website", "deploy/local", "tests")
FOLDERS = sorted({file.parent for room in CODE for end in ("py", "rs") for file in (ROOT / room).rglob(f"*.{end}")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_folder_has_at_most_fifteen_files(folder: Path) -> None:
    files = [*folder.glob("*.py"), *folder.glob("*.rs")]
    assert len(files) <= MAX_FILES


def test_every_file_of_alerting_lies_in_a_room() -> None:
    assert [file.name for file in (ROOT / "exporters/sealog_exporters/alerting").glob("*.py")] == ["__init__.py"]


def test_no_files_of_the_exporters_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("sealog_exporters")
    TopologicalSorter({file: graph.find_modules_directly_imported_by(file) for file in graph.modules}).prepare()
